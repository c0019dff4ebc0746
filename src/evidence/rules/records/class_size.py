"""class-size: no class is larger than one teacher's room."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, met, rule


@rule("class-size", judges=ClassRecord)
def class_size(record: ClassRecord, given: Parameters) -> Ruling:
    """A class has no more learners on its roster than the regulation allows."""
    learners, most = len(record.learners), given.count("max_learners")

    if learners <= most:
        return met(say("{learners} learners", learners=learners), learners, most)
    return breached(
        say(
            "{learners} learners are on the roster of one class; at most {most} are allowed",
            learners=learners,
            most=most,
        ),
        learners,
        most,
        unit="learners",
        evidence=(Evidence("roster.csv"),),
    )
