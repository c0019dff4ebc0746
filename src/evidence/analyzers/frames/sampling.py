"""Sampling: which key frames are looked at, so that looking keeps a fixed pace.

The choice rests on the file alone, never on how fast a machine is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.doubtful import FAR
from evidence.analyzers.frames.stream import PacketTable
from evidence.domain.time import SECOND

# What one key frame costs a decoder, in nanoseconds: for each pixel, and for each byte. Measured
# by benchmarks/pictures.py on a busy machine: H.264 costs half of it on a quiet one, H.265 twice.
PIXEL_COST = 1.5
BYTE_COST = 40.0
# Never closer than this: nothing that is looked for comes and goes more quickly.
CLOSEST = 2 * SECOND
# Time stamps are not to the microsecond.
SLACK = SECOND // 10


@dataclass(frozen=True, slots=True)
class Pace:
    """How closely is looked: nanoseconds of decoding that a second of footage may cost.

    Where key frames allow, no two are further apart than ``farthest``, as a mean.
    """

    allowance: int
    farthest: int

    def steps(self, table: PacketTable, pixels: int) -> list[tuple[int, int]]:
        """Every key frame's media time, and how far from it the next one may be."""
        keys = np.flatnonzero(table.key)
        costs = pixels * PIXEL_COST + table.size[keys] * BYTE_COST
        steps = costs / self.allowance * SECOND
        bound = np.clip(steps, CLOSEST, self.farthest).astype(np.int64)
        return list(zip(table.at[keys].tolist(), bound.tolist(), strict=True))


# As closely as people are seen to move, where many do; and where hardly anybody does, as closely as
# a three hundredth of the time allows: docs/adr/0059 tells what that finds.
USUAL = Pace(1_000_000, 10 * SECOND)
CLOSE = Pace(3_333_333, 8 * SECOND)


def chosen(table: PacketTable, pixels: int) -> NDArray[np.int64]:
    """Media times of the key frames to look at: evenly spread, as many as the pace allows."""
    wanted: list[int] = []
    due = 0
    steps = USUAL.steps(table, pixels)
    following = [at for at, _ in steps[1:]] + [0]
    for (at, step), after in zip(steps, following, strict=True):
        if wanted and at < due - SLACK and after - wanted[-1] <= FAR:
            continue
        wanted.append(at)
        due = max(due, at - step // 2) + step
    return np.array(sorted(wanted), np.int64)


def closer(table: PacketTable, pixels: int, looked: Iterable[int]) -> NDArray[np.int64]:
    """Media times of more key frames, between those that were looked at."""
    known = sorted(looked)
    more: list[int] = []
    last = known[0] if known else 0
    for at, step in sorted(CLOSE.steps(table, pixels)):
        before, after = _around(known, at)
        last = max(last, before)
        if at - last >= step - SLACK and after - at >= step // 2 - SLACK:
            more.append(at)
            last = at
    return np.array(more, np.int64)


def _around(known: Sequence[int], at: int) -> tuple[int, int]:
    """The last of the times up to ``at``, and the first after it: far off where there is none."""
    place = bisect_left(known, at + 1)
    before = known[place - 1] if place else at
    return before, known[place] if place < len(known) else at + CLOSE.farthest
