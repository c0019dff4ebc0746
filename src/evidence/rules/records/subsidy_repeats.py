"""subsidy-repeats: nobody is subsidised too often, or twice for the same."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.people import Subsidised
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.papers import LearnerRecord
from evidence.facts.record import plain
from evidence.rules.rule import breached, met, rule, undecided


@rule("subsidy-repeats", judges=LearnerRecord)
def subsidy_repeats(record: LearnerRecord, given: Parameters) -> Ruling:
    """A learner has few subsidised trainings a year, and never two of one occupation and level."""
    declared, before = record.training_class, record.learner.subsidised
    most, evidence = given.count("max_a_year"), (Evidence("roster.csv"),)
    if before is None:
        message = say(
            "the roster does not tell which trainings of this learner were subsidised before: "
            "fill in subsidised, or none"
        )
        return undecided(message, evidence=evidence)

    this = Subsidised(declared.starts_on.year, declared.occupation, declared.level)
    if any(_is_same(this, one) for one in before):
        message = say(
            "{occupation}, {level} was subsidised for this learner before",
            occupation=this.occupation,
            level=this.level or "—",
        )
        return breached(message, evidence=evidence)
    times = 1 + sum(one.year in {0, this.year} for one in before)
    message = say(
        "subsidised training number {times} of this year; at most {most} are allowed",
        times=times,
        most=most,
    )
    if times <= most:
        return met(message, times, most)
    return breached(message, times, most, unit="trainings", evidence=evidence)


def _is_same(one: Subsidised, other: Subsidised) -> bool:
    """Whether two are of one occupation and level; a level that is not told may be any."""
    same_level = not other.level or plain(one.level) == plain(other.level)
    return plain(one.occupation) == plain(other.occupation) and same_level
