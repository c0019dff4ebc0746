"""hourly-snapshot: every online class hour leaves a picture of the learner."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.learning import LearnerHour
from evidence.domain.policy import Parameters
from evidence.domain.showing import Match
from evidence.domain.text import Text, say
from evidence.rules.rule import breached, met, rule, undecided


@rule("hourly-snapshot", judges=LearnerHour)
def hourly_snapshot(hour: LearnerHour, given: Parameters) -> Ruling:
    """Each online class hour keeps pictures taken at random, and they show the learner.

    That none is kept, or none opens, is a breach; whose face they show is for a person to say
    wherever it is not plain.
    """
    least = given.count("min_snapshots")
    kept = [snapshot for snapshot in hour.snapshots if snapshot.opens]
    shown = sum(s.showing is not None and s.showing.is_learner for s in kept)
    evidence = (
        *(Evidence(log) for log in hour.logs),
        *(Evidence(s.image) for s in hour.snapshots if not s.opens or len(kept) >= least),
    )

    if shown >= least:
        return met(say("{kept} pictures show the learner in this hour", kept=shown), shown, least)
    if len(kept) >= least:
        return undecided(
            _whose(hour),
            shown,
            least,
            unit="pictures",
            span=hour.span,
            evidence=evidence,
        )
    if not hour.carries_proof:
        message = say("this form of log can't tell of pictures, so it proves nothing about them")
        return undecided(message, span=hour.span, evidence=evidence)
    missing = sum(max(least - pictures, 0) for pictures in hour.kept)
    lost = 0 < hour.lost >= missing
    answer = undecided if lost else breached
    return answer(
        _said(hour, len(kept), least, lost=lost),
        len(kept),
        least,
        unit="pictures",
        span=hour.span,
        evidence=evidence,
    )


def _whose(hour: LearnerHour) -> Text:
    """Why the pictures that are kept are not plainly the learner's."""
    seen = [s.showing for s in hour.snapshots if s.opens and s.showing]
    if any(showing.suspicious for showing in seen):
        return say("something tells against the pictures of this class hour: look at them")
    if any(showing.match is Match.NO_PORTRAIT for showing in seen):
        return say(
            "no portrait of this learner is good enough to compare the pictures with: hand in a "
            "frontal photo"
        )
    if not seen or all(showing.match is Match.NOT_LOOKED_AT for showing in seen):
        return say("the pictures of this class hour were not compared with the portrait: look")
    return say(
        "the pictures of this class hour are kept, but none plainly shows the learner: compare "
        "them with the portrait"
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
            "bundle or can't be opened; {least} are asked for",
            named=named,
            lost=named - kept,
            least=least,
        )
    return say(
        "the log names {named} pictures in this class hour; {least} are asked for",
        named=named,
        least=least,
    )
