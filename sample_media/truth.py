"""The truth about the sample classes: what a check must answer, from ``truth.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from evidence.domain.errors import Problem
from evidence.domain.findings import Finding, HourVerdict, LearnerVerdict, Measure, Verdict
from evidence.domain.text import Length
from evidence.domain.time import SECOND

TRUTH = Path(__file__).with_name("truth.toml")
Row: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ClassTruth:
    """What is true of one sample class.

    ``story`` is its one line by language. A class whose tables can't be read has no standing, and
    ``problems`` in place of the rest.
    """

    name: str
    bundle: str
    exit_code: int
    story: Mapping[str, str]
    standing: str
    hours: tuple[Row, ...]
    learners: tuple[Row, ...]
    findings: tuple[Row, ...]
    problems: tuple[Row, ...]

    def differences(self, verdict: Verdict) -> tuple[str, ...]:
        """Every way in which a verdict is not what is true; empty where it is."""
        stands = [{"standing": str(verdict.standing)}]
        return (
            *_apart("bundle", [{"standing": self.standing}], stands),
            *_apart("hour", self.hours, map(_hour, verdict.hours)),
            *_apart("learner", self.learners, map(_learner, verdict.learners)),
            *_apart("finding", self.findings, map(_finding, verdict.findings)),
        )

    def untold(self, problems: Iterable[Problem]) -> tuple[str, ...]:
        """Every problem that should have been told and was not, and the other way round."""
        told = ({"file": p.file, "row": p.row, "column": p.column} for p in problems)
        return tuple(_apart("problem", self.problems, map(_stated, told)))


def load() -> tuple[ClassTruth, ...]:
    """The truth about every sample class."""
    document = tomllib.loads(TRUTH.read_text("utf-8"), parse_float=Fraction)
    return tuple(
        ClassTruth(
            name=told["name"],
            bundle=told["bundle"],
            exit_code=told["exit"],
            story=told["story"],
            standing=told.get("standing", ""),
            hours=tuple(told.get("hours", ())),
            learners=tuple(_each(told.get("learners", ()))),
            findings=tuple(_each(told.get("findings", ()))),
            problems=tuple(told.get("problems", ())),
        )
        for told in document["class"]
    )


def _each(rows: Iterable[dict[str, object]]) -> Iterator[Row]:
    """The rows; one about ``learners`` "L001-L024" stands for a row each."""
    for row in rows:
        first, _, last = str(row.pop("learners", "")).partition("-")
        if not first:
            yield row
            continue
        prefix = first.rstrip("0123456789")
        width = len(first) - len(prefix)
        for number in range(int(first[-width:]), int(last[-width:]) + 1):
            yield row | {"learner": f"{prefix}{number:0{width}}"}


def _hour(hour: HourVerdict) -> Row:
    return {
        "session": hour.session,
        "hour": hour.number,
        "standing": str(hour.standing),
        "recorded": Fraction(hour.recorded, SECOND),
        "longest": Fraction(hour.longest_run, SECOND),
        "camera": hour.camera,
        "present": hour.present,
    }


def _learner(learner: LearnerVerdict) -> Row:
    return {
        "learner": learner.id,
        "standing": str(learner.standing),
        "credited": learner.hours_credited,
        "in_review": learner.hours_in_review,
        "admitted": learner.admitted,
    }


def _finding(finding: Finding) -> Row:
    about = finding.subject
    subject = {
        "session": about.session,
        "hour": about.hour,
        "learner": about.learner,
        "lesson": about.lesson,
        "recording": about.recording,
    }
    told = {"rule": finding.rule, "effect": str(finding.effect)} | _stated(subject)
    return told | {"measured": _number(finding.ruling.measured)}


def _stated(row: Row) -> dict[str, object]:
    return {key: value for key, value in row.items() if value}


def _number(measure: Measure | None) -> Fraction | None:
    if measure is None:
        return None
    return Fraction(measure.micros, SECOND) if isinstance(measure, Length) else Fraction(measure)


# What a true row may leave open, because the sample does not fix it; all else must be stated.
OPEN = frozenset({"measured", "recorded", "longest", "camera", "present"})


def _apart(what: str, expected: Iterable[Row], found: Iterable[Row]) -> Iterator[str]:
    """What is only on one side, each row of the one matched with one of the other."""
    left = list(found)
    for row in expected:
        match = next((said for said in left if _is(row, said)), None)
        if match is None:
            yield f"{what} that should be there: {dict(row)}"
        else:
            left.remove(match)
    yield from (f"{what} that should not be there: {dict(said)}" for said in left)


def _is(truth: Row, said: Row) -> bool:
    return all(said.get(key) == value for key, value in truth.items()) and (
        said.keys() - truth.keys() <= OPEN
    )
