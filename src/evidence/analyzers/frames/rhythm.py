"""A rhythm: which pictures would be repeats if a share of them were, and how well that fits.

Whoever fills a constant rate from fewer pictures repeats every so manyeth of them: picture ``n`` is
a repeat where ``n`` times the share, counted from some phase on, passes a whole number. So a share
and a phase tell of every picture whether it is one, and only those may hardly have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.changes import Changes, Numbers, Shares, short_group

# The fewest pictures that a run is judged by.
FEWEST = 100
# The shares that are tried: one nearer to one half can't be told from a camera of half the rate,
# nor from encoders that spare every other picture. And how close: one so far off loses half of the
# width of a repeat in a run.
LEAST, MOST = 0.04, 0.45
CLOSE = 0.5
# Steps of a turn by which phases are told apart at first.
STEPS = 256
# What it takes: deviations from chance in step, and without the quarter of the parts that show it
# best. And how often a picture that should be a repeat is calmer than one that should be none;
# chance comes less far where it should be so often. Measured on drawn rooms below 100 as they are,
# with pictures lost at random, and slowed.
CLEAR, ELSEWHERE = 6.5, 3.5
STEADY, OFTEN, STEADY_OFTEN = 0.74, 0.15, 0.66
LEFT_OUT = 4
# And how much less lively blocks change in repeats, in the middle of the parts, as a logarithm: to
# three fifths. The further it is from chance the fainter it may be, down to four fifths, for
# encoders hide repeats, and have rhythms of their own that are as faint.
LESS, PARTS_TELLING = 0.5, 5
FAR, FAR_LESS = 8.5, 0.22
# Rhythms that fit nearly as well as the best are looked at in step; no more than so many.
NEARLY, CANDIDATES = 0.8, 6
# No picture counts for more than so many deviations.
FURTHEST = 4.0
# A part that can be told of in fewer pictures is not asked.
TOLD = 12
# What is usual, in deviations of a normal distribution.
NORMAL = 1.4826
# Shares around the best that fit so nearly as well may be the true one.
AS_GOOD = 0.95
# So far off may a share be that keeps step with key frames all the same.
WHOLE = 1 / 320


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Consecutive pictures of a recording, and how ``calm`` each part was in each, three ways."""

    changes: Changes
    calm: tuple[Shares, ...]

    @classmethod
    def of(cls, changes: Changes) -> Run:
        """That of what changed."""
        return cls(changes, changes.calm())


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """How far each picture of some runs stands out by being calm, in deviations.

    ``parts`` has a table for each way of telling: a row a picture, a column a part of the picture,
    0 where it can't be told. ``whole`` is a column for each way, all parts together. ``lively`` is
    how much less than usual the liveliest blocks of each part changed, as a logarithm.
    """

    runs: tuple[Numbers, ...]
    lively: Shares
    parts: tuple[Shares, ...]
    whole: Shares

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Evidence:
        """That of all runs together."""
        parts = []
        for way in zip(*(run.calm for run in runs), strict=True):
            columns = np.concatenate(way)
            parts.append(np.stack([_deviations(column) for column in columns.T], axis=1))
        whole = np.stack([_deviations(part.sum(axis=1)) for part in parts], axis=1)
        lively = np.concatenate([run.calm[0] for run in runs])
        return cls(tuple(run.changes.numbers for run in runs), lively, tuple(parts), whole)

    @property
    def numbers(self) -> Numbers:
        """The pictures of all runs."""
        return np.concatenate(self.runs)


@dataclass(frozen=True, slots=True)
class Found:
    """The rhythm that fits all runs best, in step.

    ``error`` is how far the share may be off. ``clear`` is how many deviations it is from chance,
    ``elsewhere`` the same without the parts of the picture that show it best, ``steady`` how often
    a picture that should be a repeat is calmer than one that should be none, ``less`` how much less
    lively blocks change in repeats, as a logarithm, in the middle of the parts.
    """

    share: float
    error: float
    phase: float
    clear: float
    elsewhere: float
    steady: float
    less: float

    @property
    def stands(self) -> bool:
        """Whether it is no chance, and all over the picture."""
        far = min(1.0, (self.clear - CLEAR) / (FAR - CLEAR))
        seen = far >= 0 and self.less >= LESS + far * (FAR_LESS - LESS)
        steady = self.steady >= (STEADY if self.share < OFTEN else STEADY_OFTEN)
        return seen and self.elsewhere >= ELSEWHERE and steady

    @property
    def weight(self) -> float:
        """How clear and steady it is."""
        return self.clear * float(np.sqrt(max(0.0, self.steady - 1 / 2)))

    def is_part_of(self, other: Found) -> bool:
        """Whether each so manyeth repeat of another is one of these."""
        times = round(other.share / self.share)
        return times > 1 and abs(other.share - times * self.share) <= (
            other.error + times * self.error
        )

    def repeats(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Which pictures it has as repeats."""
        return repeats(numbers, self.share, self.phase)


def repeats(numbers: Numbers, share: float, phase: float) -> NDArray[np.bool_]:
    """Which pictures a rhythm has as repeats."""
    return np.asarray((numbers * share - phase) % 1 < share - 1e-9, np.bool_)


def rhythm(evidence: Evidence) -> Found | None:
    """The rhythm that fits best and is steadiest, None where nothing can be judged."""
    longest = max((int(run[-1] - run[0]) + 1 for run in evidence.runs if len(run)), default=0)
    if longest < FEWEST or not evidence.whole.any():
        return None
    shares = LEAST * np.exp(np.arange(0, np.log(MOST / LEAST), CLOSE / longest))
    fits = _fits(evidence, shares)
    found = [_in_step(evidence, *one) for one in _candidates(fits, shares)]
    best = max(found, key=lambda one: (one.stands, one.weight), default=None)
    if best is None:
        return None
    # Where some of the repeats are clearer than others, theirs is a rhythm in a rhythm.
    whole = [one for one in found if one.stands and best.is_part_of(one)]
    return max(whole, key=lambda one: one.share, default=best)


def _fits(evidence: Evidence, shares: Shares) -> Shares:
    """For each share and way, how far it is from chance, each run with a phase of its own."""
    fits = np.zeros((len(shares), evidence.whole.shape[1]))
    first = 0
    for run in evidence.runs:
        values = evidence.whole[first : first + len(run)]
        first += len(run)
        for place, share in enumerate(shares.tolist()):
            fits[place] += _about(run, values, share)
    return np.asarray(fits / len(evidence.runs) ** 0.5, np.float64)


def _candidates(fits: Shares, shares: Shares) -> Iterator[tuple[int, float, float]]:
    """Ways and shares, from and to, that fit nearly as well as the best of all."""
    left, least = fits.copy(), NEARLY * fits.max()
    for _ in range(CANDIDATES):
        best, way = (int(one) for one in np.unravel_index(int(np.argmax(left)), left.shape))
        if left[best, way] < max(least, 1e-9):
            return
        low, high = _as_good(fits[:, way], best)
        yield way, float(shares[low]), float(shares[high])
        left[max(0, low - 2) : high + 3, way] = 0


def _as_good(fits: Shares, best: int) -> tuple[int, int]:
    """The first and the last of the shares around the best that fit nearly as well."""
    worse = np.flatnonzero(fits < AS_GOOD * fits[best])
    low = int(worse[worse < best].max(initial=-1))
    high = int(worse[worse > best].min(initial=len(fits)))
    return max(0, low), min(len(fits) - 1, high)


def _in_step(evidence: Evidence, way: int, low: float, high: float) -> Found:
    """The rhythm of a share between these two in which all runs keep step with each other.

    Lulls that come every so often in two runs do so by chance; they don't keep step.
    """
    numbers, values = evidence.numbers, evidence.whole[:, way : way + 1]
    finest = low * CLOSE / max(1, int(numbers.max() - numbers.min()))
    shares = np.linspace(low, high, max(3, 1 + int((high - low) / finest)))
    fits = [_best(numbers, values, share) for share in shares.tolist()]
    clear = np.array([float(fit[0][0]) for fit in fits])
    best = int(np.argmax(clear))
    # Between runs far apart one repeat more or less may fit nearly as well.
    good = np.flatnonzero(clear >= AS_GOOD * clear[best])
    first, last = max(0, int(good[0]) - 1), min(len(shares) - 1, int(good[-1]) + 1)
    share, phase = float(shares[best]), float(fits[best][1][0])
    beats = repeats(numbers, share, phase)
    return Found(
        share=share,
        error=max(share - float(shares[first]), float(shares[last]) - share),
        phase=phase,
        clear=float(clear[best]),
        elsewhere=_elsewhere(evidence.parts[way], beats),
        steady=_steady(values[:, 0], beats),
        less=_less(evidence.lively, beats),
    )


def _elsewhere(parts: Shares, beats: NDArray[np.bool_]) -> float:
    """Deviations from chance without the parts that show it best, where a screen may be."""
    beat = beats - beats.mean()
    showing = np.argsort(-(parts * beat[:, None]).sum(axis=0), kind="stable")
    telling = [one for one in showing.tolist() if parts[:, one].any()][LEFT_OUT:]
    if not telling:
        return 0.0
    values = _deviations(parts[:, telling].sum(axis=1))
    return float((values * beat).sum() / max(1e-9, np.sqrt((beat**2).sum())))


def _less(lively: Shares, beats: NDArray[np.bool_]) -> float:
    """How much less lively blocks change in repeats, in the middle of the parts that tell."""
    inside, outside = lively[beats], lively[~beats]
    told = np.minimum((~np.isnan(inside)).sum(axis=0), (~np.isnan(outside)).sum(axis=0)) >= 3  # noqa: PLR2004 - two are chance
    if int(told.sum()) < PARTS_TELLING:
        return 0.0
    more = np.nanmean(inside[:, told], axis=0) - np.nanmean(outside[:, told], axis=0)
    return float(np.median(more))


def _steady(values: Shares, beats: NDArray[np.bool_]) -> float:
    """How often one that should be a repeat is calmer than one that should be none."""
    inside, outside = values[beats], np.sort(values[~beats])
    if not len(inside) or not len(outside):
        return 0.0
    less = np.searchsorted(outside, inside, "left") + np.searchsorted(outside, inside, "right")
    return float(less.mean() / 2 / len(outside))


def of_the_encoder(share: float, key: NDArray[np.bool_]) -> bool:
    """Whether a rhythm keeps step with key frames that are close together and evenly spaced."""
    group = short_group(np.flatnonzero(key))
    beats = share * group
    return group > 0 and beats >= 1 / 2 and abs(beats - round(beats)) <= group * WHOLE


def _deviations(values: Shares) -> Shares:
    """Values in deviations from what is usual; 0 where one is unknown."""
    found = np.zeros(len(values))
    known = ~np.isnan(values)
    if int(known.sum()) < TOLD:
        return found
    told = values[known]
    middle = np.median(told)
    # Where nearly all are the same, the few that differ tell the spread.
    usual = max(NORMAL * float(np.median(np.abs(told - middle))), float(told.std()) / 2, 1e-9)
    told = np.clip((told - middle) / usual, -FURTHEST, FURTHEST)
    told -= told.mean()
    found[known] = told / max(float(told.std()), 1e-9)
    return found


def _about(numbers: Numbers, values: Shares, share: float) -> Shares:
    """What ``_best`` says, about, for each way: phases are told apart by steps of a turn."""
    place = (numbers * share % 1 * STEPS).astype(np.int64)
    wide = max(1, round(share * STEPS))
    told = [np.bincount(place, minlength=STEPS), *(_summed(place, way) for way in values.T)]
    sums = np.zeros((1 + len(told[1:]), STEPS + wide + 1))
    np.cumsum(np.concatenate([told, np.array(told)[:, :wide]], axis=1), axis=1, out=sums[:, 1:])
    within, *total = sums[:, wide:-1] - sums[:, : -wide - 1]
    count = len(numbers)
    spread = np.sqrt(np.maximum(within, 1) * np.maximum(count - within, 1) / count)
    deviations = np.array(total) / spread
    deviations[:, within < 3] = 0  # noqa: PLR2004 - two that stand out are chance
    return np.asarray(deviations.max(axis=1), np.float64)


def _summed(place: Numbers, way: Shares) -> Shares:
    return np.asarray(np.bincount(place, way, STEPS), np.float64)


def _best(numbers: Numbers, values: Shares, share: float) -> tuple[Shares, Shares]:
    """The phase at which the repeats of a share stand out most: how far, and which, a way each."""
    count, ways = values.shape
    turns = numbers * share % 1
    order = np.argsort(turns)
    turns, values = turns[order], values[order]
    sums = np.zeros((2 * count + 1, ways))
    np.cumsum(np.concatenate([values, values]), axis=0, out=sums[1:])
    ends = np.searchsorted(np.concatenate([turns, turns + 1]), turns + share - 1e-9)
    within = ends - np.arange(count)
    spread = np.sqrt(np.maximum(within, 1) * np.maximum(count - within, 1) / count)
    deviations = (sums[ends] - sums[:count]) / spread[:, None]
    deviations[within < 3] = 0  # noqa: PLR2004 - two that stand out are chance
    best = np.argmax(deviations, axis=0)
    return deviations[best, np.arange(ways)], turns[best]
