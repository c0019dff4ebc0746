"""The page of an online learner: playback drawn, prompts, face checks, and the order of lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from evidence.domain.learning import LearnerPlayback, LessonPlayback, Prompt
from evidence.domain.text import Share, Text, say
from evidence.pipeline.judgement import Judgement
from evidence.report.class_report import FaceRow
from evidence.report.faces import face_rows, legend
from evidence.report.playback_drawing import DRAWN, playback_drawing
from evidence.report.words import Voice
from evidence.web.addresses import part_at
from evidence.web.guard import Visitor, of_class
from evidence.web.rendering import office, rendered, voice


class Came(Enum):
    """What came of a prompt."""

    ANSWERED = "answered"
    LATE = "late"
    MISSED = "missed"


CAME: Final[Mapping[Came, Text]] = {
    Came.ANSWERED: say("answered in time"),
    Came.LATE: say("answered too late"),
    Came.MISSED: say("not answered"),
}
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
class PromptRow:
    """A prompt: when it was shown, what played, in which window, and what came of it."""

    when: str
    lesson: str
    window: str
    style: str
    mark: str
    word: str
    after: str


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of a learner one by one, and in a sentence; ``wrong``: those not in time."""

    told: str
    wrong: tuple[PromptRow, ...]
    rows: tuple[PromptRow, ...]


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
    prompts: Prompts | None = None
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
    rule = found.policy.rule("prompt-gap")
    within = rule.given.seconds("answer_within_seconds") if rule else None
    faces = tuple(face_rows(found, {}, "", speaker))
    return LearningPage(
        learner=learner,
        subject=subject,
        href=href,
        read=True,
        drawing=playback_drawing(playback, findings, speaker),
        lessons=tuple(_lesson(each, speaker) for each in playback.lessons),
        gaps=tuple(_gaps(playback, speaker)),
        prompts=_prompts(playback, within, speaker) if playback.prompts else None,
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


def _prompts(playback: LearnerPlayback, within: int | None, speaker: Voice) -> Prompts:
    """Each prompt; ``within`` is how long an answer may take, None where no rule says."""
    counts = Counter(_came_of(each, within) for each in playback.prompts)
    told = speaker.word(
        "{answered} answered in time, {late} too late, {missed} not at all",
        answered=counts[Came.ANSWERED],
        late=counts[Came.LATE],
        missed=counts[Came.MISSED],
    )
    rows = tuple(_prompt(each, within, speaker) for each in playback.prompts)
    return Prompts(told, tuple(each for each in rows if each.style != "valid"), rows)


def _prompt(prompt: Prompt, within: int | None, speaker: Voice) -> PromptRow:
    came = _came_of(prompt, within)
    after = None if prompt.answered is None else prompt.answered - prompt.at
    return PromptRow(
        when=speaker.moment(prompt.at),
        lesson=prompt.lesson or "–",
        window=prompt.attempt,
        style="valid" if came is Came.ANSWERED else "invalid",
        mark="✓" if came is Came.ANSWERED else "✗",
        word=speaker.tell(CAME[came]),
        after=speaker.length(after) if after is not None else "–",
    )


def _came_of(prompt: Prompt, within: int | None) -> Came:
    if prompt.answered is None:
        return Came.MISSED
    late = within is not None and prompt.answered - prompt.at > within
    return Came.LATE if late else Came.ANSWERED


def _order(playback: LearnerPlayback, speaker: Voice) -> Iterator[OrderRow]:
    for each in playback.order:
        yield OrderRow(
            lesson=each.lesson,
            before=each.before,
            played=speaker.value(Share(each.played)),
            when=speaker.moment(each.at),
            kept=each.played >= ENOUGH,
        )
