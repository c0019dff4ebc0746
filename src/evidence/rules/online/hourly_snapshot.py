"""hourly-snapshot: every online class hour leaves a picture of the learner."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.learning import LearnerHour
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.rules.rule import breached, met, rule, undecided


@rule("hourly-snapshot", judges=LearnerHour)
def hourly_snapshot(hour: LearnerHour, given: Parameters) -> Ruling:
    """Each online class hour keeps pictures taken at random, and they can be looked at."""
    least = given.count("min_snapshots")
    kept = sum(snapshot.opens for snapshot in hour.snapshots)
    evidence = (
        *(Evidence(log) for log in hour.logs),
        *(Evidence(snapshot.image) for snapshot in hour.snapshots if not snapshot.opens),
    )

    if kept >= least:
        return met(say("{kept} pictures of this class hour are kept", kept=kept), kept, least)
    if not hour.carries_proof:
        message = say("this form of log can't tell of pictures, so it proves nothing about them")
        return undecided(message, span=hour.span, evidence=evidence)
    missing = sum(max(least - pictures, 0) for pictures in hour.kept)
    lost = 0 < hour.lost >= missing
    answer = undecided if lost else breached
    return answer(
        _said(hour, kept, least, lost=lost),
        kept,
        least,
        unit="pictures",
        span=hour.span,
        evidence=evidence,
    )


def _said(hour: LearnerHour, kept: int, least: int, *, lost: bool) -> Text:
    named = len(hour.snapshots)
    if lost:
        return say(
            "{kept} pictures of this class hour are kept, {least} are asked for, but lines of the "
            "logs could not be read",
            kept=kept,
            least=least,
        )
    if named > kept:
        return say(
            "of {named} pictures that the log names in this class hour {lost} are not in the "
            "bundle or do not open; {least} are asked for",
            named=named,
            lost=named - kept,
            least=least,
        )
    return say(
        "the log names {named} pictures in this class hour; {least} are asked for",
        named=named,
        least=least,
    )
