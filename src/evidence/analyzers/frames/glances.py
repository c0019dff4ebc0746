"""Glances: what is kept of a small picture, in a few hundred numbers.

A picture is cut into blocks of a grid; a block's mean hardly feels a sensor's noise, and feels
well when somebody turns their head in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.stream import Picture, Small

COLUMNS, ROWS = 32, 18
BLOCKS = COLUMNS * ROWS
# Shares of a picture that may be brighter or darker than the rest of it without a word: the
# letters that a camera burns in.
LETTERS = 5
# A block's mean is kept in so many steps a level.
STEPS = 64

Grid = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """One picture: the means of its blocks (576 levels), its darkest and brightest parts.

    ``fine`` is how much neighbouring small pixels differ, in levels.
    """

    at: int
    blocks: Grid
    low: float
    high: float
    fine: float


def glance(picture: Picture) -> Glance:
    """What is kept of a picture."""
    luma = picture.luma
    means = cv2.resize(
        luma.astype(np.float32), (COLUMNS, ROWS), interpolation=cv2.INTER_AREA
    ).ravel()
    ordered = np.partition(luma.ravel(), (_rank(luma, LETTERS), _rank(luma, 100 - LETTERS)))
    low, high = ordered[_rank(luma, LETTERS)], ordered[_rank(luma, 100 - LETTERS)]
    return Glance(picture.at, np.asarray(means, np.float32), float(low), float(high), _fine(luma))


def _rank(luma: Small, percent: int) -> int:
    return luma.size * percent // 100


def _fine(luma: Small) -> float:
    across = cv2.absdiff(luma[:, 1:], luma[:, :-1])
    return float(cv2.mean(across)[0])


@dataclass(slots=True)
class Glances:
    """The glances at one recording, in order of time, in columns."""

    times: list[int] = field(default_factory=list)
    steps: list[NDArray[np.int16]] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    fines: list[float] = field(default_factory=list)

    def add(self, one: Glance) -> None:
        """The next one; one that comes out of order is left out."""
        if self.times and one.at <= self.times[-1]:
            return
        self.times.append(one.at)
        self.steps.append((one.blocks * STEPS).astype(np.int16))
        self.lows.append(one.low)
        self.highs.append(one.high)
        self.fines.append(one.fine)

    def __len__(self) -> int:
        return len(self.times)

    def blocks(self, first: int, last: int) -> Grid:
        """The block means of glances ``first`` to before ``last``, one a row."""
        kept: Grid = np.array(self.steps[first:last], np.float32).reshape(-1, BLOCKS)
        kept /= STEPS
        return kept

    def one(self, number: int) -> Glance:
        """One of them again."""
        return Glance(
            self.times[number],
            self.blocks(number, number + 1)[0],
            self.lows[number],
            self.highs[number],
            self.fines[number],
        )


def runs(flags: Iterable[bool]) -> list[tuple[int, int]]:
    """Where flags stand without a break: from, and to before."""
    edges = np.flatnonzero(np.diff(np.array([False, *flags, False], np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def steps(blocks: Grid) -> Grid:
    """How a grid of blocks rises and falls from each to its neighbours, in one vector."""
    grid = blocks.reshape(ROWS, COLUMNS)
    return np.concatenate([np.diff(grid, axis=1).ravel(), np.diff(grid, axis=0).ravel()])
