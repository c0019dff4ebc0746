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
from evidence.domain.presence import ClassFaces, PortraitFault
from evidence.domain.subject import Subject
from evidence.facts.presence import HourFaces, Placed

SHARED = frozenset({PortraitFault.SAME_FILE, PortraitFault.SAME_FACE})
FLOAT = 4  # bytes
THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class HourStrangers:
    """A class hour, how many ``teachers`` the class has, and how many learners no portrait shows.

    Any of ``without_portrait`` may be among those who seem to be strangers. ``shared`` are faces of
    portraits that several learners have: nobody is recognised by them, but no strangers are they.
    """

    faces: HourFaces
    teachers: int
    without_portrait: int
    shared: tuple[bytes, ...] = ()

    @property
    def subject(self) -> Subject:
        """The class hour."""
        return self.faces.subject

    def people(self, times: int) -> tuple[tuple[Placed, ...], ...]:
        """The strangers who were seen in so many pictures, each with all of their tracks."""
        groups: list[list[Placed]] = []
        for placed in self.faces.placed:
            if not placed.is_stranger(self.faces.limits) or self._is_shared(placed):
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
        apart = _apart(_face(one), _face(other))
        return apart <= self.faces.limits.possible

    def _is_shared(self, placed: Placed) -> bool:
        face = _face(placed)
        return any(_apart(face, one) <= self.faces.limits.possible for one in self.shared)


def strangers(
    hours: Sequence[HourFaces], learners: Sequence[Learner], faces: ClassFaces, teachers: int
) -> Iterator[HourStrangers]:
    """Every class hour in which faces could be compared with portraits."""
    shown, twice = set(), []
    for who, photos in faces.portraits:
        if any(photo.fault is None for photo in photos):
            shown.add(who)
        elif mine := [photo.vector for photo in photos if photo.fault in SHARED and photo.vector]:
            shown.add(who)
            twice.extend(mine)
    missing = sum(learner.id not in shown for learner in learners)
    for hour in hours:
        if hour.hour is not None and hour.comparable and shown:
            yield HourStrangers(hour, teachers, missing, tuple(twice))


def _face(placed: Placed) -> bytes:
    """The best look of a track."""
    return placed.sighting.track.looks[0].vector


def _apart(mine: bytes, theirs: bytes) -> float:
    """How unlike two faces are, in thousandths."""
    form = f"<{len(mine) // FLOAT}f"
    return THOUSANDTHS * dist(unpack(form, mine), unpack(form, theirs))
