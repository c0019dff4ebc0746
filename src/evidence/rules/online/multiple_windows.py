"""multiple-windows: a learner watches one lesson at a time, in one window."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.learning import LearnerPlayback
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, say
from evidence.rules.rule import breached, met, rule


@rule("multiple-windows", judges=LearnerPlayback)
def multiple_windows(playback: LearnerPlayback, given: Parameters) -> Ruling:
    """No learner has lessons playing in two windows, tabs or devices at the same time."""
    tolerance = given.seconds("tolerance_seconds")
    longest = max(
        playback.windows, key=lambda w: (w.span.length, -w.span.start, w.attempts), default=None
    )

    if longest is None or longest.span.length <= tolerance:
        length = longest.span.length if longest else 0
        return met(say("played in one window at a time"), Length(length), Length(tolerance))
    return breached(
        say(
            "two windows played at once for {measured}; at most {required} are allowed",
            measured=Length(longest.span.length),
            required=Length(tolerance),
        ),
        Length(longest.span.length),
        Length(tolerance),
        unit="s",
        span=longest.span,
        evidence=tuple(
            Evidence(log, attempt=attempt) for log in playback.logs for attempt in longest.attempts
        ),
    )
