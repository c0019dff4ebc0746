"""dlib's own file format, as far as its face network needs it.

A network is written input first, each layer as its name, its weights and its settings. Sources:
dlib/serialize.h (whole numbers), dlib/cuda/gpu_data.h and dlib/cuda/tensor.h (weights as plain
little-endian floats behind four dimensions), dlib/dnn/layers.h (the order within each layer).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
# Names as they stand in the file; the length of a name is written as a byte 1 and itself.
NAMES = (b"con_4", b"affine_", b"relu_", b"max_pool_2", b"avg_pool_2", b"add_prev_", b"fc_2")
LAYER = re.compile(b"|".join(b"\x01" + bytes([len(name)]) + name for name in NAMES))
SETTINGS = {b"con_4": 7, b"max_pool_2": 6, b"avg_pool_2": 6}
NEGATIVE = 0x80
WIDTH = 0x0F
TENSOR_VERSION = 2


class NotANetwork(ValueError):
    """These bytes are not a network of this kind."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: its kind, its weights in one row, and its settings in the order of the file."""

    kind: str
    weights: Floats = field(default_factory=lambda: np.empty(0, np.float32), repr=False)
    settings: tuple[int, ...] = ()


@dataclass(slots=True)
class _Reader:
    content: bytes
    at: int = 0

    def whole(self) -> int:
        """A whole number: a byte with its width and sign, then its bytes, lowest first."""
        head = self.content[self.at]
        end = self.at + 1 + (head & WIDTH)
        value = int.from_bytes(self.content[self.at + 1 : end], "little")
        self.at = end
        return -value if head & NEGATIVE else value

    def tensor(self) -> Floats:
        """Weights in one row."""
        if self.whole() != TENSOR_VERSION:
            raise NotANetwork("weights of another version of dlib")
        count = prod(self.whole() for _ in range(4))
        end = self.at + 4 * count
        if end > len(self.content):
            raise NotANetwork("the file is cut off")
        values = np.frombuffer(self.content[self.at : end], "<f4")
        self.at = end
        return values


def layers(content: bytes) -> Iterator[Layer]:
    """The layers that compute something, input first.

    Raises:
        NotANetwork: when the bytes are not a network of this kind.
    """
    reader = _Reader(content)
    while match := LAYER.search(content, reader.at):
        reader.at = match.end()
        kind = match.group()[2:]
        yield _layer(reader, kind)


def _layer(reader: _Reader, kind: bytes) -> Layer:
    weights = np.empty(0, np.float32)
    if kind == b"fc_2":
        reader.whole(), reader.whole()  # outputs and inputs, which the weights tell too
    if kind in {b"con_4", b"affine_", b"fc_2"}:
        weights = reader.tensor()
    settings = tuple(reader.whole() for _ in range(SETTINGS.get(kind, 0)))
    return Layer(kind.decode().split("_")[0], weights, settings)
