"""Aligning: whether a stretch of one print is a stretch of another, and how sure that is.

Two recordings of one room on two days look alike, and people sit where they sat. So nothing counts
but what moves, when and where. A stretch is found and proved by how things change, and not by how
they stand, for of a slide that stands a minute only its coming and going tells.
What a correlation is worth is told by the same footage laid backwards, wherever it has room. A copy
stands far out of these; a quiet class, whose movements fit any other as badly, does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.between import SPARSEST
from evidence.analyzers.prints.form import Maps
from evidence.analyzers.prints.reading import FINE_STEP, Reading
from evidence.analyzers.prints.screens import Rest, Side, rest
from evidence.analyzers.prints.weighing import (
    Laid,
    Model,
    agreeing,
    changes,
    laid,
    less,
    levelled,
    likeness,
    patterns,
)
from evidence.domain.time import SECOND, Interval

# An instrument's numbers: docs/adr/0020 and 0063 tell how they were found.
SEED_STEP = 2 * FINE_STEP
SEED = 15  # of these steps, which a seed is long
SEED_STANDS_OUT = 4.5  # deviations
SEED_ALIKE = 0.25  # and what is as like as this is tried, however much else is
DEVIATION = 1.4826  # of a normal spread, for each of its median
SEEDS_TRIED = 4  # in each block
BLOCK = 600  # such steps compared at a time, so that memory stays flat
SLOWEST, FASTEST = 0.88, 1.12
NEAREST = 18.0  # seconds; within one recording, nearer than this is itself
# Steps of rate and shift (seconds) with which a line is fitted, ever finer as its stretch grows.
REFINEMENTS = ((0.02, 2.0), (0.02, 2.0), (0.01, 1.0), (0.005, 1.0), (0.002, 0.5))
WINDOW = 12  # fine steps that must hang together, one after the other
SLOWLY = 4  # fine steps over which what changes there is measured: noise tells less than people do
WELL = 0.9  # of what windows of a stretch agree by as a rule: there it is surely alike
# Where less than this share of what moves as a rule does, nothing speaks against a stretch; and how
# many such steps may lie in one.
LULL, LONGEST_LULL = 0.5, 30
# Correlations below which no stretch is a copy: of all that stands and moves; and of changes, where
# no pattern counts for more than others.
LEAST, WORTH = 0.15, 0.07
# Deviations of the wrongly laid from which on a stretch is certain; ``_doubtful`` tells from where
# on it is for a person.
CERTAIN = 6.5
WAYS = 30  # straight, mirrored and cut, each at some ten rates that can be told apart
BY_CHANCE = 0.1  # doubts for each pair of recordings, were what they have in common chance
PLACE = 6.0  # seconds: nearer than this two places are one
SHARE_AGREEING = 0.55


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of one print that is also one of another.

    ``core`` is the part of ``here`` that is surely alike where the stretch is.
    ``rate`` is how many seconds of the other go into one of this. ``correlation`` and
    ``stands_out`` (deviations) say how alike they are, and how far from chance; ``rest`` what the
    picture says outside the part that agrees the most. ``sure`` is False where it is not beyond
    doubt.
    """

    here: Interval
    there: Interval
    rate: float
    mirrored: bool
    correlation: float
    stands_out: float
    rest: Rest = Rest.AGREES
    core: Interval | None = None

    @property
    def sure(self) -> bool:
        """Whether no chance does as well, nor a film on a screen."""
        return self.stands_out >= CERTAIN and self.rest is Rest.AGREES


def matches(here: Reading, there: Reading, *, same: bool = False) -> tuple[Match, ...]:
    """Every stretch of ``here`` that is one of ``there``; ``same`` where both are one recording.

    Stretches that overlap the better part of a clearer one are left out.
    """
    if min(here.taken.length, there.taken.length) < SEED * SEED_STEP * SECOND:
        return ()
    if max(here.taken.gap, there.taken.gap) > SPARSEST:
        return ()
    found: list[Match] = []
    ways = ((here, there, False), (here.mirrored(), there, True), (here, there.cut(), False))
    for ours, theirs, flip in ways:
        people = _people(ours, theirs)
        for at, other in _seeds(*people, same=same):
            if not any(_within(match, at, other) for match in found):
                match = _grown(people, ours, theirs, at, other, flip=flip, same=same)
                # Where the rest goes its own way, it was a film on a screen, say.
                found.extend((match,) if match and match.rest is not Rest.DIFFERS else ())
    return tuple(_clearest(found))


def _doubtful(here: Reading, there: Reading) -> float:
    """Where the best of so many normal deviates seldom lies: one for each way to lay each place."""
    ours, theirs = (max(2.0, one.taken.length / SECOND / PLACE) for one in (here, there))
    return math.sqrt(2 * math.log(WAYS * ours * theirs / BY_CHANCE))


def _people(here: Reading, there: Reading) -> tuple[Reading, Reading]:
    """Both, less of what changes the most over all of them: slides, lamps, the sun."""
    most = patterns(here.fine, there.fine)
    without = (replace(one, laid=less(one.fine, most)) for one in (here, there))
    ours, theirs = without
    return ours, theirs


def _clearest(found: list[Match]) -> Iterator[Match]:
    kept: list[Match] = []
    for match in sorted(found, key=lambda one: (-one.stands_out, one.here.start)):
        shared = (match.here.meet(other.here) for other in kept)
        if all(part is None or 2 * part.length < match.here.length for part in shared):
            kept.append(match)
            yield match


def _within(match: Match, at: float, other: float) -> bool:
    expected = match.there.start / SECOND + (at - match.here.start / SECOND) * match.rate
    inside = match.here.start <= at * SECOND < match.here.end
    return inside and abs(expected - other) < NEAREST


def _seeds(here: Reading, there: Reading, *, same: bool) -> Iterator[tuple[float, float]]:
    """Places, in seconds here and there, around which they move alike."""
    mine, others = _sketch(here.fine), _sketch(there.fine)
    for row in range(0, len(mine) - SEED + 1, BLOCK):
        for column in range(0, len(others) - SEED + 1, BLOCK):
            if same and column > row:
                break
            ours = mine[row : row + BLOCK + SEED - 1]
            theirs = others[column : column + BLOCK + SEED - 1]
            scores = _diagonal_means(ours @ theirs.T)
            if same:
                _clear_itself(scores, row - column)
            for at, other in _peaks(scores):
                middle = SEED / 2
                yield (row + at + middle) * SEED_STEP, (column + other + middle) * SEED_STEP


def _sketch(fine: Maps) -> Maps:
    """What changes from one step of a seed to the next, about equally much at every step."""
    whole = len(fine) // 2 * 2
    steps = (fine[0:whole:2] + fine[1:whole:2]) / 2
    return levelled(np.diff(steps, axis=0))


def _peaks(scores: Maps) -> Iterator[tuple[int, int]]:
    """The highest places of a block, as far as they stand out."""
    heights = np.abs(scores[scores != 0])  # the median of which a long copy does not move
    spread = DEVIATION * float(np.median(heights)) if len(heights) else 1.0
    least = min(SEED_STANDS_OUT * spread, SEED_ALIKE)
    for _ in range(SEEDS_TRIED):
        at, other = divmod(int(np.argmax(scores)), scores.shape[1])
        if scores[at, other] < least:
            return
        yield at, other
        _clear(scores, at, other)


def _clear_itself(scores: Maps, ahead: int) -> None:
    """Take out what is no earlier than itself: each pair of places counts once."""
    near = int(NEAREST / SEED_STEP) + SEED // 2
    rows, columns = (np.arange(count) for count in scores.shape)
    scores[columns[None, :] > rows[:, None] + ahead - near] = 0


def _clear(scores: Maps, row: int, column: int) -> None:
    """Take out the diagonal around a seed, as far as its neighbours' slopes may lead."""
    reach = 3 * SEED
    for step in range(-reach, reach + 1):
        at, other = row + step, column + step
        if 0 <= at < scores.shape[0]:
            wide = 2 + abs(step) // 8
            scores[at, max(0, other - wide) : max(0, other + wide + 1)] = 0


def _diagonal_means(product: Maps) -> Maps:
    """The mean of each ``SEED`` neighbours along the diagonals."""
    rows, columns = product.shape[0] - SEED + 1, product.shape[1] - SEED + 1
    total: Maps = np.zeros((rows, columns), np.float32)
    for step in range(SEED):
        total += product[step : step + rows, step : step + columns]
    means: Maps = total / np.float32(SEED)
    return means


@dataclass(frozen=True, slots=True)
class _Line:
    """Where seconds of one print lie in the other: ``at`` is ``other`` there."""

    at: float
    other: float
    rate: float

    def there(self, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.other + (seconds - self.at) * self.rate


def _grown(
    people: tuple[Reading, Reading],
    here: Reading,
    there: Reading,
    at: float,
    other: float,
    *,
    flip: bool,
    same: bool,
) -> Match | None:
    """The stretch that a seed belongs to; None where it is chance."""
    half = SEED * SEED_STEP / 2
    line = _Line(at, other, 1.0)
    line = _fitted(here, there, line, (at - half, at + half), rates=0.04, shifts=2.0)
    extent = _extent(*people, line)
    for rates, shifts in REFINEMENTS:
        if extent is None:
            return None
        line = _fitted(*people, line, extent, rates=rates, shifts=shifts)
        extent = _extent(*people, line)
    if extent is None:
        return None
    match = _proved(here, there, extent, line, flip=flip, same=same)
    return replace(match, core=_core(*people, extent, line)) if match else None


def _fitted(
    here: Reading,
    there: Reading,
    line: _Line,
    extent: tuple[float, float],
    *,
    rates: float,
    shifts: float,
) -> _Line:
    """The best line about ``line`` over an extent, turned about the extent's middle."""
    grid = _grid(here, *extent)
    middle = float(grid.mean())
    other = float(line.there(np.array([middle]))[0])
    ours = Model.of(here.fine[np.rint(grid / FINE_STEP).astype(int)])
    best, found = -2.0, line
    for rate in line.rate + rates * np.arange(-4, 5):
        if not SLOWEST <= rate <= FASTEST:
            continue
        for shift in shifts * np.arange(-4, 5):
            tried = _Line(middle, other + shift, float(rate))
            value = ours.likeness(laid(there.fine, tried.there(grid)))
            if value > best:
                best, found = value, tried
    return found


def _grid(here: Reading, low: float, high: float) -> NDArray[np.float64]:
    first = max(0, int(np.ceil(low / FINE_STEP)))
    last = min(len(here.fine), int(high / FINE_STEP) + 1)
    return np.arange(first, last).astype(np.float64) * FINE_STEP


def _extent(here: Reading, there: Reading, line: _Line) -> tuple[float, float] | None:
    """From where to where, around the line's pivot, one window after the other hangs together.

    Where next to nothing moves, nothing can: a lull ends no stretch, unless it is long.
    """
    grid = _grid(here, 0, len(here.fine) * FINE_STEP)
    theirs = laid(there.fine, line.there(grid))
    local, moved = _local(changes(here.fine, SLOWLY), changes(theirs, SLOWLY))
    # A change stands for what lies halfway in it.
    middle = min(len(local) - 1, max(0, round(line.at / FINE_STEP) - SLOWLY // 2))
    peak = float(local[max(0, middle - WINDOW) : middle + WINDOW + 1].max(initial=0.0))
    if peak < LEAST:
        return None
    good = local >= max(LEAST / 2, peak / 3)
    against = ~good & (moved >= LULL * np.median(moved))
    last = _reach(good[middle:], against[middle:])
    first = _reach(good[middle::-1], against[middle::-1])
    inside = np.flatnonzero(good[middle - first : middle + last + 1])
    if not len(inside):
        return None
    low = middle - first + SLOWLY // 2
    return float(low + inside[0]) * FINE_STEP, float(low + inside[-1]) * FINE_STEP


def _core(
    here: Reading, there: Reading, extent: tuple[float, float], line: _Line
) -> Interval | None:
    """The part of an extent that is surely alike: from and to where a whole window well agrees.

    A window that lies across the edge of a copy agrees by as much of it as is in the copy.
    """
    grid = _grid(here, *extent)
    if len(grid) <= WINDOW:
        return None
    ours = here.fine[np.rint(grid / FINE_STEP).astype(int)]
    local, _ = _local(ours, laid(there.fine, line.there(grid)))
    well = np.flatnonzero(local >= WELL * np.median(local))
    low, high = grid[well[0]] * SECOND, grid[well[-1]] * SECOND
    return Interval(round(low), round(high)) if low < high else None


def _reach(good: NDArray[np.bool_], against: NDArray[np.bool_]) -> int:
    """How many steps a stretch goes on, from the first one."""
    reached = doubts = lull = 0
    for step, (agrees, speaks) in enumerate(zip(good.tolist(), against.tolist(), strict=True)):
        if agrees:
            reached, doubts, lull = step, 0, 0
            continue
        doubts, lull = doubts + speaks, lull + 1
        if doubts >= WINDOW or lull >= LONGEST_LULL:
            break
    return reached


def _local(ours: Maps, theirs: Maps) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """In a window around each step: the correlation, and how much moves in both."""
    kernel = np.ones(WINDOW)
    both, own, other = (
        np.convolve((a * b).sum(1), kernel, "same")
        for a, b in ((ours, theirs), (ours, ours), (theirs, theirs))
    )
    moved: NDArray[np.float64] = np.sqrt(own * other)
    local: NDArray[np.float64] = both / (moved + 1e-6)
    return local, moved


def _proved(
    here: Reading,
    there: Reading,
    extent: tuple[float, float],
    line: _Line,
    *,
    flip: bool,
    same: bool,
) -> Match | None:
    grid = _grid(here, *extent)
    if len(grid) < WINDOW:
        return None
    ends = [float(line.there(np.array([edge]))[0]) for edge in extent]
    if same and min(start - end for start, end in zip(extent, ends, strict=True)) < NEAREST / 2:
        return None  # it leans over to itself
    ours = here.fine[np.rint(grid / FINE_STEP).astype(int)]
    true = line.there(grid)
    theirs = laid(there.fine, true)
    if likeness(ours, theirs) < LEAST or agreeing(ours, theirs) < SHARE_AGREEING:
        return None
    apart = max(FINE_STEP, here.taken.gap / SECOND, there.taken.gap / SECOND)
    worth, stands_out = Laid(ours, there.fine, true, apart).weighed()
    if worth < WORTH or stands_out < _doubtful(here, there):
        return None
    span = Interval(round(extent[0] * SECOND), round(extent[1] * SECOND))
    other = Interval(round(max(0.0, ends[0]) * SECOND), round(ends[1] * SECOND))
    said = rest(Side(ours, here.taken, span), Side(theirs, there.taken, other))
    return Match(span, other, line.rate, flip, worth, stands_out, said)
