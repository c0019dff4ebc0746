"""assessment-window: assessments are held in fixed months, and classes keep apart from them."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.teaching import Mode
from evidence.domain.text import say
from evidence.facts.record import Assessment, months_after
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("assessment-window", judges=Assessment)
def assessment_window(assessment: Assessment, given: Parameters) -> Ruling:
    """A class with online lessons is assessed in one of the months fixed for it.

    None of its learners was assessed for an earlier class too shortly before it starts.
    """
    if assessment.mode is Mode.OFFLINE:
        return exempt(say("the class has no online lessons"))
    if assessment.learner:
        return _since_the_last(assessment, given.count("min_months_since_assessment"))
    return _of_the_class(assessment, given.counts("months"))


def _of_the_class(assessment: Assessment, months: tuple[int, ...]) -> Ruling:
    day, unstated = assessment.held_on, assessment.unstated
    listed = ", ".join(map(str, months))
    if day is not None and day.month not in months:
        message = say(
            "the class is assessed on {day}; assessments are held in the months {months} only",
            day=day.isoformat(),
            months=listed,
        )
        return breached(message, evidence=(Evidence("class.toml"),))

    if day is None and unstated:
        message = say(
            "class.toml does not state assessed_on, a day in one of the months {months}, and the "
            "roster no previous_assessment_on for {unstated} learners: fill in what there is, "
            "and ask about the rest",
            months=listed,
            unstated=unstated,
        )
        return undecided(message, evidence=(Evidence("class.toml"), Evidence("roster.csv")))
    if day is None:
        message = say(
            "class.toml does not state assessed_on: fill in the day of the offline assessment, "
            "in one of the months {months}",
            months=listed,
        )
        return undecided(message, evidence=(Evidence("class.toml"),))
    if unstated:
        message = say(
            "the roster states no previous_assessment_on for {unstated} learners: fill it in "
            "where there was one, and ask about the rest",
            unstated=unstated,
        )
        return undecided(message, evidence=(Evidence("roster.csv"),))
    return met(say("the class is assessed on {day}", day=day.isoformat()))


def _since_the_last(assessment: Assessment, months: int) -> Ruling:
    day, starts_on = assessment.held_on, assessment.starts_on
    evidence = (Evidence("roster.csv"), Evidence("class.toml"))
    if day is None or day > starts_on:
        message = say(
            "the assessment before this class can't be on {day}, after it starts on {starts_on}: "
            "correct previous_assessment_on",
            day="" if day is None else day.isoformat(),
            starts_on=starts_on.isoformat(),
        )
        return undecided(message, evidence=evidence)
    free_on = months_after(day, months)
    passed, needed = (starts_on - day).days, (free_on - day).days

    if starts_on >= free_on:
        return met(say("{passed} days have passed since the last", passed=passed), passed, needed)
    message = say(
        "the learner was assessed on {day} and may begin again on {free_on}; "
        "this class starts on {starts_on}",
        day=day.isoformat(),
        free_on=free_on.isoformat(),
        starts_on=starts_on.isoformat(),
    )
    return breached(message, passed, needed, unit="days", evidence=evidence)
