"""Liveliness: whether so much moves in a room that pictures far apart tell how.

A replay is known by how people move. Of a full class there is enough of that in any two pictures;
of one or two who sit and read, most of it is between pictures that are seconds apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.stream import Picture

# A picture is cut into so many cells; one that changes by more than so many levels of 255 moved.
COLUMNS, ROWS = 16, 9
MOVED = 1.0
# Quiet is a room in which, in the quietest of so many pictures in a hundred, no larger share of
# cells moved. In drawn rooms of up to four people at most 0.17 did, of six and more at least 0.21.
SHARE, QUIETEST = 0.19, 25


@dataclass(slots=True)
class Liveliness:
    """Sees every picture that is looked at, in order of time."""

    shares: list[float] = field(default_factory=list)
    last: NDArray[np.float32] | None = None

    def see(self, picture: Picture) -> None:
        """The next one."""
        cells = np.asarray(
            cv2.resize(
                picture.luma.astype(np.float32), (COLUMNS, ROWS), interpolation=cv2.INTER_AREA
            ),
            np.float32,
        )
        if self.last is not None:
            changed = cells - self.last
            # What all cells share is light.
            moved = np.abs(changed - np.median(changed)) > MOVED
            self.shares.append(float(moved.mean()))
        self.last = cells

    @property
    def is_quiet(self) -> bool:
        """Whether little moved in a good part of what was seen."""
        return bool(self.shares) and float(np.percentile(self.shares, QUIETEST)) < SHARE
