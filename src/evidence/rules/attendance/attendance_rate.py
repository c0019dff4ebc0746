"""attendance-rate: learners come to what they are taught, or make up for it."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Share, say
from evidence.facts.attendance import LearnerAttendance
from evidence.rules.rule import breached, exempt, met, rule


@rule("attendance-rate", judges=LearnerAttendance)
def attendance_rate(attendance: LearnerAttendance, given: Parameters) -> Ruling:
    """A learner attends at least the share of the class hours that the regulation demands.

    Hours missed on written leave and made up for count as attended.
    """
    need = given.number("min_rate")
    if not attendance.planned:
        return exempt(say("no theory or practice was planned for this learner"))

    rate = attendance.rate
    if rate >= need:
        return met(say("attended {rate}", rate=Share(rate)), rate, need)
    message = say(
        "attended {attended} of {planned} class hours, {rate}, of which {made_up} were made up "
        "for; {need} is asked for",
        attended=attendance.attended,
        planned=attendance.planned,
        rate=Share(rate),
        made_up=attendance.made_up,
        need=Share(need),
    )
    return breached(message, rate, need, evidence=(Evidence("attendance.csv"),))
