"""People: who is on the roster, and what the sign-in sheet says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Learner:
    """One row of the roster; who it is stays out of every repr and log."""

    id: str
    name: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    photo: str = field(default="", repr=False)
    group: str = ""
    previous_assessment_on: date | None = None


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
