"""Fitting: what a burnt-in clock was read to tell, put on lines, and how fast these rise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from statistics import median

from evidence.domain.time import SECOND

# A clock of whole seconds, read off two pictures.
ROUGH = 2 * SECOND
SLOWEST, FASTEST = Fraction(1, 2), Fraction(2)
FEWEST = 3  # readings that make a clock, and two a part of it between jumps
PAIRED = 60  # readings of a part that are paired: of very many, an even choice


@dataclass(frozen=True, slots=True)
class Told:
    """One reading: the clock told ``wall`` (wall time) at ``at`` (media time).

    Of a clock that was read over several files, ``at`` is the claimed time from the first picture
    of the file that tells of it, and the reading was taken at ``spot`` (media time) of ``path``.
    """

    at: int
    wall: int
    path: str = ""
    spot: int = 0


Part = tuple[Told, ...]


def parts_of(readings: Sequence[Told], rough: int = ROUGH) -> tuple[Part, ...]:
    """Readings that lie on one line, in the order in which the lines begin; lone ones left out.

    None is further than about ``rough`` from where the one before it says.
    """
    rate = _usual(readings)
    parts: list[list[Told]] = []
    for told in readings:
        fitting = (part for part in reversed(parts) if _fits(part[-1], told, rate, rough))
        part = next(fitting, None)
        if part is None:
            parts.append([told])
        else:
            part.append(told)
    return tuple(tuple(part) for part in parts if len(part) > 1)


def lasting(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a clock that was read in very many pictures.

    So many are misread that some of these lie on one line by chance. A line beside that with most
    readings is one only where enough of its readings follow each other.
    """
    if not parts:
        return ()
    most = max(parts, key=len)
    placed = [(told, place) for place, part in enumerate(parts) for told in part]
    placed.sort(key=lambda one: one[0].at)
    kept: dict[int, list[Told]] = {}
    for place, group in groupby(placed, key=lambda one: one[1]):
        run = [told for told, _ in group]
        if parts[place] is most or len(run) >= FEWEST:
            kept.setdefault(place, []).extend(run)
    return tuple(tuple(kept[place]) for place in sorted(kept))


def _usual(readings: Sequence[Told]) -> Fraction:
    """The usual rate between neighbours: a leap or a misread figure does not move it."""
    rates = [Fraction(b.wall - a.wall, b.at - a.at) for a, b in pairwise(readings) if b.at > a.at]
    plausible = [rate for rate in rates if SLOWEST <= rate <= FASTEST]
    return median(plausible) if plausible else Fraction(1)


def _fits(before: Told, told: Told, rate: Fraction, rough: int) -> bool:
    expected = before.wall + round((told.at - before.at) * rate)
    # The usual rate of neighbours is rough where they are near each other.
    return abs(told.wall - expected) <= rough + (told.at - before.at) // 50


def rate_of(parts: Sequence[Part]) -> Fraction:
    """The median rate of the longer half of all pairs on one line (Theil and Sen)."""
    pairs = [
        (b.at - a.at, Fraction(b.wall - a.wall, b.at - a.at))
        for part in map(chosen, parts)
        for number, a in enumerate(part)
        for b in part[number + 1 :]
        if b.at > a.at
    ]
    if not pairs:
        return Fraction(1)
    longer = median(length for length, _ in pairs)
    return Fraction(median(rate for length, rate in pairs if length >= longer))


def chosen(part: Part) -> Part:
    """All readings of a part; of very many an even choice, the first and the last among them."""
    step = -(-len(part) // PAIRED)
    return (*part[:-1:step], part[-1])
