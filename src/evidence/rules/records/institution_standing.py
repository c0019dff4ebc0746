"""institution-standing: an institution whose learners pass and find work may go on."""

from __future__ import annotations

from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import Share, say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, exempt, met, rule


@rule("institution-standing", judges=ClassRecord)
def institution_standing(record: ClassRecord, given: Parameters) -> Ruling:
    """Of those whom the institution trained the year before, enough passed and enough found work.

    Both shares are of all whom it trained. Where the class file does not state them, it is for a
    person to look them up.
    """
    year = record.training_class.last_year
    if year is None or not year.trained:
        return exempt(say("class.toml does not state what became of last year's learners"))
    shares = (
        (Fraction(year.passed, year.trained), given.number("min_pass_rate")),
        (Fraction(year.employed, year.trained), given.number("min_employment_rate")),
    )
    (passed, least_passed), (employed, least_employed) = shares

    message = say(
        "of {trained} trained last year {passed} passed and {employed} found work; "
        "{least_passed} and {least_employed} are asked for",
        trained=year.trained,
        passed=Share(passed),
        employed=Share(employed),
        least_passed=Share(least_passed),
        least_employed=Share(least_employed),
    )
    evidence = (Evidence("class.toml"),)
    if passed < least_passed:
        return breached(message, passed, least_passed, evidence=evidence)
    if employed < least_employed:
        return breached(message, employed, least_employed, evidence=evidence)
    return met(message, passed, least_passed)
