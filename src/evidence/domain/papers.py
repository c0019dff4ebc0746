"""Papers: what an institution states beside a class, and some regulations ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Gate:
    """One of the three gates of a class (开班申请、过程检查、结业审核): when, and who signed.

    ``on`` is None and ``by`` "" where nobody stated it.
    """

    on: date | None = None
    by: str = field(default="", repr=False)

    @property
    def passed(self) -> bool:
        """Whether it is dated and signed."""
        return self.on is not None and bool(self.by)


@dataclass(frozen=True, slots=True)
class Gates:
    """The three gates: before the class, during it, and after it."""

    application: Gate
    process_check: Gate
    completion_audit: Gate


@dataclass(frozen=True, slots=True)
class Survey:
    """The satisfaction survey (满意度调查): how many answered, and how many were satisfied."""

    answered: int
    satisfied: int

    @property
    def share(self) -> Fraction:
        """The satisfied among those who answered, where anybody did."""
        return Fraction(self.satisfied, self.answered)


@dataclass(frozen=True, slots=True)
class YearRecord:
    """An institution's year: how many it trained, and how many passed and found work."""

    trained: int
    passed: int
    employed: int


@dataclass(frozen=True, slots=True)
class Visit:
    """A look into the room by somebody sent to check (实地检查): when, and how many sat there.

    ``at`` is a wall time, ``room`` and ``teachers`` what was written down of them, "" for nothing.
    """

    at: int
    present: int
    room: str = ""
    teachers: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Apprenticeship:
    """企业新型学徒制: an institution's apprentices and full-time teachers of one occupation."""

    apprentices: int
    full_time_teachers: int
