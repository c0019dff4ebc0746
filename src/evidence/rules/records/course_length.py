"""course-length: a course is no longer than the subsidy's regulation has it."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.case import ClassRecord
from evidence.facts.record import training_days
from evidence.rules.rule import breached, met, rule


@rule("course-length", judges=ClassRecord)
def course_length(record: ClassRecord, given: Parameters) -> Ruling:
    """A course has no more days of training and no more class hours than are subsidised."""
    days, hours = len(training_days(record)), record.hours
    most_days, most_hours = given.count("max_days"), given.count("max_hours")
    evidence = (Evidence("schedule.csv"), Evidence("course.csv"))

    if days > most_days:
        message = say(
            "the timetable has {days} days of training; a course has at most {most}",
            days=days,
            most=most_days,
        )
        return breached(message, days, most_days, unit="days", evidence=evidence)
    if hours > most_hours:
        message = say(
            "timetable and course hold {hours} class hours; a course has at most {most}",
            hours=hours,
            most=most_hours,
        )
        return breached(message, hours, most_hours, unit="class hours", evidence=evidence)
    return met(say("{days} days, {hours} class hours", days=days, hours=hours), days, most_days)
