"""offline-practice-hours: who learns online also practises in a room."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Mode
from evidence.domain.text import say
from evidence.facts.case import ClassRecord
from evidence.facts.record import is_listed
from evidence.rules.rule import breached, exempt, met, rule


@rule("offline-practice-hours", judges=ClassRecord)
def offline_practice_hours(record: ClassRecord, given: Parameters) -> Ruling:
    """A class with online lessons also practises offline, for enough class hours."""
    declared, need = record.training_class, given.count("min_hours")
    if declared.mode is Mode.OFFLINE:
        return exempt(say("the class has no online lessons"))
    if is_listed(declared.occupation, given.names("all_online_occupations")):
        return exempt(say("this occupation may be taught online throughout"))

    hours = record.practical_hours
    if hours >= need:
        return met(say("{hours} practical class hours", hours=hours), hours, need)
    message = say(
        "the timetable has {hours} practical class hours; with online lessons in {occupation}, "
        "at least {need} must be held offline",
        hours=hours,
        occupation=declared.occupation,
        need=need,
    )
    evidence = (Evidence("schedule.csv"), Evidence("class.toml"))
    return breached(message, hours, need, unit="class hours", evidence=evidence)
