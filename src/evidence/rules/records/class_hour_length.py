"""class-hour-length: a class hour is not cut short on the timetable."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Session
from evidence.domain.text import Length, say
from evidence.rules.rule import breached, exempt, met, rule


@rule("class-hour-length", judges=Session)
def class_hour_length(session: Session, given: Parameters) -> Ruling:
    """Each class hour of a session lasts at least as long as the regulation demands."""
    need = given.minutes("min_minutes")
    if not session.class_hours:
        return exempt(say("the timetable counts no class hours in this session"))

    each, required = Length(session.span.length // session.class_hours), Length(need)
    if session.span.length >= need * session.class_hours:
        return met(say("a class hour lasts {each}", each=each), each, required)
    return breached(
        say(
            "the session holds {count} class hours of {each} each; each must last at least "
            "{required}: lengthen the session, or count fewer class hours in it",
            count=session.class_hours,
            each=each,
            required=required,
        ),
        each,
        required,
        unit="s",
        span=session.span,
        evidence=(Evidence("schedule.csv"),),
    )
