"""A class hour of real faces: thirty people at their places, filmed in full HD for 45 minutes.

Each place shows photos of one person, moved a little every other second; some look away for a
while. What is really encoded repeats, but never at the moments that are sampled.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from benchmarks.faces.photos import middle_face
from imageio_ffmpeg import get_ffmpeg_exe

from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.instruments import Picture
from evidence.domain.presence import Face

WIDTH, HEIGHT, RATE, KEY_EVERY = 1920, 1080, 25, 2
COLUMNS = 10
CHUNK = 190  # seconds really encoded: samples a minute apart fall on other pictures each time
HOUR = 45 * 60
SIZES = (96, 72, 56)  # face heights of the front, middle and back row, in pixels
AWAY = 0.08  # how often somebody's face is not seen


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one person sits: name, the middle of the face, and its height in pixels."""

    person: str
    x: int
    y: int
    size: int


def seats(names: Sequence[str]) -> list[Seat]:
    """Up to thirty places in three rows."""
    return [
        Seat(name, 100 + 190 * (at % COLUMNS), 170 + 330 * (at // COLUMNS), SIZES[at // COLUMNS])
        for at, name in enumerate(names[: 3 * COLUMNS])
    ]


def filmed(
    path: Path, photos: Mapping[str, Sequence[Picture]], detector: LibFaceDetection
) -> dict[int, list[tuple[Seat, Face]]]:
    """Film the class hour to ``path`` unless it is there; who is to be seen in each second pair."""
    drawn = list(_pictures(photos, detector))
    if not path.exists():
        chunk = path.with_suffix(".chunk.mp4")
        _encode(chunk, (picture for picture, _ in drawn))
        part = path.with_suffix(".part.mp4")
        _ffmpeg("-stream_loop", "-1", "-i", chunk, "-t", HOUR, "-c", "copy", part)
        part.rename(path)
    return {at: seen for at, (_, seen) in enumerate(drawn)}


def _pictures(
    photos: Mapping[str, Sequence[Picture]], detector: LibFaceDetection
) -> Iterator[tuple[Picture, list[tuple[Seat, Face]]]]:
    rng = Random(4)
    empty = _room()
    crops = {
        seat.person: [c for c in (_cut(p, seat.size, detector) for p in photos[seat.person]) if c]
        for seat in seats(sorted(photos))
    }
    for _ in range(CHUNK // KEY_EVERY):
        picture = empty.copy()
        seen: list[tuple[Seat, Face]] = []
        for seat in seats(sorted(photos)):
            if not crops[seat.person] or rng.random() < AWAY:
                continue
            crop, face = rng.choice(crops[seat.person])
            left = seat.x - crop.shape[1] // 2 + rng.randint(-12, 12)
            top = seat.y - crop.shape[0] // 2 + rng.randint(-8, 8)
            placed = _pasted(picture, crop, left, top)
            if placed:
                seen.append((seat, Face(left + face.x, top + face.y, face.width, face.height, 100)))
        yield picture, seen


def _room() -> Picture:
    rng = np.random.default_rng(4)
    walls = np.linspace(190, 120, HEIGHT, dtype=np.float32)[:, None, None] * np.ones((1, WIDTH, 3))
    return np.clip(walls + rng.normal(0, 2, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8)


def _cut(photo: Picture, size: int, detector: LibFaceDetection) -> tuple[Picture, Face] | None:
    """The head of a photo with its face ``size`` pixels high, and where the face is in it."""
    face = middle_face(detector, photo)
    if face is None:
        return None
    zoom = size / face.height
    small = cv2.resize(photo, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    x, y = round(face.x * zoom), round(face.y * zoom)
    width, height = round(face.width * zoom), size
    left, top = max(0, x - width // 2), max(0, y - height // 2)
    crop = small[top : y + 3 * height // 2, left : x + 3 * width // 2]
    return np.asarray(crop, np.uint8), Face(x - left, y - top, width, height, 100)


def _pasted(picture: Picture, crop: Picture, left: int, top: int) -> bool:
    height, width = crop.shape[:2]
    if left < 0 or top < 0 or left + width > WIDTH or top + height > HEIGHT:
        return False
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    blend = np.clip((1.0 - np.hypot(down, across)) * 4, 0, 1)[..., None]  # no hard edge around it
    place = picture[top : top + height, left : left + width]
    place[:] = np.round(crop * blend + place * (1 - blend))
    return True


def _encode(path: Path, pictures: Iterator[Picture]) -> None:
    size, frames = f"{WIDTH}x{HEIGHT}", RATE * KEY_EVERY
    command = [
        *(get_ffmpeg_exe(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"),
        *("-s", size, "-r", f"1/{KEY_EVERY}", "-i", "-", "-vf", f"fps={RATE}"),
        *(
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-b:v",
            "2M",
            "-maxrate",
            "3M",
            "-bufsize",
            "6M",
            "-pix_fmt",
            "yuv420p",
        ),
        *("-g", str(frames), "-keyint_min", str(frames), "-sc_threshold", "0", str(path)),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        encoder.communicate(b"".join(picture.tobytes() for picture in pictures))
    if encoder.returncode:
        raise RuntimeError("the class hour could not be filmed")


def _ffmpeg(*arguments: object) -> None:
    subprocess.run([get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)], check=True)
