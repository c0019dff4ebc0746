"""Teaching: the class, its sessions and its class hours (学时)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from evidence.domain.papers import Apprenticeship, Gates, Survey, YearRecord
from evidence.domain.subject import Subject
from evidence.domain.time import Interval


class Mode(StrEnum):
    """How a class is taught."""

    OFFLINE = "offline"
    ONLINE = "online"
    BLENDED = "blended"


class Certificate(StrEnum):
    """What a learner of the class can obtain at the end."""

    QUALIFICATION = "qualification"
    SKILL_LEVEL = "skill-level"
    SPECIAL_OPERATION = "special-operation"
    SPECIFIC_ABILITY = "specific-ability"
    COMPLETION = "completion"


class Kind(StrEnum):
    """What is done in a session: 理论, 实操 or 线上."""

    THEORY = "theory"
    PRACTICAL = "practical"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """A class as its institution declared it in ``class.toml``.

    ``registered_at`` is a wall time; what may be None is so where the institution stated nothing.
    ``last_year`` is the institution's record of the year before the class.
    """

    id: str
    policy: str
    timezone: str
    occupation: str
    level: str
    mode: Mode
    certificate: Certificate
    starts_on: date
    ends_on: date
    planned_hours: int
    teachers: int | None = None
    workstations: int | None = None
    registered_at: int | None = None
    assessed_on: date | None = None
    institution_id: str = ""
    institution_name: str = field(default="", repr=False)
    recording_pattern: str | None = None
    gates: Gates | None = None
    survey: Survey | None = None
    last_year: YearRecord | None = None
    apprenticeship: Apprenticeship | None = None


@dataclass(frozen=True, slots=True)
class ClassHour:
    """The ``number``-th (from 1) class hour of a session."""

    session: str
    number: int
    kind: Kind
    span: Interval
    cameras: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """This class hour."""
        return Subject(session=self.session, hour=self.number)

    @property
    def of_session(self) -> Subject:
        """The session that it is part of."""
        return Subject(session=self.session)


@dataclass(frozen=True, slots=True)
class Session:
    """One teaching session of the timetable."""

    id: str
    kind: Kind
    span: Interval
    class_hours: int
    room: str = ""
    cameras: tuple[str, ...] = ()
    teacher: str = field(default="", repr=False)

    @property
    def subject(self) -> Subject:
        """This session."""
        return Subject(session=self.id)

    def hours(self) -> Iterator[ClassHour]:
        """Its class hours: hour k of N is the k-th of N equal parts."""
        for number in range(1, self.class_hours + 1):
            span = self.span.part(number, self.class_hours)
            yield ClassHour(self.id, number, self.kind, span, self.cameras)
