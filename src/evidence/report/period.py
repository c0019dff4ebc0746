"""The period report in words: on the terminal, as JSON and as a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from evidence.domain.subsidy import Between
from evidence.facts.period import ClassFigures, Period, PeriodRow
from evidence.facts.subsidy import SubsidySheet
from evidence.report.names import STANDING, rule_title
from evidence.report.sheets import Cell, Money, Sheet, write_book
from evidence.report.subsidy import money, number
from evidence.report.verdict_record import VerdictRecord
from evidence.report.words import Voice

SCHEMA_ID = "evidence/period/1"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
STANDINGS = tuple(STANDING)

Count = Annotated[int, Field(ge=0)]
Counts = dict[str, Count]


def figures(
    verdict: VerdictRecord, sheet: SubsidySheet | None, subject: str, *, decided: int, waiting: int
) -> ClassFigures:
    """What a class adds to a period; ``sheet`` is its subsidy sheet, where its policy pays one."""
    said = verdict.class_
    if said is None:
        raise ValueError("a verdict that does not tell of its class was to have been left out")
    claim = sheet.claim if sheet else None
    certified = [learner.certified for learner in verdict.learners]
    rules = [finding.rule for finding in verdict.findings]
    in_review = sum(learner.hours_in_review for learner in verdict.learners)
    credited = sum(learner.hours_credited for learner in verdict.learners)
    return ClassFigures(
        class_id=subject or verdict.bundle.id,
        institution=subject.partition("/")[0] or said.institution,
        institution_name=said.institution_name,
        policy=verdict.policy.id,
        starts_on=date.fromisoformat(said.starts_on),
        ends_on=date.fromisoformat(said.ends_on),
        enrolled=len(verdict.learners),
        planned_hours=said.planned_hours,
        verdict=verdict.verdict,
        hours=_counted([hour.verdict for hour in verdict.class_hours]),
        learners=_counted([learner.verdict for learner in verdict.learners]),
        credited=sum((one.credited for one in claim.learners), Between(0, 0))
        if claim
        else Between(credited, credited + in_review),
        certified=Between(certified.count(True), certified.count(True) + certified.count(None)),
        employed=_employed(verdict),
        findings=_counted(rules),
        decided=decided,
        waiting=waiting,
        due=_due(sheet),
    )


def _employed(verdict: VerdictRecord) -> Between:
    told = sum(learner.employed_on is not None for learner in verdict.learners)
    return Between(told, len(verdict.learners))


def _due(sheet: SubsidySheet | None) -> Between | None:
    if sheet is None or (sheet.terms.day is None and sheet.standard is None):
        return None
    return sheet.total


def _counted(words: list[str]) -> dict[str, int]:
    return {word: words.count(word) for word in dict.fromkeys(words)}


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(_Record):
    """A number between what is certain and what is possible."""

    surely: Count
    possibly: Count


class Row(_Record):
    """Classes of one institution under one policy, or all of them."""

    institution: str
    institution_name: str
    policy: str
    classes: list[str]
    classes_by_quarter: Counts
    enrolled: Count
    class_hours_planned: Count
    classes_by_verdict: Counts
    class_hours_by_verdict: Counts
    learners_by_verdict: Counts
    findings_by_rule: Counts
    parts_decided: Count
    parts_waiting: Count
    class_hours_credited: Range
    certified: Range
    employed: Range
    subsidy_fen: Annotated[Range | None, Field(description="null where no sum can be told")]


class PeriodRecord(_Record):
    """What ``evidence period --json`` writes."""

    schema_: Annotated[Literal["evidence/period/1"], Field(alias="schema")]
    first: str
    last: str
    rows: list[Row]
    whole: Row


def write(period: Period) -> bytes:
    """The report as UTF-8 JSON, with a newline at its end."""
    plain = PeriodRecord.model_validate(
        {
            "schema": SCHEMA_ID,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "rows": [_row(row) for row in period.rows],
            "whole": _row(period.whole),
        }
    ).model_dump(mode="json", by_alias=True)
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``write`` writes."""
    return {
        "$schema": _DIALECT,
        "$id": "urn:evidence:period:1",
        **PeriodRecord.model_json_schema(by_alias=True, mode="serialization"),
        "title": SCHEMA_ID,
    }


def _row(row: PeriodRow) -> Row:
    return Row(
        institution=row.institution,
        institution_name=row.institution_name,
        policy=row.policy,
        classes=[one.class_id for one in row.classes],
        classes_by_quarter=dict(row.quarters),
        enrolled=row.enrolled,
        class_hours_planned=row.planned_hours,
        classes_by_verdict=dict(row.verdicts),
        class_hours_by_verdict=dict(row.hours),
        learners_by_verdict=dict(row.learners),
        findings_by_rule=dict(row.findings),
        parts_decided=row.decided,
        parts_waiting=row.waiting,
        class_hours_credited=_range(row.credited),
        certified=_range(row.certified),
        employed=_range(row.employed),
        subsidy_fen=None if row.due is None else _range(row.due),
    )


def _range(between: Between) -> Range:
    return Range(surely=between.surely, possibly=between.possibly)


def print_period(period: Period, *, lang: str, console: Console) -> None:
    """The three tables, one below the other."""
    voice = Voice(lang, "UTC")
    title = voice.word(
        "Classes that began from {first} to {last}",
        first=period.first.isoformat(),
        last=period.last.isoformat(),
    )
    console.print(Line(title, style="bold"))
    for sheet in (_planned(period, voice), _checked(period, voice), _achieved(period, voice)):
        console.print(Line(sheet.name, style="bold"))
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for heading in sheet.headings:
            table.add_column(heading, no_wrap=True)
        for row in sheet.rows:
            table.add_row(*(Line(str(cell)) for cell in row))
        console.print(Padding(table, (0, 0, 1, 2)))


def workbook(period: Period, path: Path, *, lang: str) -> None:
    """The report as a workbook: what was planned, checked and achieved, and the classes."""
    voice = Voice(lang, "UTC")
    sheets = (
        _planned(period, voice),
        _checked(period, voice),
        _found(period, voice),
        _achieved(period, voice),
        _classes(period, voice),
    )
    title = voice.word("Period report {first} – {last}", **_days(period))
    write_book(sheets, path, title=title)


def _days(period: Period) -> dict[str, str]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


def _rows(period: Period) -> tuple[PeriodRow, ...]:
    """The rows, and all of them together below."""
    return (*period.rows, period.whole)


def _who(row: PeriodRow, voice: Voice) -> tuple[Cell, Cell]:
    if not row.institution and not row.policy:
        return voice.word("All together"), ""
    return f"{row.institution_name} {row.institution}".strip(), row.policy


def _planned(period: Period, voice: Voice) -> Sheet:
    quarters = sorted(period.whole.quarters)
    headings = (
        voice.word("Institution"),
        voice.word("Policy"),
        voice.word("Classes"),
        *quarters,
        voice.word("Enrolled"),
        voice.word("Planned class hours"),
    )
    rows = [
        (
            *_who(row, voice),
            len(row.classes),
            *(row.quarters.get(quarter, 0) for quarter in quarters),
            row.enrolled,
            row.planned_hours,
        )
        for row in _rows(period)
    ]
    return Sheet(voice.word("Plan of the year"), headings, rows)


def _by_standing(counts: Mapping[str, int]) -> Iterator[int]:
    yield from (counts.get(standing, 0) for standing in STANDINGS)


def _labelled(label: str, voice: Voice) -> Iterator[str]:
    for standing in STANDINGS:
        yield voice.word("{what}: {standing}", what=label, standing=voice.tell(STANDING[standing]))


def _checked(period: Period, voice: Voice) -> Sheet:
    headings = (
        voice.word("Institution"),
        voice.word("Policy"),
        *_labelled(voice.word("Classes"), voice),
        *_labelled(voice.word("Class hours"), voice),
        voice.word("Decided"),
        voice.word("Waiting"),
    )
    rows = [
        (
            *_who(row, voice),
            *_by_standing(row.verdicts),
            *_by_standing(row.hours),
            row.decided,
            row.waiting,
        )
        for row in _rows(period)
    ]
    return Sheet(voice.word("Checked"), headings, rows)


def _found(period: Period, voice: Voice) -> Sheet:
    rows = [
        (*_who(row, voice), rule_title(rule, voice), count)
        for row in _rows(period)
        for rule, count in row.findings.items()
    ]
    headings = (
        voice.word("Institution"),
        voice.word("Policy"),
        voice.word("Rule"),
        voice.word("Findings"),
    )
    return Sheet(voice.word("Findings by rule"), headings, rows)


def _achieved(period: Period, voice: Voice) -> Sheet:
    headings = (
        voice.word("Institution"),
        voice.word("Policy"),
        *_labelled(voice.word("Learners"), voice),
        voice.word("Class hours that count"),
        voice.word("Certificate"),
        voice.word("Employed"),
        voice.word("Subsidy (yuan)"),
    )
    rows = [
        (
            *_who(row, voice),
            *_by_standing(row.learners),
            number(row.credited),
            number(row.certified),
            number(row.employed),
            "" if row.due is None else money(row.due),
        )
        for row in _rows(period)
    ]
    return Sheet(voice.word("Achieved"), headings, rows)


def _classes(period: Period, voice: Voice) -> Sheet:
    headings = (
        voice.word("Class"),
        voice.word("Institution"),
        voice.word("Policy"),
        voice.word("Start"),
        voice.word("End"),
        voice.word("Verdict"),
        voice.word("Enrolled"),
        voice.word("Planned class hours"),
        voice.word("Class hours credited"),
        voice.word("in review"),
        voice.word("Subsidy, surely (yuan)"),
        voice.word("Subsidy, possibly (yuan)"),
    )
    words = {standing.value: voice.tell(text) for standing, text in STANDING.items()}
    rows = [
        (
            one.class_id,
            one.institution_name,
            one.policy,
            one.starts_on.isoformat(),
            one.ends_on.isoformat(),
            words[one.verdict],
            one.enrolled,
            one.planned_hours,
            one.credited.surely,
            one.credited.possibly - one.credited.surely,
            "" if one.due is None else Money(one.due.surely),
            "" if one.due is None else Money(one.due.possibly),
        )
        for one in period.whole.classes
    ]
    return Sheet(voice.word("Classes"), headings, rows)
