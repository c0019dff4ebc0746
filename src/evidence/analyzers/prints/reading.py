"""Reading: a print laid out on an even grid of time, so that it can be laid beside another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import COLUMNS, ROWS, Maps, Print
from evidence.domain.time import SECOND

FINE_STEP, LEAST_BLUR = 2.0, 1.5  # seconds
REACH = 3  # blurs within which a picture counts
AT_ONCE = 256
CUT = 0.09  # of the picture's height

Kept = TypeVar("Kept", np.float32, np.int8)


@dataclass(slots=True, eq=False)
class Reading:
    """A print made ready for aligning: its maps on an even grid from 0 on.

    ``fine`` is laid out when it is first asked for, and again after ``forget``, so that a class of
    many hours takes little room.
    """

    taken: Print
    laid: Maps | None = None

    @property
    def fine(self) -> Maps:
        """Its maps, a row for every ``FINE_STEP``."""
        if self.laid is None:
            blur = max(LEAST_BLUR, self.taken.gap / SECOND / 2)
            self.laid = resampled(self.taken, FINE_STEP, blur)
        return self.laid

    def forget(self) -> None:
        """Let go of the fine maps."""
        self.laid = None

    def mirrored(self) -> Reading:
        """As a mirror shows it."""
        taken = replace(self.taken, maps=mirrored(self.taken.maps))
        return Reading(taken, mirrored(self.fine))

    def cut(self) -> Reading:
        """As it would be were the band at the top, where clocks stand, cut off it."""
        taken = replace(self.taken, maps=np.rint(cut(self.taken.maps)).astype(np.int8))
        return Reading(taken, cut(self.fine))


def cut(maps: NDArray[Kept]) -> Maps:
    """The same maps of a picture without the band at its top, drawn out to its old height.

    Each new row is the mean of those that it is drawn out of, by how much of each.
    """
    edges = CUT + (1 - CUT) * np.arange(ROWS + 1) / ROWS
    old = np.arange(ROWS + 1) / ROWS
    shared = np.minimum(edges[1:, None], old[1:]) - np.maximum(edges[:-1, None], old[:-1])
    shares = np.maximum(shared, 0) * ROWS / (1 - CUT)
    rows = maps.reshape(len(maps), ROWS, COLUMNS)
    drawn = np.einsum("no,toc->tnc", shares.astype(np.float32), rows)
    return np.asarray(drawn, np.float32).reshape(maps.shape)


def mirrored(maps: NDArray[Kept]) -> NDArray[Kept]:
    """The same maps as a mirror shows them."""
    turned = maps.reshape(len(maps), ROWS, COLUMNS)[:, :, ::-1]
    return np.ascontiguousarray(turned).reshape(maps.shape)


def resampled(taken: Print, step: float, blur: float) -> Maps:
    """The maps on an even grid, each the mean of those near it; zero where none is near."""
    seconds = (taken.at / SECOND).astype(np.float32)
    grid = np.arange(0, taken.length / SECOND, step).astype(np.float32)
    maps = taken.maps.astype(np.float32)
    laid: Maps = np.zeros((len(grid), maps.shape[1]), np.float32)
    reach = REACH * blur
    for first in range(0, len(grid), AT_ONCE):
        part = grid[first : first + AT_ONCE]
        low, high = np.searchsorted(seconds, (part[0] - reach, part[-1] + reach))
        if low == high:
            continue
        away = (seconds[None, low:high] - part[:, None]) / np.float32(blur)
        weights = np.where(np.abs(away) <= REACH, np.exp(-0.5 * away**2), 0)
        total = weights.sum(1, keepdims=True)
        laid[first : first + AT_ONCE] = (weights / np.where(total > 0, total, 1)) @ maps[low:high]
    return laid
