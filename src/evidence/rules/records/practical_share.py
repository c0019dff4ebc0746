"""practical-share: training is mostly practice."""

from __future__ import annotations

from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Mode
from evidence.domain.text import Share, say
from evidence.facts.case import ClassRecord
from evidence.facts.record import is_listed
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("practical-share", judges=ClassRecord)
def practical_share(record: ClassRecord, given: Parameters) -> Ruling:
    """Practical class hours make up at least the share of all that the regulation demands."""
    declared, need = record.training_class, given.number("min_share")
    online = declared.mode is Mode.ONLINE
    if online and is_listed(declared.occupation, given.names("all_online_occupations")):
        return exempt(say("this occupation may be taught online throughout"))
    evidence = (Evidence("schedule.csv"),)
    if not record.hours:
        message = say("neither the timetable nor the course has a whole class hour: fill them in")
        return undecided(message, evidence=evidence)

    share = Fraction(record.practical_hours, record.hours)
    if share >= need:
        return met(say("{share} of the class hours are practical", share=Share(share)), share, need)
    message = say(
        "{practical} of {hours} class hours are practical, {share}; at least {need} must be",
        practical=record.practical_hours,
        hours=record.hours,
        share=Share(share),
        need=Share(need),
    )
    return breached(message, share, need, evidence=evidence)
