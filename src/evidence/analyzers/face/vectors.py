"""Vectors: what an embedder made of faces, as bytes that are the same on every machine."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence

import numpy as np

from evidence.analyzers.face.instruments import Vectors
from evidence.domain.presence import Face

LARGE = 120  # pixels: a face larger than this is worth no more
BLUNT = 0.25  # what a look without any sharpness is still worth
HALF = np.dtype("<f2")  # enough for a record: distances differ by less than a thousandth


def worth(face: Face, sharp: float) -> float:
    """What a look is worth: large, sharp, and surely a face."""
    return min(face.size, LARGE) * (BLUNT + (1 - BLUNT) * sharp) * face.confidence / 100


def packed(vector: Vectors) -> bytes:
    """A vector as bytes."""
    return np.asarray(vector, "<f4").tobytes()


def unpacked(vectors: Sequence[bytes]) -> Vectors:
    """Vectors of bytes, one a row."""
    return np.array([np.frombuffer(one, "<f4") for one in vectors], np.float32)


def packed_rows(faces: Vectors) -> str:
    """Faces as text, each number in two bytes."""
    return b64encode(faces.astype(HALF).tobytes()).decode()


def unpacked_rows(text: str, count: int) -> Vectors:
    """The faces again, so many of them."""
    flat = np.frombuffer(b64decode(text), HALF).astype(np.float32)
    return np.asarray(flat.reshape(count, -1), np.float32)
