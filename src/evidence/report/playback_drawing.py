"""The drawing of a learner's playback: position in each lesson against the clock."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

from markupsafe import Markup

from evidence.domain.findings import Finding
from evidence.domain.learning import (
    Advance,
    AdvanceKind,
    LearnerPlayback,
    LessonPlayback,
    Stretch,
)
from evidence.domain.subject import Subject
from evidence.domain.text import Length
from evidence.domain.time import MINUTE, Interval
from evidence.report.names import ADVANCE
from evidence.report.svg import Scale, axis, drawing, element, path
from evidence.report.words import Voice

# The rules whose findings a drawing of position against time can show.
DRAWN = ("fast-forward", "multiple-windows", "prompt-gap", "lesson-order")
WIDTH, LEFT, RIGHT = 960, 84, 922
# Heights: above the lanes, a lane, the air between two, the strip for missing prompts.
_TOP, _LANE, _BETWEEN, _STRIP = 20, 92, 14, 22
_IDLE = 10 * MINUTE  # longer silences between playing are cut out of the drawing
_MOST = 6  # lessons drawn where none of them stands out
_LABEL = 46  # units that a word needs to stand in a band


@dataclass(frozen=True, slots=True)
class Lane:
    """One lesson's place in the drawing: its first position at the bottom, its last at the top.

    ``second`` holds the attempts that played while another did; they have a colour of their own.
    """

    playback: LessonPlayback
    top: float
    second: Collection[str]

    def y(self, position: int) -> float:
        """Where a position of the lesson lies."""
        length = max(1, self.playback.lesson.duration)
        share = min(1.0, max(0.0, position / length))
        return self.top + _LANE * (1 - share)


def playback_drawing(
    playback: LearnerPlayback, findings: Sequence[Finding], voice: Voice
) -> Markup:
    """How a learner played: a straight line is honest, what is not stands out; "" for nothing.

    ``findings`` are those about this learner.
    """
    told = as_found(playback, findings)
    shown = _worth_showing(told)
    times = [stretch.span for lesson in shown for stretch in lesson.stretches]
    if not times:
        return Markup("")

    scale = Scale.over(times, idle=_IDLE, left=LEFT, right=RIGHT)
    second = {window.attempts[1] for window in told.windows}
    lanes = [
        Lane(lesson, _TOP + row * (_LANE + _BETWEEN), second) for row, lesson in enumerate(shown)
    ]
    bottom = _TOP + len(lanes) * (_LANE + _BETWEEN) + (_STRIP if told.gaps else 0)
    parts = [
        *(part for lane in lanes for part in _ground(lane, voice)),
        *axis(scale, voice, top=_TOP, bottom=bottom),
        *_days(scale, voice),
        *_windows(told, scale, voice, lanes[-1].top + _LANE),
        *(part for lane in lanes for part in _lane(lane, scale, voice)),
        *_gaps(told, scale, voice, bottom),
    ]
    label = voice.word("How learner {learner} played the lessons", learner=playback.learner)
    return drawing(parts, width=WIDTH, height=bottom + 22, label=label)


def as_found(playback: LearnerPlayback, findings: Sequence[Finding]) -> LearnerPlayback:
    """The same with only those gains, windows and gaps that a finding is about.

    An honest learner's buffering gains a second here and there too: it must not be shown in red.
    """
    windows = _limit(findings, "multiple-windows", playback.subject)
    return replace(
        playback,
        lessons=tuple(_lesson_as_found(lesson, findings) for lesson in playback.lessons),
        windows=tuple(w for w in playback.windows if w.span.length > windows),
        gaps=tuple(
            g for g in playback.gaps if g.playing > _limit(findings, "prompt-gap", g.subject)
        ),
    )


def _lesson_as_found(lesson: LessonPlayback, findings: Sequence[Finding]) -> LessonPlayback:
    limit = _limit(findings, "fast-forward", lesson.subject)
    return replace(lesson, advances=tuple(a for a in lesson.advances if a.amount > limit))


def _limit(findings: Sequence[Finding], rule: str, subject: Subject) -> float:
    """What a rule lets pass of a subject, in microseconds; everything where it found nothing."""
    for finding in findings:
        if finding.rule == rule and finding.subject == subject:
            required = finding.ruling.required
            return required.micros if isinstance(required, Length) else 0
    return inf


def _worth_showing(playback: LearnerPlayback) -> Sequence[LessonPlayback]:
    """The lessons in which something stands out; where none does, the first few."""
    doubled = [window.span for window in playback.windows]
    gapped = {gap.lesson for gap in playback.gaps}

    def stands_out(lesson: LessonPlayback) -> bool:
        twice = any(s.span.meet(span) for s in lesson.stretches for span in doubled)
        return bool(lesson.advances) or twice or lesson.lesson.id in gapped

    found = [lesson for lesson in playback.lessons if stands_out(lesson)]
    return (found or list(playback.lessons))[:_MOST]


def _days(scale: Scale, voice: Voice) -> Iterator[Markup]:
    """The day above the first playing of each stretch of time that the drawing shows."""
    told = ""
    for span in scale.spans:
        day = voice.day(span.start)
        if day != told:
            yield element("text", day, class_="day", x=scale.x(span.start), y=12)
        told = day


def _ground(lane: Lane, voice: Voice) -> Iterator[Markup]:
    """What a lane is drawn on: the lesson, and its length."""
    lesson = lane.playback.lesson
    yield element("rect", class_="lane", x=LEFT, y=lane.top, width=RIGHT - LEFT, height=_LANE, rx=2)
    yield element("text", lesson.id, class_="camera", x=LEFT - 10, y=lane.top + 14)
    yield element(
        "text", voice.length(lesson.duration), class_="lesson", x=LEFT - 10, y=lane.top + 30
    )


def _lane(lane: Lane, scale: Scale, voice: Voice) -> Iterator[Markup]:
    """How the lesson was played, window by window, and where content ran ahead."""
    attempts = dict.fromkeys(stretch.attempt for stretch in lane.playback.stretches)
    for attempt in attempts:
        played = [s for s in lane.playback.stretches if s.attempt == attempt]
        honest = [s for s in played if not _hasty(s, lane.playback.advances)]
        hasty = [s for s in played if _hasty(s, lane.playback.advances)]
        kind = "played second" if attempt in lane.second else "played"
        yield _line(kind, honest, lane, scale)
        yield _line("hasty", hasty, lane, scale)
        for stretch in hasty:
            yield _speed(stretch, lane, scale, voice)
    for advance in lane.playback.advances:
        yield from _jump(advance, lane, scale, voice)


def _line(kind: str, stretches: Sequence[Stretch], lane: Lane, scale: Scale) -> Markup:
    if not stretches:
        return Markup("")
    points = [
        point
        for s in stretches
        for point in (
            (scale.x(s.span.start), lane.y(s.start)),
            (scale.x(s.span.end), lane.y(s.end)),
        )
    ]
    return element("path", class_=kind, d=path(points))


def _hasty(stretch: Stretch, advances: Sequence[Advance]) -> bool:
    """Whether content ran ahead of the clock during a stretch."""
    ahead = stretch.end - stretch.start > stretch.span.length
    return ahead and any(
        advance.kind in {AdvanceKind.RATE, AdvanceKind.GAIN}
        and advance.attempt == stretch.attempt
        and stretch.span.meet(advance.span)
        for advance in advances
    )


def _speed(stretch: Stretch, lane: Lane, scale: Scale, voice: Voice) -> Markup:
    rate = stretch.rate
    if rate <= 1:
        rate = Fraction(stretch.end - stretch.start, stretch.span.length)
    told = f"×{voice.value(rate)}"
    x, y = scale.x(stretch.span.end), lane.y(stretch.end)
    return element("text", told, class_="hasty-word", x=x + 5, y=max(y + 4, lane.top + 12))


def _jump(advance: Advance, lane: Lane, scale: Scale, voice: Voice) -> Iterator[Markup]:
    """A seek over content not yet played: straight up, with what was skipped."""
    if advance.kind in {AdvanceKind.RATE, AdvanceKind.GAIN}:
        return
    x = scale.x(advance.span.start)
    told = f"{voice.tell(ADVANCE[advance.kind])}: {voice.length(advance.amount)}"
    yield element(
        "line",
        element("title", told),
        class_="jump",
        x1=x,
        x2=x,
        y1=lane.y(advance.start),
        y2=lane.y(advance.end),
    )
    middle = (lane.y(advance.start) + lane.y(advance.end)) / 2
    word = f"+{voice.length(advance.amount)}"
    yield element("text", word, class_="hasty-word", x=x + 5, y=middle + 4)


def _windows(
    playback: LearnerPlayback, scale: Scale, voice: Voice, bottom: float
) -> Iterator[Markup]:
    """A band over all lanes while two windows played at once."""
    for window in playback.windows:
        told = voice.word("two windows: {length}", length=voice.length(window.span.length))
        yield from _band("twice", window.span, told, scale, (_TOP, bottom))


def _gaps(playback: LearnerPlayback, scale: Scale, voice: Voice, bottom: float) -> Iterator[Markup]:
    """A bar below the lanes for playing without an answered prompt."""
    for gap in playback.gaps:
        told = voice.word("no prompt: {length}", length=voice.length(gap.playing))
        yield from _band("unprompted", gap.span, told, scale, (bottom - _STRIP, bottom - 4))


def _band(
    kind: str, span: Interval, told: str, scale: Scale, edges: tuple[float, float]
) -> Iterator[Markup]:
    left, right = scale.ends(span)
    top, bottom = edges
    yield element(
        "rect",
        element("title", told),
        class_=kind,
        x=left,
        y=top,
        width=max(1, right - left),
        height=bottom - top,
    )
    if right - left >= _LABEL:
        yield element("text", told, class_=f"{kind}-word", x=left + 5, y=top + 12)
