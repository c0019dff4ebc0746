"""Finding: where in a picture lines of writing are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.osd.models import answered, finder

Grey = NDArray[np.uint8]

WIDEST = 960  # pixels that a picture is made small to before it is searched
MULTIPLE = 32
INK = 0.3  # probability from which a pixel belongs to writing
SURE = 0.5  # mean probability of a piece of writing
SMALLEST = 4  # pixels
LETTERS_APART = 3.0  # heights of a line, between two pieces of it


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A line of writing: its edges in pixels of the picture."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """From top to bottom."""
        return self.bottom - self.top

    def cut(self, picture: Grey) -> Grey:
        """What is in the box."""
        return picture[self.top : self.bottom, self.left : self.right]


def lines(picture: Grey) -> list[Box]:
    """The lines of writing in a grey picture, those with the most of it first."""
    height, width = picture.shape
    scale = min(1.0, WIDEST / width)
    size = [max(MULTIPLE, round(side * scale / MULTIPLE) * MULTIPLE) for side in (width, height)]
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    levels = np.repeat((small.astype(np.float32) / 127.5 - 1)[None, None], 3, 1)
    ink = answered(finder(), levels)[0, 0]
    across, down = width / size[0], height / size[1]
    pieces = sorted(_pieces(ink, across, down))
    whole = _joined(pieces, height, width)
    return sorted(whole, key=lambda box: (box.left - box.right, box))


def _pieces(ink: NDArray[np.float32], across: float, down: float) -> Iterator[Box]:
    """Every piece of ink; the model shrinks them by about half a height all around."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > INK).astype(np.uint8))
    for number in range(1, count):
        left, top, wide, tall, _ = (int(value) for value in stats[number])
        if min(wide, tall) < SMALLEST:
            continue
        if float(ink[labels == number].mean()) < SURE:
            continue
        more = 0.45 * tall
        yield Box(
            round((top - more) * down),
            round((left - more) * across),
            round((top + tall + more) * down),
            round((left + wide + more) * across),
        )


def _joined(pieces: list[Box], height: int, width: int) -> Iterator[Box]:
    """Pieces side by side as one line, within the picture."""
    rest = sorted(pieces, key=lambda box: box.left)
    while rest:
        line = rest.pop(0)
        for other in list(rest):
            shared = min(line.bottom, other.bottom) - max(line.top, other.top)
            near = other.left - line.right < LETTERS_APART * line.height
            if near and 2 * shared > min(line.height, other.height):
                rest.remove(other)
                line = Box(
                    min(line.top, other.top),
                    line.left,
                    max(line.bottom, other.bottom),
                    max(line.right, other.right),
                )
        yield Box(
            max(0, line.top), max(0, line.left), min(height, line.bottom), min(width, line.right)
        )
