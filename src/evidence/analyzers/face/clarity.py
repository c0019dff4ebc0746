"""Clarity: whether a look shows enough of a face to go by.

A blurred or dark face is now and then taken for another (docs/faces.md): such a look is left out,
and whom it shows stays untold.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from evidence.analyzers.face.cards import Card
from evidence.analyzers.face.instruments import Picture
from evidence.domain.presence import Face

SIDE = 48  # pixels: the size at which faces are judged, the smallest that is compared
FLAT = 25.0  # the variance of noise: a face with no more contrast than that has no detail


@dataclass(frozen=True, slots=True)
class Clarity:
    """How clear a face is.

    ``detail`` is what changes from pixel to pixel, as a share of what changes at all; ``light`` is
    the mean brightness, 0 to 255.
    """

    detail: float
    light: float


def clarity(picture: Picture, face: Face) -> Clarity:
    """How clear a face is, by its own pixels made as small as the smallest that is compared."""
    crop = picture[
        max(0, face.y) : max(0, face.y + face.height), max(0, face.x) : max(0, face.x + face.width)
    ]
    if not crop.size:
        return Clarity(0.0, 0.0)
    small = cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float64)
    fine = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    return Clarity(fine / (float(grey.var()) + FLAT), float(grey.mean()))


@dataclass(frozen=True, slots=True)
class Clear:
    """What a look must reach to be compared, by the embedder's card."""

    detail: float
    light: float

    @classmethod
    def by(cls, card: Card) -> Clear:
        """What the card asks.

        Raises:
            ModelUnusable: when it does not say.
        """
        return cls(card.threshold("look_detail"), card.threshold("look_light"))

    def shows(self, seen: Clarity) -> bool:
        """Whether that is clear enough."""
        return seen.detail >= self.detail and seen.light >= self.light
