"""Blurring: one face stays, everybody and everything else in a picture can't be made out.

It does not hang on a detector finding the others: all that lies outside the face that is shown is
blurred, and a face that reaches into it is blurred as well.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from evidence.analyzers.face.instruments import Picture
from evidence.domain.presence import Face

SIDE = 112  # pixels of a close-up
AROUND = 1.8  # faces: the side of what is cut out
HEAD = (0.72, 0.80)  # half axes of what stays sharp, in the face's width and height
RAISED = 0.06  # of the face's height, by which a head's middle lies above the face's
COARSE = 7  # pixels that a blurred close-up keeps along each side: a face is two or three of them
EDGE = 1.5  # pixels over which sharp turns into blurred
OVERLAP = 0.3  # of the smaller of two boxes, from which on they are one face
MOSAIC = 4  # parts that a face in a picture of a room keeps along its height


def close_up(picture: Picture, face: Face, others: Iterable[Face]) -> Picture:
    """The face and no other, ``SIDE`` pixels wide; what lies beyond the picture is blurred too."""
    side = max(1, round(AROUND * max(face.width, face.height)))
    left, top = face.x + (face.width - side) // 2, face.y + (face.height - side) // 2
    cut = _cut(picture, left, top, side)
    small = np.asarray(cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    zoom = SIDE / side
    shown = _ellipse(_moved(face, left, top, zoom))
    for other in others:
        if not same(other, face):
            shown = np.minimum(shown, 1 - _ellipse(_moved(other, left, top, zoom)))
    shown = cv2.GaussianBlur(shown, (0, 0), EDGE)[..., None]
    kept = np.asarray(small, np.float32) * shown
    mixed = kept + np.asarray(coarse(small), np.float32) * (1 - shown)
    return np.asarray(np.round(mixed), np.uint8)


def coarse(picture: Picture) -> Picture:
    """The picture with no more than ``COARSE`` places along each side, softly joined."""
    few = cv2.resize(picture, (COARSE, COARSE), interpolation=cv2.INTER_AREA)
    size = picture.shape[1::-1]
    return np.asarray(cv2.resize(few, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def faceless(picture: Picture, faces: Iterable[Face]) -> Picture:
    """A picture of a room in which each of these faces is a few squares of colour."""
    hidden = picture.copy()
    height, width = picture.shape[:2]
    for face in faces:
        top, bottom = max(0, face.y), min(height, face.y + face.height)
        left, right = max(0, face.x), min(width, face.x + face.width)
        part = hidden[top:bottom, left:right]
        if part.size:
            few = cv2.resize(part, (MOSAIC - 1, MOSAIC), interpolation=cv2.INTER_AREA)
            size = (right - left, bottom - top)
            hidden[top:bottom, left:right] = cv2.resize(few, size, interpolation=cv2.INTER_NEAREST)
    return hidden


def same(one: Face, other: Face) -> bool:
    """Whether two boxes are of one face."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = min(one.width * one.height, other.width * other.height)
    return min(width, height) > 0 and width * height >= OVERLAP * smaller


def _cut(picture: Picture, left: int, top: int, side: int) -> Picture:
    """A square of the picture; beyond its edge its outermost colours go on."""
    height, width = picture.shape[:2]
    rows = np.clip(np.arange(top, top + side), 0, height - 1)
    columns = np.clip(np.arange(left, left + side), 0, width - 1)
    return np.ascontiguousarray(picture[rows[:, None], columns[None]])


def _moved(face: Face, left: int, top: int, zoom: float) -> Face:
    sides = (face.x - left, face.y - top, face.width, face.height)
    x, y, width, height = (round(part * zoom) for part in sides)
    return Face(x, y, width, height, face.confidence)


def _ellipse(face: Face) -> np.ndarray:
    """1 within a head, 0 outside."""
    mask = np.zeros((SIDE, SIDE), np.float32)
    middle = (face.x + face.width // 2, round(face.y + face.height * (0.5 - RAISED)))
    axes = (max(1, round(HEAD[0] * face.width)), max(1, round(HEAD[1] * face.height)))
    return np.asarray(cv2.ellipse(mask, middle, axes, 0, 0, 360, 1.0, -1), np.float32)
