"""Deliveries: what an institution sends by the web application, and what came of each.

A *pre-check* is looked at and counts for nothing. A *submission* is a class as a whole, *evidence*
a file more of a class that is there; both land in the landing folder, and the class is checked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from evidence.domain.errors import EvidenceError, Problem
from evidence.domain.findings import Standing
from evidence.domain.text import Text
from evidence.pipeline.inventory import problem_json, problem_of


class Purpose(StrEnum):
    """What a delivery is for."""

    PRE_CHECK = "pre-check"
    SUBMISSION = "submission"
    EVIDENCE = "evidence"

    @property
    def counts(self) -> bool:
        """Whether it lands, and is judged."""
        return self is not Purpose.PRE_CHECK


class Stage(StrEnum):
    """How far a delivery is."""

    SENDING = "sending"  # bytes are still to come
    RECEIVED = "received"  # all are there, and nobody has looked yet
    LANDED = "landed"  # it lies in the class's folder, and is to be judged
    DONE = "done"
    REFUSED = "refused"  # it can't be used; its problems say why


UNDER_WAY = frozenset({Stage.SENDING, Stage.RECEIVED, Stage.LANDED})


@dataclass(frozen=True, slots=True)
class Cut:
    """Where evidence belongs: ``camera`` and ``start`` (wall time) as the institution states them.

    ``part`` is the flagged part of the class that it answers, ``note`` the answer in words.
    """

    part: str = ""
    note: str = field(default="", repr=False)
    camera: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a delivery: problems, or a standing with class hours counted by theirs.

    ``path`` is where evidence was put; ``version`` is the verdict's that judged it.
    """

    problems: tuple[Problem, ...] = ()
    standing: Standing | None = None
    hours: Mapping[Standing, int] = field(default_factory=dict)
    subject: str = ""
    path: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that an institution sends; ``name`` is what it was called there.

    ``subject`` is the class it belongs to, "" while that is not known.
    """

    id: str
    institution: str
    purpose: Purpose
    name: str = field(repr=False)
    size: int
    by: str
    at: int
    subject: str = ""
    cut: Cut = Cut()
    stage: Stage = Stage.SENDING
    outcome: Outcome = Outcome()


class TooMuch(EvidenceError):
    """A delivery that there is no room for; ``why`` tells the person what to do."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


class Deliveries(Protocol):
    """The deliveries of every institution."""

    def add(self, delivery: Delivery) -> None:
        """Keep a new one."""
        ...

    def get(self, institution: str, key: str) -> Delivery | None:
        """One of an institution's."""
        ...

    def of(
        self, institution: str, limit: int, before: tuple[int, str] | None = None
    ) -> tuple[Delivery, ...]:
        """An institution's, newest first, or those that come after (moment, id) in this order."""
        ...

    def at(self, *stages: Stage) -> tuple[Delivery, ...]:
        """Every institution's that are this far, oldest first."""
        ...

    def under_way(self, institution: str) -> tuple[int, int]:
        """How many of an institution's are being sent or wait, and their bytes."""
        ...

    def moved(self, delivery: Delivery, was: Stage, now: int) -> bool:
        """Keep how far it is now, if it is still where it was; the audit log is told."""
        ...

    def stale(self, before: int) -> tuple[Delivery, ...]:
        """Pre-checks that are over, and what is still being sent, unchanged since ``before``."""
        ...

    def forget(self, institution: str, key: str) -> None:
        """Take away one whose bytes never came, or a pre-check."""
        ...


def dumps(outcome: Outcome) -> str:
    """An outcome as JSON."""
    told = {
        "problems": [problem_json(problem) for problem in outcome.problems],
        "standing": outcome.standing.value if outcome.standing else "",
        "hours": {standing.value: count for standing, count in outcome.hours.items()},
        "subject": outcome.subject,
        "path": outcome.path,
        "version": outcome.version,
    }
    return json.dumps(told, ensure_ascii=False)


def loads(line: str) -> Outcome:
    """The outcome that ``dumps`` wrote."""
    raw: dict[str, Any] = json.loads(line)
    return Outcome(
        problems=tuple(problem_of(each) for each in raw["problems"]),
        standing=Standing(raw["standing"]) if raw["standing"] else None,
        hours={Standing(name): count for name, count in raw["hours"].items()},
        subject=raw["subject"],
        path=raw["path"],
        version=raw["version"],
    )
