"""lesson-order: professional lessons are studied one after the other, as the course has them."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.learning import LearnerPlayback, LessonStart
from evidence.domain.policy import Parameters
from evidence.domain.text import Share, Text, say
from evidence.domain.time import Interval
from evidence.rules.rule import breached, met, rule, undecided


@rule("lesson-order", judges=LearnerPlayback)
def lesson_order(playback: LearnerPlayback, given: Parameters) -> Ruling:
    """A professional lesson is begun only when the one before it has been watched."""
    least = given.number("min_share")
    worst = min(playback.order, key=lambda start: (start.played, start.at), default=None)

    if worst is None:
        return met(say("no professional lesson was begun that has another before it"))
    if worst.played >= least:
        return met(say("every professional lesson was played in its turn"), worst.played, least)
    answer = undecided if playback.lost else breached
    return answer(
        _said(worst, damaged=playback.lost > 0),
        worst.played,
        least,
        span=Interval(worst.at, worst.at + 1),
        evidence=tuple(Evidence(log) for log in playback.logs),
    )


def _said(start: LessonStart, *, damaged: bool) -> Text:
    played = Share(start.played)
    if damaged:
        return say(
            "lesson {lesson} was begun when {played} of lesson {before} had been played, as far "
            "as the logs could be read",
            lesson=start.lesson,
            before=start.before,
            played=played,
        )
    return say(
        "lesson {lesson} was begun when only {played} of lesson {before} had been played",
        lesson=start.lesson,
        before=start.before,
        played=played,
    )
