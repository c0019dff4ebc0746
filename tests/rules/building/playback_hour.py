"""The ``hour``-th (or first) online class hour of a ``log`` (see tests/rules/playback_log.py).

``shows`` tells what the pictures show, by their name: {match = "same", life = "motion-proven",
against = ["shared"]}, each as here where not told; a picture that opens and of which nothing is
told shows the learner alive. ``answers`` are face checks of which no picture is kept.
"""

from dataclasses import replace
from typing import Any

from evidence.domain.learning import LearnerHour, Snapshot
from evidence.domain.showing import Against, Life, Match, Showing, Sign
from tests.rules.playback_log import learner

BUILDS = LearnerHour


def build(case: dict[str, Any]) -> LearnerHour:
    hours = learner(case).hours
    looked = [tuple(shown(s, case.get("shows", {})) for s in hour.snapshots) for hour in hours]
    matches = [s.showing.match for taken in looked for s in taken if s.showing]
    at = case.get("hour", 1) - 1
    return replace(
        hours[at],
        snapshots=looked[at],
        answers=tuple(case.get("answers", ())),
        strangers=matches.count(Match.OTHER),
        own=matches.count(Match.SAME),
    )


def shown(snapshot: Snapshot, shows: dict[str, dict[str, Any]]) -> Snapshot:
    told = shows.get(snapshot.image, {})
    if told.get("unseen"):
        return snapshot
    showing = Showing(
        Match(told.get("match", "same" if snapshot.opens else "unreadable")),
        Life(told.get("life", "motion-proven")),
        tuple(Against(Sign(sign), "b.jpg", "you") for sign in told.get("against", ())),
    )
    return replace(snapshot, showing=showing)
