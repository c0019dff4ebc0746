"""The films of the classes under each regulation: what a camera sees of five heads, and of 90.

Every two seconds somebody looks somewhere else while the others sit still, as people do, so that
nothing stands still for long and no two minutes are alike. There is a key frame every ten seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import ffmpeg
import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe

from sample_media.heads import Picture, Pose, head

WIDTH, HEIGHT = 640, 360
HEADS = (0, 1, 2, 3, 7)
MINUTES = {"090000": 40, "140000": 16, "144000": 24}  # on film, by when a file begins
CROWD, CROWDED, PEOPLE = "crowd", 16, 90  # some of the many are overlooked now and then
EVERY = 2  # seconds from picture to picture
KEY = 5  # pictures from key frame to key frame
WALL, BOARD, CHALK = (176, 190, 196), (70, 90, 60), (210, 220, 214)


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where: ``places`` are the middles of the faces, ``eyes`` apart by so many pixels.

    Around each is a patch of ``size`` (wide, tall) that holds the head in one of ``poses`` looks;
    ``restless`` of the people move at a time.
    """

    heads: Sequence[int]
    places: Sequence[tuple[int, int]]
    eyes: int
    size: tuple[int, int]
    poses: int
    restless: int


FIVE = Seating(
    HEADS, tuple((72 + 122 * n, 205 + 50 * (n % 2)) for n in range(5)), 24, (120, 150), 40, 1
)
MANY = Seating(
    tuple(n % 9 for n in range(PEOPLE)),
    tuple((34 + 52 * (n % 12), 22 + 43 * (n // 12)) for n in range(PEOPLE)),
    eyes=9,
    size=(52, 42),
    poses=8,
    restless=6,
)


def film(folder: Path) -> None:
    """Film the sessions of the five, and a practical class hour of many."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (start, minutes) in enumerate(MINUTES.items()):
        _write(folder / f"{start}.mp4", _shown(FIVE, minutes, seed))
    _write(folder / f"{CROWD}.mp4", _shown(MANY, CROWDED, len(MINUTES)))


def _shown(seating: Seating, minutes: int, seed: int) -> Iterator[Picture]:
    """What is to be seen, every two seconds."""
    dice = np.random.default_rng(seed)
    looks = {
        who: [_look(who, seating, dice) for _ in range(seating.poses)]
        for who in dict.fromkeys(seating.heads)
    }
    picture = _room(dice) if seating is FIVE else np.full((HEIGHT, WIDTH, 3), WALL, np.uint8)
    turn = 0
    for number in range(minutes * 60 // EVERY):
        moving = len(seating.heads) if not number else seating.restless
        for _ in range(moving):
            place = turn % len(seating.heads)
            look = looks[seating.heads[place]][int(dice.integers(seating.poses))]
            _seat(picture, seating.places[place], look)
            turn += 1
        yield picture


def _look(who: int, seating: Seating, dice: np.random.Generator) -> Picture:
    """A head before the wall, looking somewhere."""
    wide, tall = seating.size
    patch = np.full((tall, wide, 3), WALL, np.uint8)
    far = seating.eyes / 24
    at = (wide / 2 + dice.uniform(-8, 8) * far, tall * 0.5 + dice.uniform(-6, 6) * far)
    light = (0.3, float(dice.uniform(0, 0.6)), 0.8)
    turn, bow = float(dice.uniform(-0.28, 0.28)), float(dice.uniform(-0.05, 0.15))
    head(who).draw(patch, at, seating.eyes, Pose(yaw=turn, pitch=bow, light=light, ambient=0.6))
    return patch


def _seat(picture: Picture, place: tuple[int, int], look: Picture) -> None:
    """Lay a patch around a place, as much of it as the picture holds."""
    tall, wide = look.shape[:2]
    left, top = place[0] - wide // 2, place[1] - tall // 2
    x, y = max(0, left), max(0, top)
    part = look[y - top : HEIGHT - top, x - left : WIDTH - left]
    picture[y : y + part.shape[0], x : x + part.shape[1]] = part


def _room(dice: np.random.Generator) -> Picture:
    picture = np.full((HEIGHT, WIDTH, 3), WALL, np.uint8)
    cv2.rectangle(picture, (120, 8), (600, 112), BOARD, -1)
    for _ in range(14):
        x, y = int(dice.integers(130, 540)), int(dice.integers(16, 104))
        cv2.line(picture, (x, y), (x + int(dice.integers(10, 50)), y), CHALK, 2)
    return picture


def _write(path: Path, pictures: Iterator[Picture]) -> None:
    shown = ffmpeg.input(
        "pipe:", format="rawvideo", pix_fmt="bgr24", s=f"{WIDTH}x{HEIGHT}", r=f"1/{EVERY}"
    )
    encoder = _encoded(path, shown).run_async(
        cmd=get_ffmpeg_exe(), pipe_stdin=True, overwrite_output=True
    )
    for picture in pictures:
        encoder.stdin.write(picture.data)
    encoder.stdin.close()
    if encoder.wait():
        raise RuntimeError(f"FFmpeg could not write {path.name}")


def encode(path: Path, shown: object, **options: object) -> None:
    """Write pictures as all of these films are written.

    Raises:
        ffmpeg.Error: when FFmpeg refuses.
    """
    quiet = _encoded(path, shown, **options).global_args("-nostdin", "-loglevel", "error")
    quiet.run(cmd=get_ffmpeg_exe(), overwrite_output=True)


def _encoded(path: Path, shown: object, **options: object) -> ffmpeg.nodes.OutputStream:
    written = ffmpeg.output(
        shown,
        str(path),
        vcodec="libx264",
        preset="ultrafast",
        crf=30,
        g=KEY,
        keyint_min=KEY,
        sc_threshold=0,
        r=f"1/{EVERY}",
        pix_fmt="yuv420p",
        threads=1,
        fflags="+bitexact",
        **({"flags:v": "+bitexact"} | options),
    )
    return written.global_args("-v", "error")
