"""Stills: faces laid upon each other, to tell a photo that is held up again from a living face.

Each face is brought to one size and place; two of them are then laid upon each other by the plane
that fits best. What remains alike of their fine detail is 1 for the same still, and well below for
two pictures of a living face taken at different times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.face.instruments import Picture, Points

Chip: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]

SIDE = 112
# The points of the mesh by which a face is placed, and where they go.
PLACED = {
    33: (26, 40),
    133: (45, 40),
    362: (67, 40),
    263: (86, 40),
    61: (40, 80),
    291: (72, 80),
    152: (56, 106),
    10: (56, 8),
}
COARSE = 28  # the side at which pairs are chosen that are worth a closer look
WORTH = 0.45
STEPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)


def chip(rgb: Picture, points: Points) -> Chip:
    """The face as a grey picture of one size: shape (112, 112)."""
    here = points[list(PLACED), :2].astype(np.float64)
    ones = np.hstack([here, np.ones((len(here), 1))])
    there = np.array(list(PLACED.values()), np.float64)
    placed = np.linalg.lstsq(ones, there, rcond=None)[0].T
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    return np.asarray(cv2.warpAffine(grey, placed, (SIDE, SIDE), flags=cv2.INTER_AREA), np.uint8)


def likeness(one: Chip, other: Chip) -> float:
    """From -1 to 1: how alike two faces are, laid upon each other by the plane that fits best."""
    try:
        start = np.eye(3, dtype=np.float32)
        everywhere = np.full(one.shape, 255, np.uint8)
        how = cv2.MOTION_HOMOGRAPHY, STEPS, everywhere, 5
        _, plane = cv2.findTransformECC(one, other, start, *how)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        laid = np.asarray(cv2.warpPerspective(other, plane, (SIDE, SIDE), flags=flags), np.uint8)
    except cv2.error:  # it found no plane
        laid = other
    inside = _inside()
    return float(np.dot(_unit(_fine(one)[inside]), _unit(_fine(laid)[inside])))


def pairs(chips: Sequence[Chip]) -> Iterator[tuple[int, int]]:
    """The pairs that are worth a closer look, by their places."""
    if not chips:
        return
    small = np.array([_unit(_coarse(each).ravel()) for each in chips])
    close = np.argwhere(np.triu(small @ small.T, 1) >= WORTH)
    yield from ((int(one), int(other)) for one, other in close)


def _coarse(face: Chip) -> Floats:
    inner = face[16:-8, 14:-14]
    return _fine(np.asarray(cv2.resize(inner, (COARSE, COARSE), interpolation=cv2.INTER_AREA)), 4)


def _fine(face: NDArray[np.uint8], wide: float = 8) -> Floats:
    """What is left of a picture without its light and its noise."""
    smooth = cv2.GaussianBlur(face.astype(np.float32), (0, 0), wide * 1.5 / 8)
    return np.asarray(smooth - cv2.GaussianBlur(smooth, (0, 0), wide), np.float32)


def _inside() -> NDArray[np.bool_]:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.ellipse(mask, (SIDE // 2, 58), (36, 44), 0, 0, 360, 255, -1)
    return mask > 0


def _unit(values: Floats) -> Floats:
    plain = values - values.mean()
    return np.asarray(plain / (np.linalg.norm(plain) + 1e-6), np.float32)
