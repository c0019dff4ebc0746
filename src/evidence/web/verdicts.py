"""Verdicts as pages tell them: the newest one of a class, and its findings in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from http import HTTPStatus

from fastapi import HTTPException

from evidence.domain.policy import Effect
from evidence.domain.time import SECOND, Interval
from evidence.pipeline.ledger import KeptVerdict
from evidence.pipeline.worklist import WORST_FIRST, part_of
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


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a class in words, and its page."""

    href: str
    about: str


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in a line, where its clause is told above."""

    place: Place
    message: str
    measured: str
    required: str
    when: str


def newest(desk: Office, subject: str) -> tuple[KeptVerdict, VerdictRecord]:
    """The newest verdict on a class.

    Raises:
        HTTPException: not found, when there is none.
    """
    kept = desk.store.verdicts.latest(subject)
    if kept is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return kept, VerdictRecord.model_validate_json(kept.body)


def by_part(verdict: VerdictRecord) -> Mapping[str, tuple[FindingRecord, ...]]:
    """The findings about each part of the class, in the verdict's order."""
    found: dict[tuple[str, str, str, int], list[FindingRecord]] = {}
    for finding in verdict.findings:
        told = finding.subject
        key = (told.recording, told.learner, told.session, told.hour)
        found.setdefault(key, []).append(finding)
    parts: dict[str, tuple[FindingRecord, ...]] = {}
    for findings in found.values():
        part = part_of(dict(findings[0].subject))
        parts[part] = (*parts.get(part, ()), *findings)
    return parts


def views(findings: Sequence[FindingRecord], voice: Voice) -> tuple[FindingView, ...]:
    """Findings in words, worst first."""
    ordered = sorted(findings, key=lambda told: WORST_FIRST.index(Effect(told.effect)))
    return tuple(_view(finding, voice) for finding in ordered)


def line(finding: FindingRecord, place: Place, voice: Voice) -> Line:
    """A finding about a part, in a line."""
    return Line(
        place=place,
        message=finding.message_zh if voice.lang == CHINESE else finding.message,
        measured=_measured(finding, voice),
        required=_measure(finding.required, finding.unit, voice),
        when=_when(span_of(finding.start, finding.end), voice),
    )


def _view(finding: FindingRecord, voice: Voice) -> FindingView:
    effect, span = Effect(finding.effect), span_of(finding.start, finding.end)
    return FindingView(
        style=style_of(effect),
        mark=mark_of(effect),
        title=rule_title(finding.rule, voice),
        effect=voice.tell(EFFECT[effect]),
        message=finding.message_zh if voice.lang == CHINESE else finding.message,
        measured=_measured(finding, voice),
        required=_measure(finding.required, finding.unit, voice),
        when=_when(span, voice),
        law=law(finding.rule, voice),
        clause=finding.clause,
        text=finding.text,
        where=tuple(_where(finding, voice)),
        span=span,
    )


def _where(finding: FindingRecord, voice: Voice) -> Iterator[str]:
    for shown in (each for each in finding.evidence if not each.bundle):
        if shown.start is None or shown.end is None:
            yield shown.path
        else:
            start, end = (voice.length(int(each * SECOND)) for each in (shown.start, shown.end))
            yield f"{shown.path}  {start} – {end}"


def _measured(finding: FindingRecord, voice: Voice) -> str:
    """What was measured, as far as that is sure."""
    told = _measure(finding.measured, finding.unit, voice)
    return voice.up_to(told) if finding.at_most else told


def _measure(number: float | None, unit: str, voice: Voice) -> str:
    if number is None:
        return ""
    if unit == "s":
        return voice.length(round(number * SECOND))
    exact = number if isinstance(number, int) else Fraction(str(number))
    return voice.measure(exact, unit)


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
