"""Weighing: what it is worth that a stretch laid along another is like it.

A slide that comes and goes, lamps that go out, the sun: each of these changes a whole picture, and
one of them in common makes two days alike. So no pattern over the picture may count for much more
than others do: those that make up the most of all change are made smaller first. Where all the rest
moves as others did, too, a stretch is a copy. How far that is from chance is told by the same
stretch laid wrongly: backwards, at other places and turned about in itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import CELLS, COLUMNS, ROWS, Maps
from evidence.analyzers.prints.reading import FINE_STEP

# An instrument's numbers: docs/adr/0063 tells how they were found.
CHANGE = 2  # fine steps over which a change is measured
# Patterns that may be no larger than the next one, at the most and at the least: as many as there
# are pictures, for a few pictures have no more patterns than they are themselves.
PATTERNS, FEWEST = 16, 3
LIGHT = 0.55  # of the picture: what is spread over more of it is taken out
SPARE, TURNS = 5, 24  # more patterns that are followed, so that the first come out well; how long
WRONGLY = 160  # places at which a stretch is laid wrongly, of the other and of itself
TAIL = 0.99  # of what chance makes: how far out this lies tells how far out the rest can
REGIONS = (3, 4)
REGION_AGREES = 0.15
NOTHING = 1e-6

# Anything but nothing: what the search for patterns begins with.
STARTING = np.cos(np.arange(CELLS)[:, None] * (1 + np.arange(PATTERNS + SPARE))).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A stretch ``ours``, and the seconds ``true`` of the other's maps along which it lies.

    Pictures are ``apart`` seconds from each other.
    """

    ours: Maps
    other: Maps
    true: NDArray[np.float64]
    apart: float = FINE_STEP

    def weighed(self) -> tuple[float, float]:
        """How alike they move, and by how many deviations that stands out of chance."""
        pictures = len(self.ours) * FINE_STEP / self.apart
        many = max(FEWEST, min(PATTERNS, int(pictures)))
        most = patterns(self.ours, laid(self.other, self.true), many)
        plain = replace(self, ours=less(self.ours, most), other=less(self.other, most))
        ours = levelled(changes(plain.ours))
        found = _moving(ours, laid(plain.other, self.true))
        chance = np.array(list(plain.by_chance(ours)))
        if found <= chance.max(initial=0.0):
            return found, 0.0
        return found, _normal((found - float(chance.mean())) / _spread(chance), pictures)

    def by_chance(self, ours: Maps) -> Iterator[float]:
        """What the same stretch makes of the other where it can't belong: backwards, everywhere.

        Forwards it may well belong to many places: what runs in a loop is true at each of its runs.
        """
        length = self.true[-1] - self.true[0]
        room = len(self.other) * FINE_STEP - length
        for start in np.linspace(0, max(0.0, room - FINE_STEP), WRONGLY):
            yield _moving(ours, laid(self.other, self.true - self.true[0] + start)[::-1])
        # Where the other has little room, the stretch is turned about in itself, too.
        theirs = laid(self.other, self.true)[::-1]
        for turn in np.unique(np.linspace(0, len(ours), WRONGLY, endpoint=False).astype(int)):
            yield _moving(np.roll(ours, turn, 0), theirs)


def _spread(chance: NDArray[np.float64]) -> float:
    """The standard deviation of chance, or what its tail would be that of, whichever is more.

    Somebody who walks past moves as others who walk past did: that is seldom, and then much.
    """
    tail = (float(np.quantile(chance, TAIL)) - float(chance.mean())) / NormalDist().inv_cdf(TAIL)
    return max(float(chance.std()), tail) + 1e-3


def _normal(deviations: float, pictures: float) -> float:
    """Deviations of so few pictures, as those of a normal distribution that are as rare.

    Of few pictures large deviations are no rarity: Student's t has that many degrees of freedom.
    By D. L. Wallace, Bounds on normal approximations to Student's and the chi-square distributions,
    Annals of Mathematical Statistics 30 (1959).
    """
    return math.copysign(math.sqrt(pictures * math.log1p(deviations**2 / pictures)), deviations)


def laid(maps: Maps, seconds: NDArray[np.float64]) -> Maps:
    """Fine maps at these seconds, between the grid's points; zero beyond its ends."""
    place = seconds / FINE_STEP
    low = np.floor(place).astype(int)
    share = (place - low).astype(np.float32)[:, None]
    inside = (low >= 0) & (low + 1 < len(maps))
    low = np.clip(low, 0, max(0, len(maps) - 2))
    read: Maps = maps[low] * (1 - share) + maps[low + 1] * share
    read[~inside] = 0
    return read


def likeness(ours: Maps, theirs: Maps) -> float:
    """The correlation over time and cells, each cell about its own mean."""
    if not len(ours):
        return 0.0
    ours = ours - ours.mean(0)
    theirs = theirs - theirs.mean(0)
    scale = float((ours * ours).sum() * (theirs * theirs).sum())
    return float((ours * theirs).sum()) / float(np.sqrt(scale)) if scale > 0 else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A stretch that many others are laid beside: its maps and changes, each about its own mean."""

    maps: Maps
    changes: Maps

    @classmethod
    def of(cls, ours: Maps) -> Model:
        """The model that a stretch is."""
        return cls(_centred(ours), _centred(changes(ours)))

    def likeness(self, theirs: Maps) -> float:
        """The likeness of the maps and that of the changes, in one sum."""
        return _likeness(self.maps, theirs) + _likeness(self.changes, changes(theirs))


def _centred(maps: Maps) -> Maps:
    return np.asarray(maps - maps.mean(0), np.float32) if len(maps) else maps


def _likeness(centred: Maps, theirs: Maps) -> float:
    if not len(theirs):
        return 0.0
    total = theirs.sum(0)
    scale = float(np.vdot(theirs, theirs)) - float(np.vdot(total, total)) / len(theirs)
    scale *= float(np.vdot(centred, centred))
    return float(np.vdot(centred, theirs)) / float(np.sqrt(scale)) if scale > 0 else 0.0


def changes(maps: Maps, over: int = CHANGE) -> Maps:
    """How each map differs from the one so many steps before it."""
    differences: Maps = maps[over:] - maps[:-over]
    return differences


def agreeing(ours: Maps, theirs: Maps) -> float:
    """The share of what moves, region by region, that moves alike.

    A film shown to two classes moves alike where the screen is; those who watch do not.
    """
    ours = ours - ours.mean(0)
    theirs = theirs - theirs.mean(0)
    both, own, other = (
        _in_regions((a * b).sum(0)) for a, b in ((ours, theirs), (ours, ours), (theirs, theirs))
    )
    weight = np.sqrt(np.sqrt(own * other))
    agrees = both / np.sqrt(own * other + 1e-6) >= REGION_AGREES
    return float(weight[agrees].sum() / (weight.sum() + 1e-6))


def _in_regions(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    tall, wide = REGIONS
    split = cells.reshape(tall, ROWS // tall, wide, COLUMNS // wide)
    summed: NDArray[np.float32] = split.sum((1, 3))
    return summed


def patterns(ours: Maps, theirs: Maps, many: int = PATTERNS) -> Maps:
    """So many patterns over the picture that make up the most of all change, a column each.

    The length of a column says how much of its pattern is more than the next one makes up; all of
    it where it is light.
    """
    both = np.concatenate([changes(ours), changes(theirs)])
    scatter = both.T @ both
    # By turns of multiplying and setting upright again: a library's full decomposition starts
    # threads, which on a busy machine wait for each other a hundred times as long.
    most = np.eye(len(scatter), PATTERNS + SPARE, dtype=np.float32) + STARTING
    for _ in range(TURNS):
        most, _ = np.linalg.qr(scatter @ most)
    values, vectors = np.linalg.eigh(most.T @ scatter @ most)
    sizes = np.sqrt(np.maximum(values[-many - 1 :], NOTHING))
    found = most @ vectors[:, -many:]
    # All over the picture is light, and nobody.
    light = 1 / (found**4).sum(0) >= LIGHT * len(found)
    lengths = np.where(light, 1.0, np.sqrt(1 - sizes[0] / sizes[1:]))
    return np.asarray(found * lengths, np.float32)


def less(maps: Maps, most: Maps) -> Maps:
    """The maps with as much of these patterns less as their lengths say."""
    return np.asarray(maps - (maps @ most) @ most.T, np.float32)


def _moving(ours: Maps, theirs: Maps) -> float:
    """The correlation of changes that are levelled on our side with those of the other."""
    return likeness(ours, levelled(changes(theirs)))


def levelled(differences: Maps) -> Maps:
    """Changes made about equally large, but for the smaller half: no single one decides."""
    lengths = np.sqrt((differences * differences).sum(1, keepdims=True))
    usual = float(np.median(lengths)) if len(lengths) else 0.0
    return np.asarray(differences / np.sqrt(lengths**2 + usual**2 + 1e-6), np.float32)
