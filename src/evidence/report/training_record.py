"""The training record in words: on the terminal, as JSON and as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from evidence.domain.subsidy import Between
from evidence.domain.teaching import Kind
from evidence.facts.training_record import Training, TrainingRecord
from evidence.report.names import KIND, MARK, STANDING
from evidence.report.sheets import Cell, Money, Sheet, write_book
from evidence.report.subsidy import money, number, told_hours
from evidence.report.words import Voice

SCHEMA_ID = "evidence/learner/1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Count = Annotated[int, Field(ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Range(_Record):
    """A number between what is certain and what is possible."""

    surely: Count
    possibly: Count


class TrainingEntry(_Record):
    """One training."""

    class_: Annotated[str, Field(alias="class", description="INSTITUTION/CLASS")]
    learner: str
    institution_name: str
    policy: str
    occupation: str
    level: str
    starts_on: str
    ends_on: str
    verdict: Literal["valid", "review", "invalid"]
    class_hours_planned: Count
    class_hours: Range
    class_hours_by_kind: dict[str, Count]
    certified: bool | None
    employed_on: str | None
    subsidy_fen: Annotated[Range | None, Field(description="null where no sum can be told")]


class LearnerRecord(_Record):
    """What ``evidence learner --json`` writes; names and ID numbers are never in it."""

    schema_: Annotated[Literal["evidence/learner/1"], Field(alias="schema")]
    by_id_number: bool
    class_hours: Range
    certificates: Count
    trainings: list[TrainingEntry]


def write(record: TrainingRecord) -> bytes:
    """The record as UTF-8 JSON, with a newline at its end."""
    told = LearnerRecord(
        schema_=SCHEMA_ID,
        by_id_number=record.person,
        class_hours=_range(record.credited),
        certificates=record.certificates,
        trainings=[_entry(training) for training in record.trainings],
    ).model_dump(mode="json", by_alias=True)
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``write`` writes."""
    return {
        "$schema": _DIALECT,
        "$id": "urn:evidence:learner:1",
        **LearnerRecord.model_json_schema(by_alias=True, mode="serialization"),
        "title": SCHEMA_ID,
    }


def _entry(training: Training) -> TrainingEntry:
    claim, learner = training.claim, training.learner
    due = due_of(training)
    return TrainingEntry(
        class_=training.subject,
        learner=learner.learner,
        institution_name=claim.institution_name,
        policy=claim.policy,
        occupation=claim.occupation,
        level=claim.level,
        starts_on=claim.starts_on.isoformat(),
        ends_on=claim.ends_on.isoformat(),
        verdict=training.standing.value,
        class_hours_planned=learner.planned,
        class_hours=_range(learner.credited),
        class_hours_by_kind=dict(training.by_kind),
        certified=learner.certified,
        employed_on=learner.employed_on.isoformat() if learner.employed_on else None,
        subsidy_fen=None if due is None else _range(due),
    )


def _range(between: Between) -> Range:
    return Range(surely=between.surely, possibly=between.possibly)


def due_of(training: Training) -> Between | None:
    """The sum, where the policy sets one."""
    due = training.due
    return None if due is None or due.full is None else due.total


def print_record(record: TrainingRecord, *, lang: str, console: Console) -> None:
    """Every training in a line, and what they come to."""
    voice = Voice(lang, "UTC")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    headings = (
        voice.word("Dates"),
        voice.word("Class"),
        voice.word("Occupation"),
        voice.word("Verdict"),
        voice.word("Class hours that count"),
        voice.word("Certificate"),
        voice.word("Subsidy (yuan)"),
    )
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    for training in record.trainings:
        table.add_row(*(Line(cell) for cell in _row(training, voice)))
    console.print(table)
    told = voice.word(
        "{count} trainings, {hours} class hours that count, {certificates} certificates",
        count=len(record.trainings),
        hours=number(record.credited),
        certificates=record.certificates,
    )
    console.print(Line(told, style="bold"))
    console.print(Line(how_found(record, voice)))


def how_found(record: TrainingRecord, voice: Voice) -> str:
    """By what the classes of a record were found."""
    if record.person:
        return voice.word("found by the ID number in every class whose roster lies in a folder")
    return voice.word(
        "found by the institution's own number: other institutions' classes are not in it"
    )


def _row(training: Training, voice: Voice) -> Iterator[str]:
    claim, due = training.claim, due_of(training)
    yield f"{claim.starts_on} – {claim.ends_on}"
    yield f"{training.subject} {training.learner.learner}"
    yield f"{claim.occupation} {claim.level}".strip()
    yield f"{MARK[training.standing]} {voice.tell(STANDING[training.standing])}"
    yield f"{number(training.learner.credited)} / {training.learner.planned}"
    yield certificate(training, voice)
    yield "" if due is None else money(due)


def certificate(training: Training, voice: Voice) -> str:
    """Whether a certificate was obtained, as the roster states."""
    match training.learner.certified:
        case True:
            return voice.word("obtained")
        case False:
            return voice.word("none")
        case None:
            return voice.word("not told")


def workbook(record: TrainingRecord, path: Path, *, lang: str) -> None:
    """The record as a workbook: a row a training, and the class hours of each."""
    voice = Voice(lang, "UTC")
    write_book(sheets(record, voice), path, title=voice.word("Training record"))


def sheets(record: TrainingRecord, voice: Voice) -> tuple[Sheet, Sheet]:
    """The tables of the workbook."""
    return _trainings(record, voice), _hours(record, voice)


def _trainings(record: TrainingRecord, voice: Voice) -> Sheet:
    headings = (
        voice.word("Start"),
        voice.word("End"),
        voice.word("Institution"),
        voice.word("Class"),
        voice.word("Learner"),
        voice.word("Occupation"),
        voice.word("Level"),
        voice.word("Policy"),
        voice.word("Verdict"),
        voice.word("Planned class hours"),
        voice.word("Class hours credited"),
        voice.word("in review"),
        *(voice.tell(KIND[kind]) for kind in Kind),
        voice.word("Certificate"),
        voice.word("Employed on"),
        voice.word("Subsidy, surely (yuan)"),
        voice.word("Subsidy, possibly (yuan)"),
    )
    rows = [tuple(_cells(training, voice)) for training in record.trainings]
    return Sheet(voice.word("Training record"), headings, rows)


def _cells(training: Training, voice: Voice) -> Iterator[Cell]:
    claim, learner, due = training.claim, training.learner, due_of(training)
    yield claim.starts_on.isoformat()
    yield claim.ends_on.isoformat()
    yield claim.institution_name
    yield training.subject
    yield learner.learner
    yield claim.occupation
    yield claim.level
    yield claim.policy
    yield voice.tell(STANDING[training.standing])
    yield learner.planned
    yield learner.credited.surely
    yield learner.credited.possibly - learner.credited.surely
    kinds = dict(training.by_kind)
    yield from (kinds.get(kind, 0) for kind in Kind)
    yield certificate(training, voice)
    yield learner.employed_on.isoformat() if learner.employed_on else ""
    yield "" if due is None else Money(due.surely)
    yield "" if due is None else Money(due.possibly)


def _hours(record: TrainingRecord, voice: Voice) -> Sheet:
    headings = (voice.word("Class"), voice.word("Day"), voice.word("The class hours"))
    rows = []
    for training in record.trainings:
        days = sorted({hour.on for hour in training.learner.hours})
        for day in days:
            hours = [hour for hour in training.learner.hours if hour.on == day]
            rows.append((training.subject, day.isoformat(), told_hours(hours, voice)))
    return Sheet(voice.word("Class hours behind it"), headings, rows)
