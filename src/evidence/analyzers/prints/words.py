"""Words: the moments of a print at which most moves, each in twenty bits, to look it up by.

A word is rough on purpose: which way brightness went, over the picture and over forty seconds, in
the twenty widest waves. A copy shares a good part of its words with what it was copied from;
whether it is one, ``aligning`` tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import CELLS, COLUMNS, ROWS, Maps, Print
from evidence.analyzers.prints.reading import mirrored, resampled
from evidence.domain.time import SECOND

BITS = 20
STEP = 2.0  # seconds between the moments that a landmark is chosen from
BLUR = 6.0
ARM = 20.0  # seconds before and after that a word looks
APART = 14.0  # seconds from landmark to landmark, at least
FLIPS = 5  # of a word's least sure bits, that a copy may have otherwise
WAVES = (3, 3, 5)  # over time, down and across


@dataclass(frozen=True, slots=True)
class Word:
    """A word, the second of media time that it is of, and what a copy may have made of it."""

    at: int
    bits: int
    near: tuple[int, ...] = ()


def words(taken: Print, *, flip: bool = False) -> tuple[Word, ...]:
    """The words of a print; ``flip`` those that a mirror of it would have."""
    slow = resampled(taken, STEP, max(BLUR, taken.gap / SECOND))
    slow = mirrored(slow) if flip else slow
    return tuple(_words(slow))


def _words(slow: Maps) -> Iterator[Word]:
    arm = round(ARM / STEP)
    weights = 1 << np.arange(BITS)
    for at in _landmarks(slow, arm):
        seen = slow[at - arm], slow[at], slow[at + arm]
        over_time = np.stack((sum(seen), seen[2] - seen[0], 2 * seen[1] - seen[0] - seen[2]))
        waves = _waves() @ over_time.ravel()
        bits = int(weights[waves > 0].sum())
        doubtful = [1 << int(bit) for bit in np.argsort(np.abs(waves))[:FLIPS]]
        yield Word(round(at * STEP), bits, tuple(_flipped(bits, doubtful)))


def _flipped(bits: int, doubtful: list[int]) -> Iterator[int]:
    for choice in range(1 << len(doubtful)):
        flipped = (bit for number, bit in enumerate(doubtful) if choice >> number & 1)
        yield bits ^ sum(flipped)


def _landmarks(slow: Maps, arm: int) -> list[int]:
    """The moments at which most moves, in order, no two of them near each other."""
    half = arm // 2
    if len(slow) <= 2 * arm:
        return []
    moved = np.zeros(len(slow), np.float32)
    moved[half:-half] = ((slow[2 * half :] - slow[: -2 * half]) ** 2).sum(1)
    reach = round(APART / STEP)
    wide = np.pad(moved, reach)
    around = np.lib.stride_tricks.sliding_window_view(wide, 2 * reach + 1).max(1)
    peaks = np.flatnonzero((moved == around) & (moved > 0))
    inside = peaks[(peaks >= arm) & (peaks < len(slow) - arm)]
    return [int(at) for at in inside]


@cache
def _waves() -> NDArray[np.float32]:
    """The widest waves over time, down and across, a row each, as a cosine transform has them."""
    times, downs, acrosses = WAVES
    kinds = sorted(
        (0.8 * time + down + 0.65 * across, time, down, across)
        for time in range(times)
        for down in range(downs)
        for across in range(acrosses)
    )[:BITS]
    rows = np.zeros((BITS, times, CELLS), np.float32)
    for number, (_, time, down, across) in enumerate(kinds):
        rows[number, time] = np.outer(_cosine(down, ROWS), _cosine(across, COLUMNS)).ravel()
    return rows.reshape(BITS, times * CELLS)


def _cosine(order: int, count: int) -> NDArray[np.float64]:
    return np.cos(np.pi * (np.arange(count) + 0.5) * order / count)
