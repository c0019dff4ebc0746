"""The five points: where dlib sees the corners of the eyes and the base of the nose."""

from __future__ import annotations

from collections.abc import Sequence

import dlib
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.face.cards import Card, card
from evidence.analyzers.face.instruments import Picture
from evidence.domain.presence import Face


class FivePoints:
    """Places five points on each face, and cuts it out upright by them."""

    def __init__(self, given: Card | None = None) -> None:
        """Load the predictor.

        Raises:
            ModelUnusable: when it is not the one that was measured.
        """
        place, _ = (given or card("dlib-five-points")).checked()
        self._predictor = dlib.shape_predictor(str(place))

    def places(self, rgb: Picture, face: Face) -> NDArray[np.float64]:
        """The middle of the eye on the left of the picture, that of the other, and the nose."""
        spots = self._placed(np.ascontiguousarray(rgb), face).parts()
        points = np.array([(spot.x, spot.y) for spot in spots], np.float64)
        return np.array([points[2:4].mean(0), points[:2].mean(0), points[4]])

    def turn(self, rgb: Picture, face: Face) -> float:
        """How far a face is turned to a side: 0 from the front, about 1 in profile.

        It is how far the nose lies from the middle between the eyes, in distances between them.
        """
        one, other, nose = self.places(rgb, face)
        between = one - other
        apart = float(np.hypot(*between))
        if not apart:
            return 1.0
        return float(abs((nose - (one + other) / 2) @ between) / apart**2)

    def chips(self, rgb: Picture, faces: Sequence[Face], side: int, padding: float) -> Picture:
        """The faces cut out upright: shape (number of faces, side, side, 3), uint8."""
        if not faces:
            return np.empty((0, side, side, 3), np.uint8)
        rgb = np.ascontiguousarray(rgb)
        placed = dlib.full_object_detections()
        for face in faces:
            placed.append(self._placed(rgb, face))
        return np.array(dlib.get_face_chips(rgb, placed, size=side, padding=padding), np.uint8)

    def _placed(self, rgb: Picture, face: Face) -> dlib.full_object_detection:
        box = dlib.rectangle(face.x, face.y, face.x + face.width, face.y + face.height)
        return self._predictor(rgb, box)
