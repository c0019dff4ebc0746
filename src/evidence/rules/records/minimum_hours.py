"""minimum-hours: a certificate of completion stands for enough class hours."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Certificate
from evidence.domain.text import say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("minimum-hours", judges=ClassRecord)
def minimum_hours(record: ClassRecord, given: Parameters) -> Ruling:
    """A class that leads to no more than a certificate of completion has enough class hours."""
    planned, need = record.training_class.planned_hours, given.count("min_hours")
    if record.training_class.certificate is not Certificate.COMPLETION:
        return exempt(say("the class leads to a certificate that sets no least number of hours"))

    if planned < need:
        message = say(
            "{planned} class hours are planned; a class that leads only to a certificate of "
            "completion has at least {need}, unless a regulation of its own sets its hours",
            planned=planned,
            need=need,
        )
        return breached(
            message, planned, need, unit="class hours", evidence=(Evidence("class.toml"),)
        )
    if record.hours < need:
        message = say(
            "{planned} class hours are planned, but timetable and course hold {held}; at least "
            "{need} are asked for: complete the timetable",
            planned=planned,
            held=record.hours,
            need=need,
        )
        evidence = (Evidence("class.toml"), Evidence("schedule.csv"))
        return undecided(message, record.hours, need, unit="class hours", evidence=evidence)
    return met(say("{planned} class hours are planned", planned=planned), planned, need)
