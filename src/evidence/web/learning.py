"""The page of an online learner: playback drawn, prompts, face checks, and the order of lessons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from evidence.domain.learning import LearnerPlayback, LessonPlayback
from evidence.domain.text import Share
from evidence.pipeline.judgement import Judgement
from evidence.report.class_report import FaceRow
from evidence.report.faces import face_rows, legend
from evidence.report.playback_drawing import DRAWN, playback_drawing
from evidence.report.words import Voice
from evidence.web.addresses import part_at
from evidence.web.guard import Visitor, of_class
from evidence.web.rendering import office, rendered, voice

ENOUGH = Fraction(95, 100)  # of the lesson before (contract, section 4)
router = APIRouter()


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson as it was played: what of it, how long that took, and when first."""

    id: str
    title: str
    length: str
    played: str
    took: str
    first: str
    ahead: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """The longest playing of one window without an answered prompt."""

    lesson: str
    playing: str
    when: str


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A professional lesson, and how much of the one before it was played by its beginning."""

    lesson: str
    before: str
    played: str
    when: str
    kept: bool


@dataclass(frozen=True, slots=True)
class LearningPage:
    """One learner's online learning; ``read`` is False where the class's files tell nothing."""

    learner: str
    subject: str
    href: str
    read: bool
    drawing: Markup | None = None
    lessons: tuple[LessonRow, ...] = ()
    gaps: tuple[GapRow, ...] = ()
    order: tuple[OrderRow, ...] = ()
    faces: tuple[FaceRow, ...] = ()
    face_marks: tuple[tuple[str, str], ...] = ()


@router.get("/classes/{home}/{name}/learning")
def learning_page(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    learner: Annotated[str, Query(max_length=200)],
) -> Response:
    """What one learner did online, read from the class's files."""
    subject = of_class(visitor, home, name)
    found = office(request).learning.of(subject, learner)
    page = _page(subject, learner, found, voice(request))
    return rendered(request, "learning", page, visitor=visitor)


def _page(subject: str, learner: str, found: Judgement | None, speaker: Voice) -> LearningPage:
    href = part_at(subject, f"learner/{learner}")
    playback = next(iter(found.case.of(LearnerPlayback)), None) if found else None
    if found is None or playback is None:
        return LearningPage(learner, subject, href, read=False)
    findings = [
        each
        for each in found.verdict.findings
        if each.rule in DRAWN and each.ruling.measured is not None
    ]
    faces = tuple(face_rows(found, {}, "", speaker))
    return LearningPage(
        learner=learner,
        subject=subject,
        href=href,
        read=True,
        drawing=playback_drawing(playback, findings, speaker),
        lessons=tuple(_lesson(each, speaker) for each in playback.lessons),
        gaps=tuple(_gaps(playback, speaker)),
        order=tuple(_order(playback, speaker)),
        faces=faces,
        face_marks=legend(faces, speaker),
    )


def _lesson(told: LessonPlayback, speaker: Voice) -> LessonRow:
    ahead = max((each.amount for each in told.advances), default=0)
    share = Fraction(told.content.length, max(1, told.lesson.duration))
    return LessonRow(
        id=told.lesson.id,
        title=told.lesson.title,
        length=speaker.length(told.lesson.duration),
        played=speaker.value(Share(min(Fraction(1), share))),
        took=speaker.length(told.playing),
        first=speaker.moment(told.first),
        ahead=speaker.length(ahead) if ahead else "",
    )


def _gaps(playback: LearnerPlayback, speaker: Voice) -> Iterator[GapRow]:
    for gap in playback.gaps:
        first, last = speaker.clock(gap.span.start), speaker.clock(gap.span.end)
        when = f"{speaker.day(gap.span.start)} {first} – {last}"
        yield GapRow(gap.lesson, speaker.length(gap.playing), when)


def _order(playback: LearnerPlayback, speaker: Voice) -> Iterator[OrderRow]:
    for each in playback.order:
        yield OrderRow(
            lesson=each.lesson,
            before=each.before,
            played=speaker.value(Share(each.played)),
            when=speaker.moment(each.at),
            kept=each.played >= ENOUGH,
        )
