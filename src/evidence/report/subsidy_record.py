"""The subsidy sheet as JSON: sums in whole fen, each with the class hours behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from evidence.domain import subsidy
from evidence.domain.policy import Policy
from evidence.domain.text import Text
from evidence.facts.subsidy import DayOfTraining, LearnerSubsidy, SubsidySheet
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.words import Voice

SCHEMA_ID = "evidence/subsidy/1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PERCENT = 100

Count = Annotated[int, Field(ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Range(_Record):
    """A number between what is certain and what is possible; sums are whole fen."""

    surely: Count
    possibly: Count


class Reason(_Record):
    """Why something is open or lost."""

    message: str
    message_zh: str


class Hour(_Record):
    """A class hour that the learner was in, and whether it counts."""

    session: str
    hour: Annotated[int, Field(ge=1)]
    verdict: Literal["valid", "review", "invalid"]


class Day(_Record):
    """A day of training, with all its class hours."""

    date: str
    class_hours: list[Hour]


class Learner(_Record):
    """What is due for a learner; ``due`` has an entry for each of the sheet's parts."""

    id: str
    class_hours: Range
    class_hours_planned: Count
    online_class_hours: Range
    counts: Annotated[Range, Field(description="1 where the training counts at all")]
    days_paid: Annotated[Range | None, Field(description="null where nothing is paid by the day")]
    full_fen: Annotated[Range | None, Field(description="before conditions; null without a rate")]
    due_fen: list[Range]
    total_fen: Range
    open: list[Reason]
    lost: list[Reason]
    days: list[Day]


class Part(_Record):
    """A share of the subsidy and what it waits for, with the class's sum."""

    on: Literal["advance", "training", "certificate", "employment"]
    share_percent: Annotated[int, Field(ge=1, le=100)]
    within_months: Count
    clause: str
    text: str
    due_fen: Range


class Heads(_Record):
    """How many people count for the class, and what that rests on."""

    clause: str
    text: str
    enrolled: Count
    came: Range
    looks: list[Range]
    counted: Range


class Sheet(_Record):
    """The sheet of one class."""

    class_: Annotated[str, Field(alias="class")]
    institution: str
    institution_name: str
    occupation: str
    level: str
    starts_on: str
    ends_on: str
    policy: str
    policy_sha256: str
    document: str
    standard_fen: Annotated[int | None, Field(description="the sum for a head that was named")]
    heads: Heads | None
    payable: Annotated[Range, Field(description="learners who are paid for")]
    parts: list[Part]
    total_fen: Range
    learners: list[Learner]


class SubsidyRecord(_Record):
    """What ``evidence subsidy --json`` writes."""

    schema_: Annotated[Literal["evidence/subsidy/1"], Field(alias="schema")]
    classes: list[Sheet]


def write(sheets: Iterable[tuple[SubsidySheet, Policy]]) -> bytes:
    """The sheets as UTF-8 JSON, with a newline at its end."""
    classes = [_sheet(sheet, policy) for sheet, policy in sheets]
    record = SubsidyRecord(schema_=SCHEMA_ID, classes=classes)
    plain = record.model_dump(mode="json", by_alias=True)
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``write`` writes."""
    return {
        "$schema": _DIALECT,
        "$id": "urn:evidence:subsidy:1",
        **SubsidyRecord.model_json_schema(by_alias=True, mode="serialization"),
        "title": SCHEMA_ID,
    }


def _sheet(sheet: SubsidySheet, policy: Policy) -> Sheet:
    claim = sheet.claim
    return Sheet.model_validate(
        {
            "class": claim.class_id,
            "institution": claim.institution,
            "institution_name": claim.institution_name,
            "occupation": claim.occupation,
            "level": claim.level,
            "starts_on": claim.starts_on.isoformat(),
            "ends_on": claim.ends_on.isoformat(),
            "policy": policy.id,
            "policy_sha256": policy.sha256,
            "document": policy.document,
            "standard_fen": sheet.standard,
            "heads": _heads(sheet),
            "payable": _range(sheet.payable),
            "parts": [_part(*each) for each in zip(sheet.terms.parts, sheet.parts, strict=True)],
            "total_fen": _range(sheet.total),
            "learners": [_learner(line) for line in sheet.learners],
        }
    )


def _heads(sheet: SubsidySheet) -> Heads | None:
    if sheet.heads is None or sheet.terms.heads is None:
        return None
    heads = sheet.claim.heads
    return Heads(
        clause=sheet.terms.heads.clause,
        text=sheet.terms.heads.text,
        enrolled=heads.enrolled,
        came=_range(heads.came),
        looks=[_range(look) for look in heads.looks],
        counted=_range(sheet.heads),
    )


def _part(part: subsidy.Part, due: subsidy.Between) -> Part:
    return Part(
        on=part.on.value,
        share_percent=int(part.share * _PERCENT),
        within_months=part.within_months,
        clause=part.quote.clause,
        text=part.quote.text,
        due_fen=_range(due),
    )


def _learner(line: LearnerSubsidy) -> Learner:
    return Learner(
        id=line.learner,
        class_hours=_range(line.credited),
        class_hours_planned=line.planned,
        online_class_hours=_range(line.online),
        counts=_range(line.counts),
        days_paid=None if line.paid_days is None else _range(line.paid_days),
        full_fen=None if line.full is None else _range(line.full),
        due_fen=[_range(due) for due in line.due],
        total_fen=_range(line.total),
        open=[_reason(text) for text in line.open],
        lost=[_reason(text) for text in line.lost],
        days=[_day(day) for day in line.days],
    )


def _day(day: DayOfTraining) -> Day:
    hours = [
        Hour(session=hour.session, hour=hour.number, verdict=hour.standing.value)
        for hour in day.hours
    ]
    return Day(date=day.on.isoformat(), class_hours=hours)


def _range(between: subsidy.Between) -> Range:
    return Range(surely=between.surely, possibly=between.possibly)


def _reason(text: Text) -> Reason:
    english, chinese = Voice(ENGLISH, "UTC"), Voice(CHINESE, "UTC")
    return Reason(message=english.tell(text), message_zh=chinese.tell(text))
