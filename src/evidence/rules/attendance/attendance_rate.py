"""attendance-rate: learners come to what they are taught, or make up for it."""

from __future__ import annotations

from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Share, Text, say
from evidence.facts.attendance import LearnerAttendance
from evidence.rules.rule import breached, exempt, met, rule, undecided

SHOWN = 3


@rule("attendance-rate", judges=LearnerAttendance)
def attendance_rate(attendance: LearnerAttendance, given: Parameters) -> Ruling:
    """A learner attends at least the share of the class hours that the regulation demands.

    Hours missed on written leave and made up for count as attended. Where the sheet lists those
    present in a session and has no row of a learner, nobody knows whether that one was there.
    """
    need = given.number("min_rate")
    if not attendance.planned:
        return exempt(say("no theory or practice was planned for this learner"))

    rate, evidence = attendance.rate, (Evidence("attendance.csv"),)
    if rate >= need:
        return met(say("attended {rate}", rate=Share(rate)), rate, need)
    if attendance.possible_rate >= need:
        return undecided(_untold(attendance), rate, need, evidence=evidence)
    return breached(_missed(attendance, need), rate, need, evidence=evidence)


def _untold(attendance: LearnerAttendance) -> Text:
    """What the sheet leaves open, and what to do about it."""
    sessions = attendance.untold_in
    more = f" (+{len(sessions) - SHOWN})" if len(sessions) > SHOWN else ""
    return say(
        "the sign-in sheet does not say whether this learner attended {untold} of {planned} class "
        "hours: it lists others, but not this learner, in {sessions}: fill in the row",
        untold=attendance.untold,
        planned=attendance.planned,
        sessions=", ".join(sessions[:SHOWN]) + more,
    )


def _missed(attendance: LearnerAttendance, need: Fraction) -> Text:
    """How much was attended, and how much was asked for."""
    told: dict[str, int | Share] = {
        "attended": attendance.attended,
        "planned": attendance.planned,
        "rate": Share(attendance.rate),
        "need": Share(need),
    }
    if attendance.made_up:
        return say(
            "attended {attended} of {planned} class hours, {rate}, of which {made_up} were made up "
            "for; {need} is asked for",
            made_up=attendance.made_up,
            **told,
        )
    return say("attended {attended} of {planned} class hours, {rate}; {need} is asked for", **told)
