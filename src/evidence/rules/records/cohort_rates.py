"""cohort-rates: enough of a cohort take part and pass."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Share, say
from evidence.facts.papers import Cohort
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("cohort-rates", judges=Cohort)
def cohort_rates(cohort: Cohort, given: Parameters) -> Ruling:
    """Of a cohort that the policy names, enough take part in the training and enough pass."""
    if cohort.name not in given.names("cohorts"):
        return exempt(say("the regulation sets no rates for this cohort"))
    evidence = (Evidence("roster.csv"), Evidence("attendance.csv"))
    rates = (
        (cohort.participation, given.number("min_participation")),
        (cohort.pass_rate, given.number("min_pass_rate")),
    )
    message = say(
        "{cohort}, {learners} on the roster: {participation} took part, {passed} passed; "
        "{least_participation} and {least_passed} are asked for",
        cohort=cohort.name,
        learners=cohort.learners,
        participation="—" if rates[0][0] is None else Share(rates[0][0]),
        passed="—" if rates[1][0] is None else Share(rates[1][0]),
        least_participation=Share(rates[0][1]),
        least_passed=Share(rates[1][1]),
    )
    for rate, least in rates:
        if rate is not None and rate < least:
            return breached(message, rate, least, evidence=evidence)
    if any(rate is None for rate, least in rates if least > 0):
        return undecided(message, evidence=evidence)
    return met(message, rates[1][0], rates[1][1])
