"""People: who is on the roster, and what the sign-in sheet says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """What a learner does otherwise (人员类别)."""

    STUDENT = "student"  # 在校生
    EMPLOYEE = "employee"  # 企业职工
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Subsidised:
    """A subsidised training that a learner had before; ``year`` 0 is the class's own year."""

    year: int
    occupation: str
    level: str


@dataclass(frozen=True, slots=True)
class Learner:
    """One row of the roster; who it is stays out of every repr and log.

    ``certificate`` is the number of the one obtained, "" where there is none, and None where the
    roster does not tell; so is ``subsidised``, the trainings subsidised before this one.
    """

    id: str
    name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    photo: str = field(default="", repr=False)
    group: str = ""
    previous_assessment_on: date | None = None
    standing: Standing | None = None
    major: str = ""
    post: str = ""
    cohort: str = ""
    certificate: str | None = field(default=None, repr=False)
    employed_on: date | None = None
    subsidised: tuple[Subsidised, ...] | None = None

    @property
    def photos(self) -> tuple[str, ...]:
        """The files of the portraits: ``photo`` may list several, separated by ``;``."""
        return tuple(part.strip() for part in self.photo.split(";") if part.strip())


class Status(StrEnum):
    """What the sign-in sheet says of a learner in a session."""

    PRESENT = "present"
    ABSENT = "absent"
    LEAVE = "leave"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One row of the sign-in sheet; for a ``makeup``, ``note`` names the session made up for."""

    learner: str
    session: str
    status: Status
    note: str = ""
