"""The page of an item: the proof on the left, the decision beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from evidence.domain.findings import Standing
from evidence.domain.subject import Subject
from evidence.domain.teaching import Kind
from evidence.domain.time import SECOND, Interval
from evidence.pipeline import noting
from evidence.pipeline.worklist import Item, Taken, part_subject
from evidence.report.names import KIND, MARK, STANDING, about
from evidence.report.verdict_record import HourRecord, LearnerRecord, VerdictRecord
from evidence.report.words import Voice
from evidence.web.addresses import (
    Asked,
    Filters,
    class_at,
    evidence_at,
    item_at,
    learning_at,
    list_at,
    part_at,
)
from evidence.web.clips import Shown
from evidence.web.decision import Decision, StepRow, Ways, decision, history
from evidence.web.footage import Footage, Told, footage
from evidence.web.guard import Visitor, of_class
from evidence.web.rendering import office, rendered, voice
from evidence.web.verdicts import (
    FindingView,
    Line,
    Place,
    by_part,
    line,
    newest,
    span_of,
    views,
)
from evidence.wiring.footage_kept import recording_of
from evidence.wiring.office import Office

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A part of a class; ``decision`` is None where nothing of it is flagged.

    ``begins`` and ``ends`` are the clock times that a note is about unless others are given.
    ``before`` and ``after`` are its neighbours in the list that the visitor came from, or "".
    ``beside`` are the recordings of its time that are flagged themselves.
    """

    title: str
    subject: str
    part: str
    class_href: str
    list_href: str
    before: str
    after: str
    action: str
    standing: str
    mark: str
    word: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[FindingView, ...]
    beside: tuple[Line, ...]
    footage: Footage | None
    decision: Decision | None
    history: tuple[StepRow, ...]
    evidence_href: str = ""
    learning_href: str = ""
    begins: str = ""
    ends: str = ""


@router.get("/classes/{home}/{name}/item")
def item_page(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    filters: Asked,
    part: Annotated[str, Query(max_length=2000)],
    at: float | None = None,
) -> Response:
    """One part of a class; its footage is shown from the wall time ``at`` on (seconds)."""
    subject = of_class(visitor, home, name)
    desk, speaker, account = office(request), voice(request), visitor.account
    desk.catch_up()
    _, verdict = newest(desk, subject)
    item = desk.reviews.item(subject, part)
    findings = views(by_part(verdict).get(part, ()), speaker)
    told = _told(verdict, part_subject(part))
    if item is None and not findings and told is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)

    wanted = filters.wanted(account)
    before = desk.reviews.beside(wanted, item, back=True) if item else None
    after = desk.reviews.beside(wanted, item) if item else None
    taken = desk.reviews.steps(subject, part)
    ways = Ways(_way(after, filters) or list_at(filters), part_at(subject, part, filters))
    span = _span(desk, subject, verdict, part_subject(part))
    shown = Shown(subject, part, span, filters, at, account) if span else None
    standing = Standing(told.verdict) if told else None
    notes = () if account.institution else tuple(_notes(taken))
    noted = next((each.span for each in findings if each.span), span)
    page = ItemPage(
        title=about(part_subject(part), speaker),
        subject=subject,
        part=part,
        class_href=class_at(subject),
        list_href=list_at(filters),
        before=_way(before, filters),
        after=_way(after, filters),
        action=f"{class_at(subject)}/act",
        standing=standing.value if standing else "",
        mark=MARK[standing] if standing else "",
        word=speaker.tell(STANDING[standing]) if standing else "",
        facts=tuple(_facts(told, speaker)),
        findings=findings,
        beside=tuple(dict.fromkeys(_beside(verdict, shown, part, speaker))) if shown else (),
        footage=footage(desk, shown, Told(verdict, findings, notes), speaker) if shown else None,
        decision=decision(item, taken, account, ways, speaker) if item else None,
        history=history(taken, account, speaker),
        evidence_href=evidence_at(subject, part) if account.institution else "",
        learning_href=learning_at(subject, told.id) if isinstance(told, LearnerRecord) else "",
        begins=speaker.clock(noted.start) if noted else "",
        ends=speaker.clock(noted.end) if noted else "",
    )
    return rendered(request, "item", page, visitor=visitor)


def _way(item: Item | None, filters: Filters) -> str:
    return item_at(item, filters) if item else ""


def _told(verdict: VerdictRecord, named: Subject) -> HourRecord | LearnerRecord | None:
    """What the verdict says of a class hour or a learner."""
    for hour in verdict.class_hours:
        if (hour.session, hour.hour) == (named.session, named.hour):
            return hour
    return next((each for each in verdict.learners if each.id == named.learner), None)


def _span(desk: Office, subject: str, verdict: VerdictRecord, named: Subject) -> Interval | None:
    """The time whose footage shows a class hour, a session, or a recording; None for others."""
    if named.recording:
        found = recording_of(desk.store, subject, named.recording)
        return found.span if found else None
    hours = [
        hour
        for hour in verdict.class_hours
        if named.session == hour.session and not named.learner and named.hour in (0, hour.hour)
    ]
    return span_of(hours[0].start, hours[-1].end) if hours else None


def _beside(verdict: VerdictRecord, shown: Shown, part: str, speaker: Voice) -> Iterator[Line]:
    """What was found of recordings while this part was taught, each with its own page."""
    for other, findings in by_part(verdict).items():
        named = part_subject(other)
        if not named.recording or other == part:
            continue
        for found in findings:
            flagged = span_of(found.start, found.end)
            if flagged and flagged.meet(shown.span):
                place = Place(part_at(shown.subject, other, shown.filters), about(named, speaker))
                yield line(found, place, speaker)


def _notes(taken: Iterable[Taken]) -> Iterator[tuple[Interval, str]]:
    for each in taken:
        span = noting.span_of(each.step)
        if span:
            yield span, each.step.reason


def _facts(told: HourRecord | LearnerRecord | None, speaker: Voice) -> Iterator[tuple[str, str]]:
    match told:
        case HourRecord():
            span = span_of(told.start, told.end)
            if span:
                when = f"{speaker.clock(span.start)} – {speaker.clock(span.end)}"
                yield speaker.word("When"), f"{speaker.day(span.start)} {when}"
            yield speaker.word("Kind"), speaker.tell(KIND[Kind(told.kind)])
            yield speaker.word("Recorded"), _length(told.recorded_seconds, speaker)
            yield speaker.word("Longest run"), _length(told.longest_run_seconds, speaker)
            if told.present is not None:
                yield speaker.word("Present"), str(told.present)
            if told.people_average is not None:
                yield speaker.word("People in view on average"), str(told.people_average)
        case LearnerRecord():
            yield speaker.word("Planned"), str(told.hours_planned)
            yield speaker.word("Credited"), str(told.hours_credited)
            yield speaker.word("In review"), str(told.hours_in_review)


def _length(seconds: float, speaker: Voice) -> str:
    return speaker.length(round(seconds * SECOND))
