"""Verdicts as pages tell them: the newest one of a class, and its findings in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from http import HTTPStatus

from fastapi import HTTPException

from evidence.domain.policy import Effect
from evidence.domain.time import SECOND, Interval
from evidence.pipeline.ledger import KeptVerdict
from evidence.pipeline.worklist import part_of
from evidence.report.language import CHINESE
from evidence.report.names import EFFECT, law, mark_of, rule_title
from evidence.report.verdict_record import FindingRecord, VerdictRecord
from evidence.report.words import Voice
from evidence.web.words import style_of
from evidence.wiring.office import Office


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding in words; ``span`` is wall time, None where it has none."""

    style: str
    mark: str
    title: str
    effect: str
    message: str
    measured: str
    required: str
    when: str
    law: str
    clause: str
    text: str
    where: tuple[str, ...]
    span: Interval | None


def newest(desk: Office, subject: str) -> tuple[KeptVerdict, VerdictRecord]:
    """The newest verdict on a class.

    Raises:
        HTTPException: not found, when there is none.
    """
    kept = desk.store.verdicts.latest(subject)
    if kept is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return kept, VerdictRecord.model_validate_json(kept.body)


def of_part(verdict: VerdictRecord, part: str) -> Iterator[FindingRecord]:
    """The findings about a part of the class."""
    for finding in verdict.findings:
        if part_of(finding.subject.model_dump(by_alias=True)) == part:
            yield finding


def views(findings: Sequence[FindingRecord], voice: Voice) -> tuple[FindingView, ...]:
    """Findings in words, worst first."""
    ordered = sorted(findings, key=lambda told: tuple(Effect).index(Effect(told.effect)))
    return tuple(_view(finding, voice) for finding in ordered)


def _view(finding: FindingRecord, voice: Voice) -> FindingView:
    effect, span = Effect(finding.effect), span_of(finding.start, finding.end)
    return FindingView(
        style=style_of(effect),
        mark=mark_of(effect),
        title=rule_title(finding.rule, voice),
        effect=voice.tell(EFFECT[effect]),
        message=finding.message_zh if voice.lang == CHINESE else finding.message,
        measured=_measure(finding.measured, finding.unit, voice),
        required=_measure(finding.required, finding.unit, voice),
        when=_when(span, voice),
        law=law(finding.rule, voice),
        clause=finding.clause,
        text=finding.text,
        where=tuple(_where(finding, voice)),
        span=span,
    )


def _where(finding: FindingRecord, voice: Voice) -> Iterator[str]:
    for shown in finding.evidence:
        if shown.start is None or shown.end is None:
            yield shown.path
        else:
            start, end = (voice.length(int(each * SECOND)) for each in (shown.start, shown.end))
            yield f"{shown.path}  {start} – {end}"


def _measure(number: float | None, unit: str, voice: Voice) -> str:
    if number is None:
        return ""
    if unit == "s":
        return voice.length(round(number * SECOND))
    return voice.measure(Fraction(str(number)), unit)


def _when(span: Interval | None, voice: Voice) -> str:
    if span is None:
        return ""
    return f"{voice.day(span.start)} {voice.clock(span.start)} – {voice.clock(span.end)}"


def span_of(start: str | None, end: str | None) -> Interval | None:
    """Two times of a verdict as wall time; None where they tell no stretch of it."""
    if not start or not end:
        return None
    first, last = micros(start), micros(end)
    return Interval(first, last) if first < last else None


def micros(told: str) -> int:
    """A time of a verdict (RFC 3339) as wall time."""
    at = datetime.fromisoformat(told)
    return int(at.timestamp()) * SECOND + at.microsecond
