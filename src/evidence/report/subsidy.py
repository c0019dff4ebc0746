"""The subsidy sheet in words: on the terminal, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from evidence.domain.claim import ClaimedHour
from evidence.domain.policy import Policy
from evidence.domain.subsidy import Between, Condition, Part
from evidence.domain.text import Share, Text, say
from evidence.facts.subsidy import LearnerSubsidy, SubsidySheet
from evidence.report.names import MARK, STANDING
from evidence.report.sheets import Cell, Money, Sheet, write_book
from evidence.report.words import Voice

Sheets = Sequence[tuple[SubsidySheet, Policy]]
WAITS_FOR: Final[Mapping[Condition, Text]] = {
    Condition.ADVANCE: say("in advance"),
    Condition.TRAINING: say("on the training"),
    Condition.CERTIFICATE: say("on the certificate"),
    Condition.EMPLOYMENT: say("on employment"),
}


def print_sheets(sheets: Sheets, *, lang: str, console: Console) -> None:
    """Every sheet, one below the other, and what they come to together."""
    voice = Voice(lang, "UTC")
    for sheet, policy in sheets:
        _print_sheet(sheet, policy, voice, console)
    if len(sheets) > 1:
        total = sum((sheet.total for sheet, _ in sheets), Between(0, 0))
        told = voice.word("All {count} classes: {sum} yuan", count=len(sheets), sum=money(total))
        console.print(Line(told, style="bold"))


def _print_sheet(sheet: SubsidySheet, policy: Policy, voice: Voice, console: Console) -> None:
    claim = sheet.claim
    console.print(Line(f"{claim.class_id}  {claim.occupation} {claim.level}".strip(), style="bold"))
    console.print(Line(f"{claim.institution_name}  {claim.starts_on} – {claim.ends_on}"))
    for label, value in _head(sheet, policy, voice):
        console.print(Line(f"{label}  {value}"), soft_wrap=True)
    reasons = _reasons(sheet)
    console.print(Padding(_table(sheet, reasons, voice), (1, 0)))
    for text, place in reasons.items():
        console.print(Line(f"({place}) {voice.tell(text)}"), soft_wrap=True)
    for quote in sheet.terms.quotes:
        cited = policy.cite(quote.clause)
        console.print(Line(f"{cited}  {quote.text}", style="dim"), soft_wrap=True)
    console.print()


def _head(sheet: SubsidySheet, policy: Policy, voice: Voice) -> Iterator[tuple[str, str]]:
    yield voice.word("Policy"), f"{policy.document} {policy.title}"
    if sheet.terms.day is None:
        named = money(Between.exactly(sheet.standard)) if sheet.standard is not None else ""
        missing = voice.word("not named: the document sets none, give it with --standard")
        yield voice.word("Sum for a head (yuan)"), named or missing
    if sheet.heads is not None:
        yield voice.word("Enrolled"), str(sheet.claim.heads.enrolled)
        yield voice.word("Came on the first day"), number(sheet.claim.heads.came)
        yield voice.word("Head count that counts"), number(sheet.heads)
    yield voice.word("Paid for"), number(sheet.payable)
    for part, due in zip(sheet.terms.parts, sheet.parts, strict=True):
        yield share(part, voice), money(due)
    yield voice.word("Total (yuan)"), money(sheet.total)


def _reasons(sheet: SubsidySheet) -> dict[Text, int]:
    """Every reason of a sheet once, numbered from 1."""
    told = dict.fromkeys(text for line in sheet.learners for text in (*line.lost, *line.open))
    return {text: place for place, text in enumerate(told, 1)}


def _table(sheet: SubsidySheet, reasons: Mapping[Text, int], voice: Voice) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings(sheet, voice)[:-2]:
        table.add_column(heading, justify="right", no_wrap=True)
    table.columns[0].justify = "left"
    table.add_column(voice.word("Why not, or not yet"))
    for line in sheet.learners:
        why = " ".join(f"({reasons[text]})" for text in (*line.lost, *line.open))
        table.add_row(*(Line(cell) for cell in _cells(line, sheet)), Line(why))
    return table


def headings(sheet: SubsidySheet, voice: Voice) -> list[str]:
    """The columns of the learners, in the order of ``_cells``; the last two are the reasons."""
    by_day = [voice.word("Days paid")] if sheet.terms.day else []
    return [
        voice.word("Learner"),
        voice.word("Class hours that count"),
        *by_day,
        *([voice.word("Before conditions")] if _has_sums(sheet) else [voice.word("Counts")]),
        *(share(part, voice) for part in sheet.terms.parts if _has_sums(sheet)),
        *([voice.word("Total")] if _has_sums(sheet) else []),
        voice.word("open"),
        voice.word("lost"),
    ]


def _cells(line: LearnerSubsidy, sheet: SubsidySheet) -> list[str]:
    sums = [line.full, *line.due, line.total] if line.full is not None else []
    return [
        line.learner,
        f"{number(line.credited)} / {line.planned}",
        *([number(line.paid_days)] if line.paid_days is not None else []),
        *([money(each) for each in sums] if _has_sums(sheet) else [number(line.counts)]),
    ]


def _has_sums(sheet: SubsidySheet) -> bool:
    return sheet.terms.day is not None or sheet.standard is not None


def share(part: Part, voice: Voice) -> str:
    """A part by its share, and what it waits for."""
    return voice.word(
        "{share} {when}", share=Share(part.share), when=voice.tell(WAITS_FOR[part.on])
    )


def number(between: Between) -> str:
    """A number; where it is open, the least and the most."""
    if between.is_known:
        return str(between.surely)
    return f"{between.surely}–{between.possibly}"


def money(between: Between) -> str:
    """A sum in yuan; where it is open, the least and the most."""
    low, high = Money(between.surely), Money(between.possibly)
    return str(low) if between.is_known else f"{low}–{high}"


def workbook(sheets: Sheets, path: Path, *, lang: str) -> None:
    """The sheets as a workbook: sums of classes and of learners, and what they rest on."""
    voice = Voice(lang, "UTC")
    book = [_classes(sheets, voice), _learners(sheets, voice), _behind(sheets, voice)]
    write_book([*book, _law(sheets, voice)], path, title=voice.word("Subsidy sheet"))


def _pair(between: Between | None, *, fen: bool = False) -> tuple[Cell, Cell]:
    if between is None:
        return "", ""
    low, high = between.surely, between.possibly
    return (Money(low), Money(high)) if fen else (low, high)


def _ranged(*labels: str, voice: Voice) -> Iterator[str]:
    """Two columns for each label: what is certain, and what is possible."""
    for label in labels:
        yield voice.word("{what}, surely", what=label)
        yield voice.word("{what}, possibly", what=label)


def _classes(sheets: Sheets, voice: Voice) -> Sheet:
    names = (
        voice.word("Class"),
        voice.word("Institution"),
        voice.word("Occupation"),
        voice.word("Level"),
        voice.word("Start"),
        voice.word("End"),
        voice.word("Policy"),
        voice.word("Enrolled"),
        *_ranged(voice.word("Head count that counts"), voice.word("Paid for"), voice=voice),
        *_ranged(voice.word("Total (yuan)"), voice=voice),
    )
    rows = [
        (
            sheet.claim.class_id,
            f"{sheet.claim.institution_name} {sheet.claim.institution}".strip(),
            sheet.claim.occupation,
            sheet.claim.level,
            sheet.claim.starts_on.isoformat(),
            sheet.claim.ends_on.isoformat(),
            policy.document,
            sheet.claim.heads.enrolled,
            *_pair(sheet.heads),
            *_pair(sheet.payable),
            *_pair(sheet.total if _has_sums(sheet) else None, fen=True),
        )
        for sheet, policy in sheets
    ]
    return Sheet(voice.word("Subsidy sheet"), names, rows)


def _learners(sheets: Sheets, voice: Voice) -> Sheet:
    parts = max((sheet.terms.parts for sheet, _ in sheets), key=len, default=())
    labels = [
        voice.word("Class hours that count"),
        voice.word("Days paid"),
        voice.word("Before conditions"),
        *(share(part, voice) for part in parts),
        voice.word("Total"),
    ]
    names = (
        voice.word("Class"),
        voice.word("Learner"),
        voice.word("Planned class hours"),
        *_ranged(*labels, voice=voice),
        voice.word("open"),
        voice.word("lost"),
    )
    rows = [
        _learner(sheet, line, len(parts), voice) for sheet, _ in sheets for line in sheet.learners
    ]
    return Sheet(voice.word("Learners"), names, rows)


def _learner(
    sheet: SubsidySheet, line: LearnerSubsidy, parts: int, voice: Voice
) -> tuple[Cell, ...]:
    sums = _has_sums(sheet)
    due: list[Between | None] = [*line.due] if sums else []
    due += [None] * (parts - len(due))
    in_parts = [cell for each in due for cell in _pair(each, fen=True)]
    return (
        sheet.claim.class_id,
        line.learner,
        line.planned,
        *_pair(line.credited),
        *_pair(line.paid_days),
        *_pair(line.full, fen=True),
        *in_parts,
        *_pair(line.total if sums else None, fen=True),
        "\n".join(voice.tell(text) for text in line.open),
        "\n".join(voice.tell(text) for text in line.lost),
    )


def _behind(sheets: Sheets, voice: Voice) -> Sheet:
    names = (
        voice.word("Class"),
        voice.word("Learner"),
        voice.word("Day"),
        *_ranged(voice.word("Class hours"), voice=voice),
        voice.word("The class hours"),
    )
    rows = [
        (
            sheet.claim.class_id,
            line.learner,
            day.on.isoformat(),
            *_pair(day.counted),
            told_hours(day.hours, voice),
        )
        for sheet, _ in sheets
        for line in sheet.learners
        for day in line.days
    ]
    return Sheet(voice.word("Class hours behind it"), names, rows)


def told_hours(hours: Sequence[ClaimedHour], voice: Voice) -> str:
    """Class hours by session, those that stand alike together: "T01 1–4 ✓ valid"."""
    told = []
    for (session, standing), group in groupby(
        hours, key=lambda hour: (hour.session, hour.standing)
    ):
        numbers = [hour.number for hour in group]
        span = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
        told.append(f"{session} {span} {MARK[standing]} {voice.tell(STANDING[standing])}")
    return "\n".join(told)


def _law(sheets: Sheets, voice: Voice) -> Sheet:
    rows = [
        (policy.document, quote.clause, quote.text)
        for sheet, policy in sheets
        for quote in sheet.terms.quotes
    ]
    names = (voice.word("Policy"), voice.word("Clause"), voice.word("Words of the clause"))
    return Sheet(voice.word("What it rests on"), names, list(dict.fromkeys(rows)))
