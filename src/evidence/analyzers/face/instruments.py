"""Instruments: what can be asked about a picture, whoever's model answers.

A picture is an array of shape (height, width, 3), uint8, in the order red, green, blue. Places in
it are pixels from its upper left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from evidence.domain.presence import Face

Picture: TypeAlias = NDArray[np.uint8]
Vectors: TypeAlias = NDArray[np.float32]
Points: TypeAlias = NDArray[np.float32]


class Detector(Protocol):
    """Finds faces."""

    def detect(self, rgb: Picture) -> tuple[Face, ...]:
        """The faces of a picture, the surest first; a face may reach over the picture's edge."""
        ...


class Embedder(Protocol):
    """Turns faces into vectors; the closer two of them, the likelier one person."""

    def embed(self, rgb: Picture, faces: Sequence[Face]) -> Vectors:
        """One row a face, in their order: shape (number of faces, numbers of a face), float32."""
        ...


class ChipEmbedder(Embedder, Protocol):
    """An embedder that cuts faces out first: the picture need not be kept until they are many."""

    def chips(self, rgb: Picture, faces: Sequence[Face]) -> Picture:
        """The faces cut out: shape (number of faces, side, side, 3), uint8."""
        ...

    def embed_chips(self, chips: Picture) -> Vectors:
        """One row a chip, in their order."""
        ...


class Mesh(Protocol):
    """Places points all over a face."""

    def points(self, rgb: Picture, faces: Sequence[Face]) -> Points:
        """One set a face: shape (number of faces, 468, 3), x and y in pixels of the picture.

        z is on the same scale, towards the viewer negative.
        """
        ...
