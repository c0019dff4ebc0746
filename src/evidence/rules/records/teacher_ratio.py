"""teacher-ratio: enough teachers for the learners."""

from __future__ import annotations

from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, met, rule, undecided


@rule("teacher-ratio", judges=ClassRecord)
def teacher_ratio(record: ClassRecord, given: Parameters) -> Ruling:
    """No teacher of a class has more learners than the regulation allows."""
    learners, teachers = len(record.learners), record.training_class.teachers
    most = given.count("max_learners_each")
    evidence = (Evidence("class.toml"), Evidence("roster.csv"))
    if teachers is None:
        message = say("class.toml does not say how many teachers there are: fill in teachers")
        return undecided(message, evidence=evidence)

    each = Fraction(learners, teachers) if teachers else None
    if each is not None and each <= most:
        return met(say("{each} learners a teacher", each=each), each, most)
    message = say(
        "{learners} learners have {teachers} teachers; a teacher may have at most {most} learners",
        learners=learners,
        teachers=teachers,
        most=most,
    )
    return breached(message, each, most, unit="learners", evidence=evidence)
