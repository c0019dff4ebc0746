"""The inventory of a class: what its files are, and when it is taught; or why that can't be read.

It is the answer of the step "inventory", and all that a night needs to know of a class to fetch
what it lacks and to see that nothing of it has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import Problem
from evidence.domain.masking import veiled_name, veiled_number
from evidence.domain.people import Learner
from evidence.domain.teaching import Kind
from evidence.domain.text import Length, Moment, Share, Text, Value
from evidence.domain.time import Interval
from evidence.pipeline.store import KnownClass, KnownRecording


@dataclass(frozen=True, slots=True)
class Taught:
    """A session as the timetable has it; ``cameras`` is empty where it names none."""

    session: str
    span: Interval
    cameras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Veiled:
    """A learner as they may be published: name and ID number masked."""

    learner: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a class consists of; only ``problems`` where it can't be read.

    ``inputs`` is the digest of the bundle; ``taught`` are the sessions in a room; ``roster`` is
    all that is kept of who learns.
    """

    inputs: str = ""
    policy: str = ""
    timezone: str = "UTC"
    starts_on: date = date.min
    ends_on: date = date.max
    taught: tuple[Taught, ...] = ()
    recordings: tuple[KnownRecording, ...] = ()
    problems: tuple[Problem, ...] = ()
    occupation: str = ""
    level: str = ""
    roster: tuple[Veiled, ...] = ()

    @classmethod
    def of(cls, bundle: ClassBundle) -> Inventory:
        """The inventory of a bundle that could be read."""
        said = bundle.training_class
        return cls(
            inputs=bundle.sha256,
            policy=said.policy,
            timezone=said.timezone,
            starts_on=said.starts_on,
            ends_on=said.ends_on,
            taught=tuple(
                Taught(session.id, session.span, session.cameras)
                for session in bundle.sessions
                if session.kind is not Kind.ONLINE
            ),
            recordings=tuple(
                KnownRecording(file.path, bundle.digests[file.path], file.camera, file.start)
                for file in bundle.footage
                if file.present
            ),
            occupation=said.occupation,
            level=said.level,
            roster=tuple(_veiled(learner) for learner in bundle.learners),
        )

    def known(self, subject: str) -> KnownClass:
        """The class as the store keeps it."""
        return KnownClass(
            subject=subject,
            institution=subject.partition("/")[0],
            policy=self.policy,
            inputs=self.inputs,
            starts=min((taught.span.start for taught in self.taught), default=None),
            ends=max((taught.span.end for taught in self.taught), default=None),
            recordings=self.recordings,
        )


def dumps(inventory: Inventory) -> str:
    """The inventory as JSON."""
    told = asdict(inventory) | {
        "starts_on": inventory.starts_on.isoformat(),
        "ends_on": inventory.ends_on.isoformat(),
        "problems": [problem_json(problem) for problem in inventory.problems],
    }
    return json.dumps(told, ensure_ascii=False)


def loads(line: str) -> Inventory:
    """The inventory that ``dumps`` wrote."""
    raw: dict[str, Any] = json.loads(line)
    return Inventory(
        inputs=raw["inputs"],
        policy=raw["policy"],
        timezone=raw["timezone"],
        starts_on=date.fromisoformat(raw["starts_on"]),
        ends_on=date.fromisoformat(raw["ends_on"]),
        taught=tuple(
            Taught(each["session"], Interval(**each["span"]), tuple(each["cameras"]))
            for each in raw["taught"]
        ),
        recordings=tuple(KnownRecording(**each) for each in raw["recordings"]),
        problems=tuple(problem_of(each) for each in raw["problems"]),
        occupation=raw.get("occupation", ""),  # an earlier version wrote none of these
        level=raw.get("level", ""),
        roster=tuple(Veiled(**each) for each in raw.get("roster", ())),
    )


def _veiled(learner: Learner) -> Veiled:
    return Veiled(learner.id, veiled_name(learner.name), veiled_number(learner.id_number))


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem for machines: its place, its English sentence, and that sentence's parts."""
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "did_you_mean": problem.did_you_mean,
        "message": str(problem.what),
        "pattern": problem.what.pattern,
        "values": {name: _written(value) for name, value in problem.what.values},
    }


def problem_of(raw: Mapping[str, Any]) -> Problem:
    """The problem that ``problem_json`` wrote."""
    values = tuple((name, _read(value)) for name, value in raw["values"].items())
    what = Text(raw["pattern"], values)
    return Problem(what, raw["file"], raw["row"], raw["column"], raw["did_you_mean"])


def _written(value: Value) -> Any:
    match value:
        case Length(micros):
            return {"length": micros}
        case Moment(micros):
            return {"moment": micros}
        case Share(ratio):
            return {"share": str(ratio)}
        case Fraction():
            return {"fraction": str(value)}
        case _:
            return value


def _read(raw: Any) -> Value:
    match raw:
        case {"length": int(micros)}:
            return Length(micros)
        case {"moment": int(micros)}:
            return Moment(micros)
        case {"share": str(ratio)}:
            return Share(Fraction(ratio))
        case {"fraction": str(ratio)}:
            return Fraction(ratio)
        case int():
            return raw
        case _:
            return str(raw)
