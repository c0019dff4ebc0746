"""Still: stretches in which the picture stands, whether or not noise was laid over it.

A sensor's noise is everywhere alike, and comes and goes from one picture to the next: over a whole
stretch no part of the picture strays further from its mean than noise does, and its beginning and
its end are alike. People who sit still breathe, turn a page and move their heads: in some block
they stray much further than the picture does as a rule, or end elsewhere than they began.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.flaws import Candidate
from evidence.analyzers.frames.glances import BLOCKS, COLUMNS, ROWS, Glance, Glances, Grid, runs
from evidence.domain.pictures import Flaw
from evidence.domain.time import SECOND

# An instrument's numbers, in levels of 255. docs/pictures.md tells what each is good for.
LOUDEST = 0.6  # no sensor's noise is more than this in a block's mean
LINKED = 1.0  # changes of a block up to this are no news, however quiet the sensor is
TIMES_NOISE = 8.0  # the largest of hundreds of noisy blocks is some five times the median
STRAY = 0.7  # a block that stands strays no further from its mean than this, or ...
STRAYS = 4.0  # ... than so many times what blocks do as a rule
SHIFT = 0.5  # beginning and end of a stretch differ in no block by more than this, or ...
SHIFTS = 8.0  # ... than so many times what noise leaves of a difference of means
NEAR = 1.0  # a picture that differs from a still one by no more than this belongs to it
DRIFT, FARTHEST = 1.25, 3.0  # times what an encoder was seen to drift by, up to so many levels
SHORTEST = 10 * SECOND
FEWEST = 4  # glances: fewer tell nothing of noise
LONG = 60 * SECOND  # under letters that run on, only a long stretch is told
LETTERED = 12  # blocks that a burnt-in clock may change
# The rows at the top and at the bottom where cameras burn in their letters.
MARGIN = 2

_EDGE = np.zeros((ROWS, COLUMNS), np.bool_)
_EDGE[:MARGIN], _EDGE[-MARGIN:] = True, True
_LETTERS = _EDGE.ravel()


def still(glances: Glances, clear: NDArray[np.bool_]) -> Iterator[Candidate]:
    """Stretches of ``clear`` glances that stand still.

    Where letters at the edge run on over a standing picture, that is in doubt.
    """
    blocks = glances.blocks(0, len(glances))
    whole = list(_stood(blocks, glances, clear, np.ones(BLOCKS, np.bool_)))
    yield from whole
    left = clear.copy()
    for one in whole:
        left[one.first : one.last] = False
    for one in _stood(blocks, glances, left, ~_LETTERS):
        part = blocks[one.first : one.last]
        long = glances.times[one.last - 1] - glances.times[one.first] >= LONG
        if long and np.count_nonzero(np.ptp(part, axis=0) > LINKED) <= LETTERED:
            yield Candidate(one.flaw, one.first, one.last, one.belongs, sure=False)


def _stood(
    blocks: Grid, glances: Glances, clear: NDArray[np.bool_], heeded: NDArray[np.bool_]
) -> Iterator[Candidate]:
    changes = np.diff(blocks[:, heeded], axis=0)
    for first, last in runs(linked(changes) & clear[1:] & clear[:-1]):
        for start, end in _standing(blocks[:, heeded], glances.times, first, last + 1):
            part = blocks[start:end, heeded]
            yield Candidate(Flaw.FROZEN, start, end, _like(part, blocks[start:end], heeded))


def linked(changes: Grid) -> NDArray[np.bool_]:
    """Whether each picture is the one before it, but for noise."""
    if not len(changes):
        return np.zeros(0, np.bool_)
    middle = np.median(changes, axis=1, keepdims=True)
    noise = np.minimum(np.median(np.abs(changes - middle), axis=1), LOUDEST)
    return np.asarray(np.abs(changes).max(axis=1) <= np.maximum(LINKED, TIMES_NOISE * noise))


def _standing(blocks: Grid, times: list[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """The parts of a linked stretch that stand as a whole; it is cut where it changes most."""
    if last - first < FEWEST or times[last - 1] - times[first] < SHORTEST:
        return
    part = blocks[first:last]
    if _stands(part):
        yield first, last
        return
    cut = first + _break(part)
    yield from _standing(blocks, times, first, cut)
    yield from _standing(blocks, times, cut, last)


def _stands(part: Grid) -> bool:
    count = len(part)
    noise = min(float(np.median(np.diff(part, axis=0).std(axis=0))) / 2**0.5, LOUDEST)
    if float(part.std(axis=0).max()) > max(STRAY, STRAYS * noise):
        return False
    third = max(1, count // 3)
    shift = np.abs(part[:third].mean(axis=0) - part[-third:].mean(axis=0))
    return bool(shift.max() <= max(SHIFT, SHIFTS * noise * (2 / third) ** 0.5))


def _break(part: Grid) -> int:
    """Where a stretch is best cut: what is before differs most from what is after."""
    count = len(part)
    sums = np.cumsum(part, axis=0)[:-1]
    before = np.arange(1, count, dtype=np.float32)[:, None]
    after = count - before
    apart = np.abs(sums / before - (sums[-1] + part[-1] - sums) / after)
    weight = np.sqrt(before * after / count)
    return 1 + int(np.argmax((apart * weight).max(axis=1)))


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """What a standing picture looks like: its blocks, which are heeded, and how near is near."""

    mean: Grid
    heeded: NDArray[np.bool_]
    near: float

    def __call__(self, one: Glance) -> bool:
        """Whether another picture is the same."""
        return self._apart(one) <= self.near

    def learned(self, inside: Iterable[Glance]) -> Still:
        """The same, heeding what the encoder makes of a picture that stands: it drifts a little."""
        worst = max(map(self._apart, inside), default=0.0)
        return replace(self, near=min(max(self.near, DRIFT * worst), FARTHEST))

    def _apart(self, one: Glance) -> float:
        return float(np.abs(one.blocks - self.mean)[self.heeded].max())


def _like(part: Grid, whole: Grid, heeded: NDArray[np.bool_]) -> Still:
    stray = float(np.abs(part - part.mean(axis=0)).max())
    return Still(whole.mean(axis=0), heeded, max(NEAR, 1.5 * stray))
