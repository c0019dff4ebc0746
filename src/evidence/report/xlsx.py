"""The workbook: the verdict as sheets that a clerk can sort, filter and pass on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from evidence.domain.findings import Evidence, Finding
from evidence.domain.teaching import Kind
from evidence.pipeline.judgement import Judgement
from evidence.report.groups import hour_counts, learner_counts
from evidence.report.names import EFFECT, KIND, MARK, STANDING, about, rule_title
from evidence.report.words import Voice

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take for a formula
_WIDEST = 60
_FIRST_WIDE = 0x2E80  # from this code point on, letters are Chinese and take two places
# A workbook carries the date of its making; a fixed one keeps it the same for the same verdict.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, a heading for each column, and rows of text and numbers."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | int]]


def workbook(judgement: Judgement, path: Path, *, lang: str) -> None:
    """Write the workbook on one class to ``path``."""
    voice = Voice(lang, judgement.verdict.timezone)
    sheets = (
        _summary(judgement, voice),
        _hours(judgement, voice),
        _learners(judgement, voice),
        _findings(judgement, voice),
    )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": judgement.verdict.bundle_id, "created": _MADE})
        styles = {
            "heading": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F0F3F1"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        for sheet in sheets:
            _write(book, sheet, styles)


def _write(book: Any, sheet: Sheet, styles: Mapping[str, Any]) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    for column, heading in enumerate(sheet.headings):
        cells = [heading, *(row[column] for row in sheet.rows)]
        page.set_column(column, column, _width(cells))
        page.write_string(0, column, heading, styles["heading"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, column, value, styles["text"])
            else:
                page.write_string(number, column, harmless(value), styles["text"])
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula, not even after a trip through CSV."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _width(cells: Iterable[str | int]) -> int:
    """Wide enough for the longest line of a column, within reason."""
    lines = (line for cell in cells for line in str(cell).split("\n"))
    return min(_WIDEST, 3 + max(sum(1 + (ord(sign) >= _FIRST_WIDE) for sign in ln) for ln in lines))


def _summary(judgement: Judgement, voice: Voice) -> Sheet:
    verdict, said = judgement.verdict, judgement.bundle.training_class
    rows: list[tuple[str, str | int]] = [
        (voice.word("Class"), verdict.bundle_id),
        (
            voice.word("Verdict"),
            f"{MARK[verdict.standing]} {voice.tell(STANDING[verdict.standing])}",
        ),
        (voice.word("Institution"), f"{said.institution_name} {said.institution_id}".strip()),
        (voice.word("Occupation"), f"{said.occupation} {said.level}".strip()),
        (voice.word("Dates"), f"{said.starts_on} – {said.ends_on}"),
        (voice.word("Planned class hours"), said.planned_hours),
    ]
    for label, counted in (
        (voice.word("Class hours"), hour_counts(verdict)),
        (voice.word("Learners"), learner_counts(verdict)),
    ):
        for standing, count in counted.items():
            told = voice.tell(STANDING[standing])
            rows.append((voice.word("{what}: {standing}", what=label, standing=told), count))
    rows += [
        (voice.word("Findings"), len(verdict.findings)),
        (voice.word("Policy"), f"{judgement.policy.document} {judgement.policy.title}"),
        (voice.word("Bundle"), f"sha256 {verdict.bundle_sha256}"),
        (voice.word("Policy"), f"{verdict.policy_id}, sha256 {verdict.policy_sha256}"),
        (voice.word("Engine"), f"evidence {verdict.engine_version}"),
    ]
    return Sheet(voice.word("Summary"), ("", voice.word("Class evidence report")), rows)


def _hours(judgement: Judgement, voice: Voice) -> Sheet:
    headings = (
        voice.word("Session"),
        voice.word("Class hour"),
        voice.word("Kind"),
        voice.word("Start"),
        voice.word("End"),
        voice.word("Verdict"),
        voice.word("Recorded"),
        voice.word("Longest run"),
        voice.word("Camera"),
        voice.word("Present"),
    )
    rows: list[tuple[str | int, ...]] = [
        (
            hour.session,
            hour.number,
            voice.tell(KIND[Kind(hour.kind)]),
            voice.moment(hour.span.start),
            voice.moment(hour.span.end),
            voice.tell(STANDING[hour.standing]),
            voice.length(hour.recorded),
            voice.length(hour.longest_run),
            hour.camera,
            "" if hour.present is None else hour.present,
        )
        for hour in judgement.verdict.hours
    ]
    return Sheet(voice.word("Class hours"), headings, rows)


def _learners(judgement: Judgement, voice: Voice) -> Sheet:
    headings = (
        voice.word("Learner"),
        voice.word("Verdict"),
        voice.word("Planned class hours"),
        voice.word("Class hours credited"),
        voice.word("in review"),
        *(voice.tell(KIND[kind]) for kind in Kind),
        voice.word("Assessment"),
    )
    rows: list[tuple[str | int, ...]] = [
        (
            learner.id,
            voice.tell(STANDING[learner.standing]),
            learner.hours_planned,
            learner.hours_credited,
            learner.hours_in_review,
            *(learner.hours_by_kind.get(kind, 0) for kind in Kind),
            voice.word("admitted") if learner.admitted else voice.word("not admitted"),
        )
        for learner in judgement.verdict.learners
    ]
    return Sheet(voice.word("Learners"), headings, rows)


def _findings(judgement: Judgement, voice: Voice) -> Sheet:
    headings = (
        voice.word("Rule"),
        voice.word("Effect"),
        voice.word("About"),
        voice.word("What was found"),
        voice.word("Measured"),
        voice.word("Limit"),
        voice.word("Start"),
        voice.word("End"),
        voice.word("Clause"),
        voice.word("Words of the clause"),
        voice.word("Where to look"),
    )
    rows = [_finding(finding, voice) for finding in judgement.verdict.findings]
    return Sheet(voice.word("Findings"), headings, rows)


def _finding(finding: Finding, voice: Voice) -> tuple[str, ...]:
    ruling = finding.ruling
    return (
        rule_title(finding.rule, voice),
        voice.tell(EFFECT[finding.effect]),
        about(finding.subject, voice),
        voice.tell(ruling.message),
        voice.measure(ruling.measured, ruling.unit),
        voice.measure(ruling.required, ruling.unit),
        voice.moment(ruling.span.start) if ruling.span else "",
        voice.moment(ruling.span.end) if ruling.span else "",
        finding.clause,
        finding.text,
        "\n".join(_place(evidence, voice) for evidence in ruling.evidence),
    )


def _place(evidence: Evidence, voice: Voice) -> str:
    if evidence.start is None or evidence.end is None:
        return evidence.path
    return f"{evidence.path} {voice.length(evidence.start)} – {voice.length(evidence.end)}"
