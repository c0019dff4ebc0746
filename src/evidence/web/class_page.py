"""The page of a class: class hours as strips, learners as a table, findings in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Request, Response

from evidence.domain.findings import Standing
from evidence.domain.policy import Effect
from evidence.domain.teaching import Kind
from evidence.pipeline.worklist import WORST_FIRST, Item, part_of, part_subject
from evidence.report.names import EFFECT, KIND, MARK, STANDING, about, mark_of, rule_title
from evidence.report.verdict_record import HourRecord, VerdictRecord
from evidence.report.words import Voice
from evidence.web.addresses import part_at
from evidence.web.guard import Visitor, of_class
from evidence.web.rendering import office, rendered, voice
from evidence.web.verdicts import Line, Place, by_part, line, micros, newest
from evidence.web.words import state_of, style_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class HourCell:
    """A class hour in a strip."""

    number: int
    standing: str
    mark: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class SessionStrip:
    """A session and its class hours."""

    id: str
    when: str
    kind: str
    hours: tuple[HourCell, ...]


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """A learner by their number: names stay in the bundle."""

    id: str
    href: str
    standing: str
    mark: str
    word: str
    planned: int
    credited: int
    in_review: int


@dataclass(frozen=True, slots=True)
class PartRow:
    """A flagged part, and where its review stands."""

    href: str
    about: str
    style: str
    mark: str
    effect: str
    state: str
    due: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A clause, and every part of the class where a rule found something against it."""

    style: str
    mark: str
    title: str
    effect: str
    clause: str
    text: str
    findings: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ClassPage:
    """A class by its newest verdict."""

    subject: str
    standing: str
    mark: str
    word: str
    policy: str
    version: int
    judged: str
    sessions: tuple[SessionStrip, ...]
    learners: tuple[LearnerRow, ...]
    items: tuple[PartRow, ...]
    broken: tuple[Broken, ...]


@router.get("/classes/{home}/{name}")
def class_page(request: Request, visitor: Visitor, home: str, name: str) -> Response:
    """One class."""
    subject = of_class(visitor, home, name)
    desk, speaker = office(request), voice(request)
    desk.catch_up()
    kept, verdict = newest(desk, subject)
    page = ClassPage(
        subject=subject,
        standing=kept.standing.value,
        mark=MARK[kept.standing],
        word=speaker.tell(STANDING[kept.standing]),
        policy=kept.policy_id,
        version=kept.version,
        judged=speaker.moment(kept.at),
        sessions=tuple(_sessions(subject, verdict, speaker)),
        learners=tuple(_learners(subject, verdict, speaker)),
        items=tuple(_part(item, speaker) for item in desk.reviews.of_class(subject)),
        broken=tuple(_broken(subject, verdict, speaker)),
    )
    return rendered(request, "class_page", page, visitor=visitor)


def _sessions(subject: str, verdict: VerdictRecord, speaker: Voice) -> Iterator[SessionStrip]:
    for session, taught in groupby(verdict.class_hours, key=lambda hour: hour.session):
        hours = tuple(taught)
        start, end = micros(hours[0].start), micros(hours[-1].end)
        yield SessionStrip(
            id=session,
            when=f"{speaker.day(start)} {speaker.clock(start)} – {speaker.clock(end)}",
            kind=speaker.tell(KIND[Kind(hours[0].kind)]),
            hours=tuple(_hour(subject, hour, speaker) for hour in hours),
        )


def _hour(subject: str, hour: HourRecord, speaker: Voice) -> HourCell:
    standing = Standing(hour.verdict)
    part = part_of({"session": hour.session, "hour": hour.hour})
    return HourCell(
        number=hour.hour,
        standing=standing.value,
        mark=MARK[standing],
        title=speaker.tell(STANDING[standing]),
        href=part_at(subject, part),
    )


def _learners(subject: str, verdict: VerdictRecord, speaker: Voice) -> Iterator[LearnerRow]:
    for told in verdict.learners:
        standing = Standing(told.verdict)
        yield LearnerRow(
            id=told.id,
            href=part_at(subject, part_of({"learner": told.id})),
            standing=standing.value,
            mark=MARK[standing],
            word=speaker.tell(STANDING[standing]),
            planned=told.hours_planned,
            credited=told.hours_credited,
            in_review=told.hours_in_review,
        )


def _part(item: Item, speaker: Voice) -> PartRow:
    return PartRow(
        href=part_at(item.subject, item.part),
        about=about(item.about, speaker),
        style=style_of(item.effect),
        mark=mark_of(item.effect),
        effect=speaker.tell(EFFECT[item.effect]),
        state=state_of(item, speaker),
        due=item.due,
    )


def _broken(subject: str, verdict: VerdictRecord, speaker: Voice) -> Iterator[Broken]:
    """Findings by their rule, worst first: each clause is told once."""
    found: dict[tuple[str, str, str], list[Line]] = {}
    texts: dict[tuple[str, str, str], str] = {}
    for part, findings in by_part(verdict).items():
        place = Place(part_at(subject, part), about(part_subject(part), speaker))
        for each in findings:
            key: tuple[str, str, str] = (each.effect, each.rule, each.clause)
            texts[key] = each.text
            found.setdefault(key, []).append(line(each, place, speaker))
    for named in sorted(found, key=lambda key: WORST_FIRST.index(Effect(key[0]))):
        effect, rule, clause = Effect(named[0]), named[1], named[2]
        yield Broken(
            style=style_of(effect),
            mark=mark_of(effect),
            title=rule_title(rule, speaker),
            effect=speaker.tell(EFFECT[effect]),
            clause=clause,
            text=texts[named],
            findings=tuple(found[named]),
        )
