"""fast-forward: online lessons are watched at the pace of the clock, and nothing is skipped."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.learning import Advance, AdvanceKind, LessonPlayback
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Text, say
from evidence.domain.time import Interval
from evidence.rules.rule import breached, met, rule, undecided


@rule("fast-forward", judges=LessonPlayback)
def fast_forward(playback: LessonPlayback, given: Parameters) -> Ruling:
    """No online lesson is played faster than allowed, and none of it is skipped unwatched.

    Going back, and skipping what was already watched, is fine.
    """
    max_rate, tolerance = given.number("max_rate"), given.seconds("tolerance_seconds")
    too_much = [
        (amount, advance)
        for advance in playback.advances
        if (amount := _excess(advance, max_rate)) > (tolerance if _tolerated(advance) else 0)
    ]
    certain = [found for found in too_much if not _doubtful(found[1], playback, tolerance)]

    if certain:
        return _ruling(breached, playback, max(certain, key=_size), tolerance)
    if too_much:
        return _ruling(undecided, playback, max(too_much, key=_size), tolerance)
    return met(
        say("played at the pace of the clock, with nothing skipped"),
        Length(max((_excess(a, max_rate) for a in playback.advances), default=0)),
        Length(tolerance),
    )


def _excess(advance: Advance, max_rate: Fraction) -> int:
    """Microseconds by which it goes beyond what is allowed; 0 at a speed that is."""
    match advance.kind:
        case AdvanceKind.RATE:
            return advance.amount if advance.rate > max_rate else 0
        case AdvanceKind.GAIN:
            return advance.amount - int((max_rate - 1) * advance.span.length)
        case _:
            return advance.amount


def _tolerated(advance: Advance) -> bool:
    """A speed that is set is no inaccuracy: there the tolerance does not count."""
    return advance.kind is not AdvanceKind.RATE


def _beyond(advance: Advance, playback: LessonPlayback, tolerance: int) -> bool:
    """Whether it leads past the end of the lesson, where nothing can be played."""
    length = playback.lesson.duration
    by_position = advance.kind is not AdvanceKind.RATE
    return by_position and 0 < length < advance.end - tolerance


def _doubtful(advance: Advance, playback: LessonPlayback, tolerance: int) -> bool:
    """Whether something else may explain it.

    What was skipped may have been played in events that are lost; and what leads past the end of
    the lesson says that positions, or the lesson's length, are wrong.
    """
    if _beyond(advance, playback, tolerance):
        return True
    if advance.kind is AdvanceKind.SEEK:
        return playback.lost > 0
    return advance.kind is AdvanceKind.JUMP


def _size(found: tuple[int, Advance]) -> tuple[int, int]:
    amount, advance = found
    return amount, -advance.span.start


def _ruling(
    answer: Callable[..., Ruling],
    playback: LessonPlayback,
    found: tuple[int, Advance],
    tolerance: int,
) -> Ruling:
    amount, advance = found
    beyond = _beyond(advance, playback, tolerance)
    return answer(
        _astray(advance, playback)
        if beyond
        else _said(advance, Length(amount), playback.lesson.id),
        Length(amount),
        Length(tolerance if _tolerated(advance) else 0),
        unit="s",
        span=Interval(advance.span.start, advance.span.end),
        evidence=tuple(Evidence(log, attempt=advance.attempt) for log in playback.logs),
    )


def _astray(advance: Advance, playback: LessonPlayback) -> Text:
    return say(
        "the log has a position of {position} in lesson {lesson}, which is only {length} long: the "
        "positions of the log or the length in course.csv must be wrong, so they prove nothing",
        position=Length(advance.end),
        lesson=playback.lesson.id,
        length=Length(playback.lesson.duration),
    )


def _said(advance: Advance, measured: Length, lesson: str) -> Text:
    match advance.kind:
        case AdvanceKind.RATE:
            return say(
                "played at {rate} times the speed for {length}, {measured} ahead of the clock",
                rate=advance.rate,
                length=Length(advance.span.length),
                measured=measured,
            )
        case AdvanceKind.GAIN:
            return say(
                "{content} of lesson {lesson} were played in {length}: {measured} faster than "
                "the clock",
                content=Length(advance.end - advance.start),
                lesson=lesson,
                length=Length(advance.span.length),
                measured=measured,
            )
        case AdvanceKind.SEEK:
            return say(
                "skipped {measured} of lesson {lesson} that had not been played",
                measured=measured,
                lesson=lesson,
            )
        case AdvanceKind.JUMP:
            return say(
                "playing went on {measured} further into lesson {lesson}, past what had not been "
                "played, and no event says why: the log may lack events",
                measured=measured,
                lesson=lesson,
            )
