"""A rhythm: which pictures would be repeats if a share of them were, and how well that fits.

Whoever fills a constant rate from fewer pictures repeats every so manyeth of them: picture ``n`` is
a repeat where ``n`` times the share, counted from some phase on, passes a whole number. So a share
and a phase tell of every picture whether it is one, and only those may hardly have changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.changes import Changes, Numbers, Shares, alike

# Pictures in a stretch, and the fewest that one is judged by.
STRETCH, FEWEST = 160, 100
# The shares that are tried, and how close: a share that is further off loses step in a stretch.
LEAST, MOST = 0.04, 0.4999
FINE = 3 * STRETCH
# A share this near to one half can't be told from a camera of half the rate, nor from encoders that
# spare every other picture.
HALF = 0.45
# Pictures before and after one that tell how many blocks hardly change there as a rule.
NEAR = 12
# What it takes: deviations from chance in every stretch, and in all of them in step; how many more
# of the blocks have fallen in repeats, fewer where it is far from chance, for encoders that spare
# bits hide repeats; how many parts of the picture must tell, and how clearly half of them. Measured
# on drawn rooms below 100 as they are and slowed.
IN_EACH, IN_ALL, MORE = 4.2, 7.8, 0.22
FAR, FAR_MORE = 13.0, 0.12
PARTS_TELLING, PART_MORE = 5, 0.12
# Pictures that a network loses at random, one in twenty, come to 0.51 with any rhythm now and then.
ALIKE = 0.53
# Shares are tried this close where all stretches are taken together.
FINER = 2
# Shares that fit nearly as well as the best may be the true one.
NEARLY = 0.95
# One stretch alone may be off by so many times what loses step in it.
LOOSE = 3
# Key frames this close are a pattern of their own: a rhythm that keeps step with them is theirs.
SHORT_GROUP = 16


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """How far each picture of a stretch stands out by hardly changing, and what it is made of."""

    changes: Changes
    stands_out: Shares

    @classmethod
    def of(cls, changes: Changes) -> Series:
        """That of a stretch."""
        fallen = _against_kind(changes.fallen(), changes.kinds)
        beside = np.fmax(
            np.concatenate([[np.nan], fallen[:-1]]), np.concatenate([fallen[1:], [np.nan]])
        )
        # Of two neighbours only one is a repeat.
        found = np.maximum(0, fallen - beside)
        for kind in np.unique(changes.kinds):
            same = (changes.kinds == kind) & ~np.isnan(found)
            if same.any():
                found[same] -= found[same].mean()
        return cls(changes, found)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which pictures can be judged."""
        return ~np.isnan(self.stands_out)

    def fits(self, shares: Shares) -> tuple[Shares, Shares, Shares]:
        """For each share: deviations from chance, how much more has fallen, and the phase."""
        numbers, values = self.changes.numbers[self.known], self.stands_out[self.known]
        values = values - values.mean() if len(values) else values
        spread = float(values.std()) if len(values) else 0.0
        deviations, more, phases = np.zeros((3, len(shares)))
        if len(values) < FEWEST or spread <= 0:
            return deviations, more, phases
        for place, share in enumerate(shares.tolist()):
            best = _best(numbers, values, share)
            deviations[place], more[place], phases[place] = best[0] / spread, best[1], best[2]
        return deviations, more, phases

    def repeats(self, share: float, phase: float) -> NDArray[np.bool_]:
        """Which pictures that rhythm has as repeats."""
        return np.asarray((self.changes.numbers * share - phase) % 1 < share - 1e-9, np.bool_)


@dataclass(frozen=True, slots=True)
class Found:
    """The rhythm that fits all stretches best.

    ``error`` is how far the share may be off; ``deviations`` how far it is from chance in each
    stretch, and ``together`` in all of them; ``more`` how many more of the blocks have fallen in
    repeats than in other pictures; ``alike`` how far it and what is seen agree, from 0 to 1.
    """

    share: float
    error: float
    phases: tuple[float, ...]
    deviations: tuple[float, ...]
    together: float
    more: float
    alike: float = 0.0

    @property
    def stands(self) -> bool:
        """Whether it is in every stretch, and no chance."""
        clear = self.together >= IN_ALL and self.more >= MORE
        far = self.together >= FAR and self.more >= FAR_MORE
        steady = min(self.deviations) >= IN_EACH and self.alike >= ALIKE
        return (clear or far) and steady and self.share < HALF


def rhythm(stretches: Sequence[Series]) -> Found | None:
    """The rhythm that fits stretches best, None where none of them can be judged."""
    shares = LEAST * np.exp(np.arange(0, np.log(MOST / LEAST), 1 / FINE))
    fits = [series.fits(shares) for series in stretches]
    fits = [fit for fit in fits if fit[0].any()]
    if not fits:
        return None
    together = np.sum([fit[0] for fit in fits], axis=0)
    low, high = _as_good(together)
    best = (low + high) // 2
    return Found(
        share=float(shares[best]),
        error=float(shares[high] - shares[low]) / 2,
        phases=tuple(float(fit[2][best]) for fit in fits),
        deviations=tuple(float(fit[0][best]) for fit in fits),
        together=float(together[best]) / len(fits) ** 0.5,
        more=float(np.mean([fit[1][best] for fit in fits])),
    )


def _as_good(together: Shares) -> tuple[int, int]:
    """The first and the last of the shares around the best that fit nearly as well."""
    best = int(np.argmax(together))
    worse = np.flatnonzero(together < NEARLY * together[best])
    low = int(worse[worse < best].max(initial=-1)) + 1
    high = int(worse[worse > best].min(initial=len(together))) - 1
    return low, high


def in_step(stretches: Sequence[Series], found: Found) -> Found:
    """The rhythm near this one in which all stretches keep step with each other, end to end.

    Lulls that come every so often in two stretches do so by chance; they don't keep step.
    """
    numbers = np.concatenate([one.changes.numbers[one.known] for one in stretches])
    values = np.concatenate([_even(one.stands_out[one.known]) for one in stretches])
    step = found.share / (FINER * max(STRETCH, int(numbers.max() - numbers.min())))
    around = found.error + LOOSE * found.share / STRETCH
    shares = np.arange(found.share - around, found.share + around, step).tolist()
    fits = [_best(numbers, values, share) for share in shares]
    middle = (len(fits) - 1) / 2
    best = max(range(len(fits)), key=lambda at: (round(fits[at][0], 6), -abs(at - middle)))
    return replace(
        found,
        share=shares[best],
        phases=(fits[best][2],) * len(stretches),
        together=fits[best][0],
        alike=fits[best][0] / len(values) ** 0.5,
    )


def _even(values: Shares) -> Shares:
    """Values in deviations from their mean."""
    return np.asarray((values - values.mean()) / (values.std() or 1.0), np.float64)


def everywhere(stretches: Sequence[Series], found: Found) -> bool:
    """Whether parts all over the picture show it: a film on a screen has a rhythm of its own."""
    within, without = [], []
    for series, phase in zip(stretches, found.phases, strict=True):
        parts = series.changes.fallen_by_part()
        kinds = series.changes.kinds
        parts = np.stack([_against_kind(part, kinds) for part in parts.T], axis=1)
        repeats = series.repeats(found.share, phase)
        within.append(parts[repeats & series.known])
        without.append(parts[~repeats & series.known])
    inside, outside = np.concatenate(within), np.concatenate(without)
    told = (~np.isnan(inside)).mean(axis=0) > 1 / 2
    told &= (~np.isnan(outside)).mean(axis=0) > 1 / 2
    if int(told.sum()) < PARTS_TELLING:
        return False
    more = np.nanmean(inside[:, told], axis=0) - np.nanmean(outside[:, told], axis=0)
    return float(np.median(more)) >= PART_MORE


def of_the_encoder(share: float, key: NDArray[np.bool_]) -> bool:
    """Whether a rhythm keeps step with key frames that are close together and evenly spaced."""
    groups = np.diff(np.flatnonzero(key))
    if not len(groups):
        return False
    group = int(np.median(groups))
    even = float(np.mean(groups == group)) > 1 / 2
    beats = share * group
    return even and group <= SHORT_GROUP and beats >= 1 / 2 and _whole(beats, group)


def _whole(beats: float, group: int) -> bool:
    return abs(beats - round(beats)) <= group / (2 * STRETCH)


def _against_kind(fallen: Shares, kinds: Numbers) -> Shares:
    """Less what is usual for pictures of the same kind nearby."""
    found = np.full(len(fallen), np.nan)
    for number in np.flatnonzero(~np.isnan(fallen)).tolist():
        same = fallen[alike(kinds, number, NEAR)]
        found[number] = fallen[number] - float(np.nanmedian(same))
    return found


def _best(numbers: Numbers, values: Shares, share: float) -> tuple[float, float, float]:
    """The phase at which the repeats of a share stand out most: how far, how much, and which."""
    count = len(values)
    turns = numbers * share % 1
    order = np.argsort(turns)
    turns, values = turns[order], values[order]
    sums = np.concatenate([[0.0], np.cumsum(np.concatenate([values, values]))])
    ends = np.searchsorted(np.concatenate([turns, turns + 1]), turns + share - 1e-9)
    within = ends - np.arange(count)
    total = sums[ends] - sums[:count]
    without = np.maximum(count - within, 1)
    deviations = total / np.sqrt(np.maximum(within, 1) * without / count)
    deviations[within < 3] = 0  # noqa: PLR2004 - two that stand out are chance
    best = int(np.argmax(deviations))
    more = float(total[best] / within[best] + total[best] / without[best])
    return float(deviations[best]), more, float(turns[best])
