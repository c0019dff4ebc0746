"""workstation-ratio: enough places to practise at."""

from __future__ import annotations

from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Kind
from evidence.domain.text import say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("workstation-ratio", judges=ClassRecord)
def workstation_ratio(record: ClassRecord, given: Parameters) -> Ruling:
    """Where a class practises, no workstation serves more learners than the regulation allows."""
    learners, stations = len(record.learners), record.training_class.workstations
    most = given.count("max_learners_each")
    evidence = (Evidence("class.toml"), Evidence("roster.csv"))
    if all(session.kind is not Kind.PRACTICAL for session in record.sessions):
        return exempt(say("the timetable has no practical session"))
    if stations is None:
        message = say(
            "class.toml does not say how many workstations there are: fill in workstations"
        )
        return undecided(message, evidence=evidence)

    each = Fraction(learners, stations) if stations else None
    if each is not None and each <= most:
        return met(say("{each} learners a workstation", each=each), each, most)
    message = say(
        "{learners} learners have {stations} workstations; "
        "a workstation may serve at most {most} learners",
        learners=learners,
        stations=stations,
        most=most,
    )
    return breached(message, each, most, unit="learners", evidence=evidence)
