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
# Of all neighbours so many in a hundred lie across an edge; of noise alone the top so many differ
# by so many times the median (of a half-normal distribution: 2.33 / 0.67).
EDGES, NOISE_TAIL = 2, 3.5
# A block's mean is kept in so many steps a level.
STEPS = 64

Grid = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """One picture: the means of its blocks (576 levels), its darkest and brightest parts.

    ``fine`` is how sharp its sharpest edges are, in levels from one small pixel to the next.
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
    low, high = _levels(luma, LETTERS, 100 - LETTERS)
    return Glance(picture.at, np.asarray(means, np.float32), low, high, _fine(luma))


def _levels(luma: Small, *percents: int) -> list[float]:
    """The levels that so many of a hundred pixels are no brighter than, by counting each level."""
    darker = np.cumsum(cv2.calcHist([luma], [0], None, [256], [0, 256]))
    ranks = [luma.size * percent // 100 for percent in percents]
    return [float(level) for level in np.searchsorted(darker, ranks, side="right")]


def _fine(luma: Small) -> float:
    """The strength of the sharpest edges, above what a sensor's noise makes of any neighbours."""
    across = np.asarray(cv2.absdiff(luma[:, 1:], luma[:, :-1]), np.uint8)
    middle, top = _levels(across, 50, 100 - EDGES)
    # Levels are whole numbers: what is told as 0 may be noise of nearly one.
    return max(0.0, top - NOISE_TAIL * max(1.0, middle))


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

    def with_more(self, more: list[Glance]) -> Glances:
        """These and others, in order of time."""
        both = Glances()
        mine = [self.one(number) for number in range(len(self))]
        for one in sorted([*mine, *more], key=lambda each: each.at):
            both.add(one)
        return both

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
