"""A classroom of rendered heads: people who sit, look about, go out and come back, on film.

Every two seconds somebody moves a little while all others sit still, as people do. There are two
pictures of each two seconds, and a minute lies between two key frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import cv2
import ffmpeg
import imageio_ffmpeg
import numpy as np

from sample_media.heads import Picture, Pose, head

WIDTH, HEIGHT = 1280, 720
EVERY = 2  # seconds from one move to the next, and as many pictures
POSES = 40  # of each person, taken by chance
KEY = 60  # pictures from key frame to key frame
NEAR, FAR = 24, 9  # pixels between the eyes: a face of 58 pixels, and one of 22
IN_A_ROW = 4
SEATS = tuple((190 + 300 * (n % IN_A_ROW), 330 + 220 * (n // IN_A_ROW)) for n in range(8))
WALL, BOARD, DESK = (176, 190, 196), (70, 90, 60), (96, 128, 160)


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody in the room: one of the heads, on a seat, but for the minutes of ``away``."""

    head: int
    seat: int
    away: range = field(default=range(0))

    def is_there(self, minute: float) -> bool:
        """Whether in the room."""
        return not self.away.start <= minute < self.away.stop


@dataclass(slots=True)
class Room:
    """A room and who is in it; the same pictures each time."""

    sitters: Sequence[Sitter]
    seed: int
    eyes: int = NEAR

    def pictures(self, minutes: int) -> Iterator[Picture]:
        """What is to be seen in a class hour of so many minutes, every two seconds."""
        dice = np.random.default_rng(self.seed)
        empty = self._empty(dice)
        drawn = [[self._drawn(empty, one, dice) for _ in range(POSES)] for one in self.sitters]
        shown = [0 for _ in self.sitters]
        for number in range(minutes * 60 // EVERY):
            minute, picture = number * EVERY / 60, empty.copy()
            moving = number % len(self.sitters)
            shown[moving] = (shown[moving] + int(dice.integers(1, POSES))) % POSES
            for one, poses, at in zip(self.sitters, drawn, shown, strict=True):
                if one.is_there(minute):
                    top, bottom, left, right = self._around(one)
                    picture[top:bottom, left:right] = poses[at]
            yield picture

    def _around(self, one: Sitter) -> tuple[int, int, int, int]:
        x, y = SEATS[one.seat]
        return max(0, y - 150), min(HEIGHT, y + 110), max(0, x - 110), min(WIDTH, x + 110)

    def _drawn(self, empty: Picture, one: Sitter, dice: np.random.Generator) -> Picture:
        """What is around a seat, with who sits there and looks somewhere."""
        top, bottom, left, right = self._around(one)
        part = empty[top:bottom, left:right].copy()
        x, y = SEATS[one.seat]
        light = (0.3, float(dice.uniform(0, 0.6)), 0.8)
        turn, bow = float(dice.uniform(-0.28, 0.28)), float(dice.uniform(-0.05, 0.15))
        pose = Pose(yaw=turn, pitch=bow, light=light, ambient=0.6)
        lean = float(dice.uniform(-8, 8))
        head(one.head).draw(part, (x - left + lean, y - top), self.eyes, pose)
        return part

    def _empty(self, dice: np.random.Generator) -> Picture:
        """The room before anybody comes."""
        picture = np.full((HEIGHT, WIDTH, 3), WALL, np.uint8)
        cv2.rectangle(picture, (240, 16), (1040, 150), BOARD, -1)
        for _ in range(9):
            x, y = int(dice.integers(280, 960)), int(dice.integers(40, 130))
            cv2.line(picture, (x, y), (x + int(dice.integers(20, 70)), y), (210, 220, 214), 3)
        for _, y in SEATS[::IN_A_ROW]:
            cv2.rectangle(picture, (40, y + 84), (WIDTH - 40, y + 104), DESK, -1)
        return picture


def film(room: Room, path: Path, start: datetime, minutes: int) -> None:
    """Write one file, named after the camera's folder and when it begins.

    Raises:
        RuntimeError: when FFmpeg does not accept the pictures.
    """
    path.mkdir(parents=True, exist_ok=True)
    file = path / f"{path.name}_{start:%Y%m%d_%H%M%S}.mp4"
    size = f"{WIDTH}x{HEIGHT}"
    shown = ffmpeg.input("pipe:", format="rawvideo", pix_fmt="yuv420p", s=size, r=1, threads=1)
    written = shown.output(
        str(file),
        vcodec="libx264",
        preset="ultrafast",
        crf=28,
        g=KEY,
        bf=0,
        threads=1,
        fflags="+bitexact",
        **{"flags:v": "+bitexact"},
    )
    encoder = written.global_args("-v", "error", "-nostdin").run_async(
        cmd=imageio_ffmpeg.get_ffmpeg_exe(), pipe_stdin=True, overwrite_output=True
    )
    for picture in room.pictures(minutes):
        flat = cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes()
        encoder.stdin.write(flat * EVERY)
    encoder.stdin.close()
    if encoder.wait():
        raise RuntimeError(f"FFmpeg could not write {file.name}")
