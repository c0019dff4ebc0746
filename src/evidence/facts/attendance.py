"""Attendance: who sat in which session, as the sign-in sheet has it.

A sheet lists exceptions: a learner without a row for a session was there. Where it does list
somebody as present in a session, it does not tell of those without a row: nobody knows whether they
were there. And a session whose rows are all ``makeup``, on a sheet that lists those present
elsewhere, is *apart*: nobody without a row was expected in it. One sitting counts once: a session
that a learner attended in place of another is not one of that learner's own any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from evidence.domain.people import Attendance, Learner, Status
from evidence.domain.subject import Subject
from evidence.domain.teaching import Kind, Session

Sheet = tuple[Attendance, ...]
# Where two rows tell of one learner in one session, the less favourable one holds.
_FAVOUR = (Status.PRESENT, Status.MAKEUP, Status.LEAVE, Status.ABSENT)


@dataclass(frozen=True, slots=True)
class LearnerAttendance:
    """How many class hours of theory and practice a learner was to attend, and did.

    ``made_up`` counts those of ``attended`` that were missed on leave and made up for; ``untold``
    those of ``planned`` that the sheet does not tell of, in the sessions ``untold_in``.
    """

    learner: str
    planned: int
    attended: int
    made_up: int
    untold: int = 0
    untold_in: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """The learner."""
        return Subject(learner=self.learner)

    @property
    def rate(self) -> Fraction:
        """The share surely attended, where anything was planned."""
        return Fraction(self.attended, self.planned)

    @property
    def possible_rate(self) -> Fraction:
        """The share attended if the learner was wherever the sheet does not tell."""
        return Fraction(self.attended + self.untold, self.planned)


@dataclass(frozen=True, slots=True)
class Attended:
    """Who was in the room in which session.

    ``rows`` is the sheet by learner and session, ``apart`` the ids of the make-up sessions and
    ``listed`` of those that somebody is told to have been present in.
    """

    learners: tuple[str, ...]
    rows: Mapping[tuple[str, str], Attendance]
    apart: frozenset[str]
    listed: frozenset[str]

    @classmethod
    def by(cls, sheet: Sheet, learners: Iterable[Learner]) -> Attended:
        """What a sign-in sheet with at least one row tells of the roster."""
        ordered = sorted(sheet, key=lambda row: _FAVOUR.index(row.status))
        rows = {(row.learner, row.session): row for row in ordered}
        listed = frozenset(row.session for row in sheet if row.status is Status.PRESENT)
        return cls(tuple(learner.id for learner in learners), rows, _apart(sheet), listed)

    def was_at(self, learner: str, session: str) -> bool:
        """Whether a learner was surely in the room."""
        row = self.rows.get((learner, session))
        if row is None:
            return session not in self.apart | self.listed
        return row.status in {Status.PRESENT, Status.MAKEUP}

    def is_untold(self, learner: str, session: str) -> bool:
        """Whether a sheet that lists those present does not tell of this learner."""
        return session in self.listed and (learner, session) not in self.rows

    def count(self, session: str) -> int:
        """How many learners of the roster were surely in the room."""
        return sum(self.was_at(learner, session) for learner in self.learners)

    def expected(self, learner: str, session: str) -> bool:
        """Whether a session was one that this learner was to attend, of its own or instead."""
        return session not in self.apart or (learner, session) in self.rows

    def in_place_of(self, learner: str, session: str) -> str:
        """The session on leave that a learner made up for in this one, or ""."""
        row = self.rows.get((learner, session))
        if row is None or row.status is not Status.MAKEUP:
            return ""
        return row.note if self._on_leave(learner, row.note) else ""

    def _on_leave(self, learner: str, session: str) -> bool:
        row = self.rows.get((learner, session))
        return row is not None and row.status is Status.LEAVE


def learner_attendance(
    learners: tuple[Learner, ...], sessions: tuple[Session, ...], sheet: Sheet
) -> tuple[LearnerAttendance, ...]:
    """Every learner of the roster, in its order; nobody where the sheet has no row at all."""
    if not sheet:
        return ()
    attended = Attended.by(sheet, learners)
    taught = [session for session in sessions if session.kind is not Kind.ONLINE]
    return tuple(_of_one(learner.id, taught, attended) for learner in learners)


def _of_one(learner: str, taught: list[Session], attended: Attended) -> LearnerAttendance:
    expected = [session for session in taught if attended.expected(learner, session.id)]
    instead = {session.id: attended.in_place_of(learner, session.id) for session in expected}
    own = [session for session in expected if not instead[session.id]]
    sat = _hours(session for session in own if attended.was_at(learner, session.id))
    # Making up for four class hours takes four, in as many sessions as it takes.
    made_up = sum(
        min(
            missed.class_hours,
            _hours(session for session in expected if instead[session.id] == missed.id),
        )
        for missed in own
    )
    untold = [session for session in own if attended.is_untold(learner, session.id)]
    return LearnerAttendance(
        learner,
        _hours(own),
        sat + made_up,
        made_up,
        _hours(untold),
        tuple(session.id for session in untold),
    )


def _hours(sessions: Iterable[Session]) -> int:
    return sum(session.class_hours for session in sessions)


def _apart(sheet: Sheet) -> frozenset[str]:
    statuses: dict[str, set[Status]] = defaultdict(set)
    for row in sheet:
        statuses[row.session].add(row.status)
    if not any(Status.PRESENT in told for told in statuses.values()):
        return frozenset()
    return frozenset(id_ for id_, told in statuses.items() if told == {Status.MAKEUP})
