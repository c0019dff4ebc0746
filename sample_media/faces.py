"""Faces: the pictures that a learning platform keeps, honest ones and those that cheat.

All are JPEGs of 240 x 240 of the heads of ``heads.py`` in rooms that do not exist either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache

import cv2
import numpy as np

from sample_media.heads import Picture, Pose, head

SIDE = 240
BURST = 12
EYES = 40  # pixels between the eyes
MOODS = {"mouthSmileLeft": 0.6, "mouthSmileRight": 0.6, "jawOpen": 0.5, "browInnerUp": 1.0}
QUALITY = 86


def photo(who: int, *, again: bool = False) -> bytes:
    """A roster portrait: frontal, evenly lit, before a plain wall; or one of another day."""
    picture = np.full((320, 250, 3), (190, 206, 214) if again else (214, 196, 178), np.uint8)
    pose = Pose(yaw=0.06, light=(-0.4, 0.4, 0.8), ambient=0.6) if again else Pose(ambient=0.65)
    head(who).draw(picture, (125, 178), 50 if again else 52, pose)
    return jpeg(picture)


def snapshot(who: int, seed: object) -> bytes:
    """One picture of a learner at home: each a little different."""
    dice = _dice(who, seed)
    picture = room(who)
    _sit(picture, who, dice, turn=float(dice.uniform(-0.4, 0.4)))
    return jpeg(_grainy(picture, dice))


def burst(who: int, seed: object, count: int = BURST) -> list[bytes]:
    """A face check of 3 s: the learner looks from one side to the other."""
    dice = _dice(who, seed)
    mood = int(dice.integers(1 << 30))
    pictures = []
    for number in range(count):
        picture = room(who)
        swing = float(np.sin(2 * np.pi * number / count))
        _sit(picture, who, np.random.default_rng(mood), turn=0.32 * swing, lean=7 * swing)
        pictures.append(jpeg(_grainy(picture, dice)))
    return pictures


def printed(who: int, seed: object, *, bent: bool, count: int = BURST) -> list[bytes]:
    """A photo of the learner on paper, held before the camera and moved about."""
    dice = _dice(who, seed)
    return [
        jpeg(_grainy(_held(who, _paper(who), number / count, dice, bent=bent), dice))
        for number in range(count)
    ]


def screened(who: int, seed: object, count: int = BURST) -> list[bytes]:
    """A phone that shows a picture of the learner, with its edge, its grid and a reflection."""
    dice = _dice(who, seed)
    screen = cv2.copyMakeBorder(_paper(who), 14, 14, 8, 8, cv2.BORDER_CONSTANT, value=(12, 12, 14))
    screen[14:-14:3] = (screen[14:-14:3] * 0.86).astype(np.uint8)
    lit = np.full(screen.shape, 255, np.uint8)
    glare = np.zeros(screen.shape[:2], np.float32)
    cv2.ellipse(glare, (screen.shape[1] * 3 // 4, 60), (26, 60), 30, 0, 360, 0.5, -1)
    share = cv2.GaussianBlur(glare, (0, 0), 16)[..., None]
    screen = (screen * (1 - share) + lit * share).astype(np.uint8)
    return [
        jpeg(_grainy(_held(who, screen, number / count, dice, bent=False), dice))
        for number in range(count)
    ]


def room(seed: int) -> Picture:
    """What is behind a learner at home: a wall, a shelf, a picture; the same each time."""
    dice = np.random.default_rng(9000 + seed)
    wall = dice.integers(120, 220, 3)
    picture = np.empty((SIDE, SIDE, 3), np.uint8)
    picture[:] = wall * np.linspace(0.82, 1.06, SIDE)[None, :, None]
    for shelf in (26, 92, 158):
        x = int(dice.integers(0, 14))
        while x < SIDE:
            width, height = int(dice.integers(7, 17)), int(dice.integers(26, 52))
            colour = tuple(int(tone) for tone in dice.integers(30, 220, 3))
            cv2.rectangle(
                picture, (x, shelf + 52 - height), (x + width - 2, shelf + 52), colour, -1
            )
            x += width + int(dice.integers(0, 22))
        cv2.line(picture, (0, shelf + 54), (SIDE, shelf + 54), (60, 80, 110), 3)
    return picture


def dated(picture: bytes, at: datetime) -> bytes:
    """The same JPEG with the word of its camera that it was taken then (Exif, little-endian)."""
    text = f"{at:%Y:%m:%d %H:%M:%S}".encode() + b"\x00"
    top = b"\x01\x00" + _entry(0x8769, 4, 1, 26) + b"\x00" * 4
    inner = b"\x01\x00" + _entry(0x9003, 2, len(text), 44) + b"\x00" * 4
    block = b"II*\x00" + (8).to_bytes(4, "little") + top + inner + text
    segment = b"Exif\x00\x00" + block
    length = (len(segment) + 2).to_bytes(2, "big")
    return picture[:2] + b"\xff\xe1" + length + segment + picture[2:]


def jpeg(picture: Picture) -> bytes:
    """The picture as a JPEG.

    Raises:
        RuntimeError: when OpenCV can't write one.
    """
    done, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise RuntimeError("OpenCV could not write a JPEG")
    return bytes(content.tobytes())


def _entry(tag: int, kind: int, count: int, value: int) -> bytes:
    sizes = ((tag, 2), (kind, 2), (count, 4), (value, 4))
    return b"".join(number.to_bytes(size, "little") for number, size in sizes)


def _sit(
    picture: Picture, who: int, dice: np.random.Generator, *, turn: float, lean: float = 0
) -> None:
    """A learner before the camera, in a chance mood."""
    pose = Pose(
        yaw=turn,
        pitch=float(dice.uniform(-0.12, 0.16)),
        roll=float(dice.uniform(-0.08, 0.08)),
        light=(float(dice.uniform(-0.9, 0.9)), float(dice.uniform(0, 0.7)), 0.7),
        face={unit: share * float(dice.uniform(0, 1)) for unit, share in MOODS.items()},
        gaze=(float(dice.uniform(-0.15, 0.15)), float(dice.uniform(-0.1, 0.1))),
    )
    x, y = dice.uniform(112, 128), dice.uniform(128, 140)
    head(who).draw(picture, (float(x) + lean, float(y)), EYES, pose)


@cache
def _paper(who: int) -> Picture:
    """What is on the photo: the learner once, before a wall of another room."""
    picture = room(who + 50)
    head(who).draw(picture, (120, 126), 27, Pose(yaw=0.05, ambient=0.6))
    return picture[:, 10:230]


def _held(
    who: int, paper: Picture, when: float, dice: np.random.Generator, *, bent: bool
) -> Picture:
    """A sheet held before a camera: turned, tilted, moved, and bent about its upright axis."""
    height, width = paper.shape[:2]
    swing, bob = np.sin(2 * np.pi * when), np.cos(2 * np.pi * when)
    turn, tilt = 0.35 * swing, 0.12 * bob
    columns = np.linspace(-1, 1, 25)
    depth = 0.22 * (1 - columns**2) if bent else np.zeros(25)
    picture = room(who)
    for left, right in zip(range(24), range(1, 25), strict=True):
        corners = np.array(
            [
                _seen(columns[at], up, depth[at], turn, tilt) * np.array([width / 2, height / 2])
                for at, up in ((left, -1), (right, -1), (right, 1), (left, 1))
            ]
        ) + np.array([SIDE / 2 + 14 * swing, SIDE / 2 + 9 * bob])
        strip = [(left * width / 24, (right * width) / 24)]
        source = np.array([[x, y] for y in (0, height) for x in strip[0]])[[0, 1, 3, 2]]
        plane = cv2.getPerspectiveTransform(source.astype(np.float32), corners.astype(np.float32))
        mask = np.zeros(picture.shape[:2], np.uint8)
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 255)
        laid = cv2.warpPerspective(paper, plane, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
        picture[mask > 0] = laid[mask > 0]
    return picture


def _seen(x: float, y: float, z: float, turn: float, tilt: float) -> np.ndarray:
    """A place of the sheet in the picture, in halves of its size."""
    across, far = x * np.cos(turn) + z * np.sin(turn), z * np.cos(turn) - x * np.sin(turn)
    up, far = y * np.cos(tilt) - far * np.sin(tilt), far * np.cos(tilt) + y * np.sin(tilt)
    return np.array([across, up]) * 4 / (4 - far)


def _grainy(picture: Picture, dice: np.random.Generator) -> Picture:
    noise = dice.normal(0, 2.2, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _dice(who: int, seed: object) -> np.random.Generator:
    return np.random.default_rng([who, *str(seed).encode()])


def files(folder: str, pictures: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of a burst below its folder."""
    return ((f"{folder}/{number:02}.jpg", one) for number, one in enumerate(pictures, 1))
