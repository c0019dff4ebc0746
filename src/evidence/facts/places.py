"""Places: one learner in two places at one time, by faces in footage, sign-in sheet and player."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from evidence.domain.learning import LearnerPlayback
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import Timeline
from evidence.facts.attendance import Attended
from evidence.facts.presence import HourFaces, Placed


class Where(StrEnum):
    """Which two places, and how it is known."""

    ROOMS = "rooms"  # recognised in the footage of two rooms
    SEEN_AND_PLAYING = "seen-and-playing"  # recognised in a room while a lesson was playing
    SIGNED_AND_PLAYING = "signed-and-playing"  # there by the sign-in sheet while one was playing


@dataclass(frozen=True, slots=True)
class TwoPlaces:
    """One learner in two places: ``shared`` is when, ``names`` are sessions, or one and a lesson.

    ``paths`` are the files that show it.
    """

    where: Where
    names: tuple[str, str]
    shared: Timeline
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stay:
    """When one learner surely was in the room of a session, which cameras of its own film."""

    session: str
    institution: str
    room: str
    cameras: tuple[str, ...]
    when: Timeline
    paths: tuple[str, ...] = ()

    def elsewhere(self, other: Stay) -> bool:
        """Whether it is another room than that of another class."""
        if self.institution != other.institution:
            return True
        return self.room != other.room and not {*self.cameras} & {*other.cameras}


@dataclass(frozen=True, slots=True)
class RoomsApart:
    """Two sessions of two classes, in whose rooms one learner was at one time."""

    here: str
    there: str
    shared: Timeline
    paths: tuple[str, ...] = ()


def stays(
    learner: str, sessions: Iterable[Session], hours: Sequence[HourFaces], institution: str
) -> Iterator[Stay]:
    """In which rooms one learner was seen; a session whose room or cameras are not told has none.

    So has every session of a class that does not say whose it is.
    """
    for session in sessions:
        found = [p for hour in _of(hours, session) for p in sure(hour, learner)]
        if found and session.room and session.cameras and institution:
            paths = tuple(dict.fromkeys(p.sighting.path for p in found))
            when = _when(found)
            yield Stay(session.id, institution, session.room, session.cameras, when, paths)


def two_rooms(mine: Iterable[Stay], theirs: Sequence[Stay]) -> Iterator[RoomsApart]:
    """Every two rooms of two classes that were stayed in at one time, however short."""
    for one in mine:
        for other in theirs:
            shared = one.when & other.when
            if shared and one.elsewhere(other):
                yield RoomsApart(one.session, other.session, shared, one.paths)


def two_places(
    learner: str,
    sessions: Sequence[Session],
    hours: Sequence[HourFaces],
    playback: LearnerPlayback | None,
    attended: Attended | None,
) -> Iterator[TwoPlaces]:
    """Every two places that one learner was in at one time, however short."""
    yield from _rooms(learner, sessions, hours)
    if playback is None:
        return
    taught = [session for session in sessions if session.kind is not Kind.ONLINE]
    for lesson in playback.lessons:
        playing = Timeline.of(stretch.span for stretch in lesson.stretches)
        for session in taught:
            found = [p for hour in _of(hours, session) for p in sure(hour, learner)]
            seen = _when(found) & playing
            paths = (*dict.fromkeys(p.sighting.path for p in found), *lesson.logs)
            names = (session.id, lesson.lesson.id)
            if seen:
                yield TwoPlaces(Where.SEEN_AND_PLAYING, names, seen, paths)
            elif attended and attended.was_at(learner, session.id):
                signed = playing.within(session.span)
                if signed:
                    yield TwoPlaces(Where.SIGNED_AND_PLAYING, names, signed, lesson.logs)


def _rooms(
    learner: str, sessions: Sequence[Session], hours: Sequence[HourFaces]
) -> Iterator[TwoPlaces]:
    """Recognised in two rooms; where it is not known which camera films which, nothing is."""
    for one, other in combinations(sessions, 2):
        if not _elsewhere(one, other):
            continue
        here = [p for hour in _of(hours, one) for p in sure(hour, learner)]
        there = [p for hour in _of(hours, other) for p in sure(hour, learner)]
        shared = _when(here) & _when(there)
        if shared:
            paths = tuple(dict.fromkeys(p.sighting.path for p in (*here, *there)))
            yield TwoPlaces(Where.ROOMS, (one.id, other.id), shared, paths)


def _elsewhere(one: Session, other: Session) -> bool:
    """Whether two sessions were in two rooms at one time, each filmed by cameras of its own."""
    return bool(
        one.room
        and other.room
        and one.room != other.room
        and one.cameras
        and other.cameras
        and not {*one.cameras} & {*other.cameras}
        and one.span.meet(other.span)
    )


def _of(hours: Iterable[HourFaces], session: Session) -> Iterator[HourFaces]:
    return (faces for faces in hours if faces.hour and faces.hour.session == session.id)


def sure(hour: HourFaces, learner: str) -> Iterator[Placed]:
    """The people of a class hour's footage who surely are this learner."""
    match, margin = hour.limits.match, hour.limits.margin
    return (placed for placed in hour.placed if placed.is_surely(learner, match, margin))


def _when(placed: Iterable[Placed]) -> Timeline:
    return Timeline.of(one.span for one in placed)
