"""Strangers: people in the footage of a class hour who are surely nobody of its roster.

How many they are is counted so that it is never too many: tracks that may be one person count as
one, unless one picture shows them side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import dist
from struct import unpack

from evidence.domain.people import Learner
from evidence.domain.presence import ClassFaces, Track
from evidence.domain.subject import Subject
from evidence.facts.presence import HourFaces, Placed

FLOAT = 4  # bytes
THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class HourStrangers:
    """A class hour, how many ``teachers`` the class has, and how many learners no portrait shows.

    Any of ``without_portrait`` may be among those who seem to be strangers.
    """

    faces: HourFaces
    teachers: int
    without_portrait: int

    @property
    def subject(self) -> Subject:
        """The class hour."""
        return self.faces.subject

    def people(self, times: int) -> tuple[tuple[Placed, ...], ...]:
        """The strangers who were seen in so many pictures, each with all of their tracks."""
        groups: list[list[Placed]] = []
        for placed in self.faces.placed:
            if not placed.is_stranger(self.faces.limits):
                continue
            near = [group for group in groups if any(self._may_be(placed, one) for one in group)]
            groups = [group for group in groups if group not in near]
            groups.append([placed, *(one for group in near for one in group)])
        often = [group for group in groups if sum(one.times for one in group) >= times]
        return tuple(
            tuple(sorted(group, key=lambda one: (one.span, one.sighting.path))) for group in often
        )

    def side_by_side(self, times: int) -> int:
        """The most of them in one recording at one time."""
        often = [one for group in self.people(times) for one in group if one.times >= times]
        return max(
            (
                sum(
                    one.sighting.path == other.sighting.path
                    and other.span.start <= one.span.start < other.span.end
                    for other in often
                )
                for one in often
            ),
            default=0,
        )

    def _may_be(self, one: Placed, other: Placed) -> bool:
        apart = _apart(one.sighting.track, other.sighting.track)
        return apart <= self.faces.limits.possible


def strangers(
    hours: Sequence[HourFaces], learners: Sequence[Learner], faces: ClassFaces, teachers: int
) -> Iterator[HourStrangers]:
    """Every class hour in which faces could be compared with portraits."""
    shown = {who for who, photos in faces.portraits if any(p.fault is None for p in photos)}
    missing = sum(learner.id not in shown for learner in learners)
    for hour in hours:
        if hour.hour is not None and hour.comparable and shown:
            yield HourStrangers(hour, teachers, missing)


def _apart(one: Track, other: Track) -> float:
    """How unlike the best looks of two tracks are, in thousandths."""
    mine, theirs = one.looks[0].vector, other.looks[0].vector
    form = f"<{len(mine) // FLOAT}f"
    return THOUSANDTHS * dist(unpack(form, mine), unpack(form, theirs))
