"""registered-first: outside the management system there is no subsidy."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Moment, say
from evidence.facts.case import ClassRecord
from evidence.facts.record import beginning
from evidence.rules.rule import breached, met, rule, undecided


@rule("registered-first", judges=ClassRecord)
def registered_first(record: ClassRecord, given: Parameters) -> Ruling:
    """A class is entered in the management system before its first session begins."""
    at, begins = record.training_class.registered_at, beginning(record)
    evidence = (Evidence("class.toml"), Evidence("schedule.csv"))
    if at is None:
        message = say(
            "class.toml does not say when the class was entered in the management system: "
            "fill in registered_at"
        )
        return undecided(message, evidence=evidence)

    if at < begins:
        return met(
            say("registered at {at}, begun at {begins}", at=Moment(at), begins=Moment(begins))
        )
    if at == begins:
        message = say(
            "the class was entered in the management system at {at}, in the very moment in which "
            "it began; it must be entered before",
            at=Moment(at),
        )
        return breached(message, evidence=evidence)
    message = say(
        "the class began at {begins}, but was entered in the management system only at {at}",
        begins=Moment(begins),
        at=Moment(at),
    )
    return breached(message, evidence=evidence)
