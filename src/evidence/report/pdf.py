"""The report as PDF: the same page in words, set for A4, every font embedded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from evidence.pipeline.judgement import Judgement
from evidence.report.class_report import ClassReport, FindingTable
from evidence.report.filling import class_report
from evidence.report.printed_proofs import proofs_printed
from evidence.report.typesetting import typeset
from evidence.report.words import Voice

# Signs of the page that the font does not have.
_SIGNS = str.maketrans({"✓": "√", "✗": "×", "☐": "□", "⌇": "~", "↺": "⟲"})
BREAK = "\u200b"  # a place where a long name of a file may go on in the next line
FEW = 3  # subjects that stand beside a finding; more stand below it


def pdf(judgement: Judgement, *, lang: str) -> bytes:
    """The report on one class.

    Raises:
        Unreadable: when there is no Chinese font.
    """
    voice = Voice(lang, judgement.verdict.timezone)
    return typeset("class_report.typ", _plain(_told(class_report(judgement, voice), voice)))


def _told(page: ClassReport, voice: Voice) -> dict[str, Any]:
    """What the template shows of the page, and the words that it puts beside it."""
    proofs = proofs_printed(page.findings, voice)
    return {
        "language": "zh" if page.language == "zh-CN" else "en",
        "title": page.title,
        "standing": str(page.standing),
        "mark": page.mark,
        "word": page.word,
        "sentence": page.sentence,
        "facts": page.facts,
        "tallies": [
            {"name": name, "counts": [asdict(each) for each in counts]}
            for name, counts in (
                (voice.word("Class hours"), page.hours),
                (voice.word("Learners"), page.learners_standing),
            )
        ],
        "finding_count": page.finding_count,
        "steps": page.steps,
        "figures": [
            {"name": one.name, "drawing": str(one.drawing), "legend": one.legend}
            for one in page.figures
        ],
        "findings": [_finding(table, proofs) for table in page.findings],
        "sessions": [
            {
                "day": f"{row.day} {row.clock}",
                "id": row.id,
                "kind": row.kind,
                "room": row.room,
                "recorded": row.recorded,
                "cells": [[str(cell.number), cell.mark, str(cell.standing)] for cell in row.cells],
            }
            for row in page.sessions
        ],
        "learners": [asdict(row) for row in page.learners],
        "manual": [asdict(row) for row in page.manual],
        "notes": [asdict(row) for row in page.notes],
        "origin": page.origin,
        "words": dict(_words(voice)),
    }


def _finding(table: FindingTable, proofs: Mapping[int, Sequence[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "mark": table.mark,
        "style": table.style,
        "title": table.title,
        "effect": table.effect,
        "clause": table.clause,
        "text": table.text,
        "count": table.count,
        "rows": [
            {
                "about": ", ".join(row.subjects).replace("_", "_" + BREAK),
                "count": len(row.subjects),
                "many": len(row.subjects) > FEW,
                "message": row.message,
                "measured": row.measured,
                "required": row.required,
                "when": row.when,
                "proofs": proofs.get(row.number, ()),
            }
            for row in table.rows
        ],
    }


def _words(voice: Voice) -> Iterator[tuple[str, str]]:
    yield "kind", voice.word("Class evidence report")
    yield "findings", voice.word("Findings")
    yield "steps", voice.word("What to do next")
    yield "glance", voice.word("At a glance")
    yield "hours", voice.word("Class hours")
    yield "day", voice.word("Day")
    yield "session", voice.word("Session")
    yield "teaching", voice.word("Kind")
    yield "room", voice.word("Room")
    yield "recorded", voice.word("Recorded")
    yield "about", voice.word("About")
    yield "found", voice.word("What was found")
    yield "measured", voice.word("Measured")
    yield "limit", voice.word("Limit")
    yield "learners", voice.word("Learners")
    yield "learner", voice.word("Learner")
    yield "name", voice.word("Name")
    yield "verdict", voice.word("Verdict")
    yield "credited", voice.word("Class hours credited")
    yield "theory", voice.word("theory")
    yield "practical", voice.word("practical")
    yield "online", voice.word("online")
    yield "review", voice.word("in review")
    yield "assessment", voice.word("Assessment")
    yield "admitted", voice.word("admitted")
    yield "refused", voice.word("not admitted")
    yield "manual", voice.word("For a person to tick")
    yield "first", voice.word("First reviewer")
    yield "second", voice.word("Second reviewer")
    yield "date", voice.word("Date")
    yield "notes", voice.word("Notes")
    yield "origin", voice.word("How to repeat this verdict")


def _plain(told: Any) -> Any:
    """The same with signs that the font has."""
    match told:
        case str():
            return str(told).translate(_SIGNS)
        case dict():
            return {key: _plain(value) for key, value in told.items()}
        case list() | tuple():
            return [_plain(each) for each in told]
        case _:
            return told
