"""headcount: as many people are in view as were to come."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.presence import HourFaces
from evidence.rules.attendance.seeing import unseen
from evidence.rules.rule import breached, exempt, met, rule, undecided


@rule("headcount", judges=HourFaces)
def headcount(facts: HourFaces, given: Parameters) -> Ruling:
    """As many people are in view, on average, as learners were to come to the class hour.

    People are counted by their faces. The average counts for the class where it is less, and where
    the camera shows that it can see everybody: at its fullest moment all were in view.
    """
    span = facts.hour.span if facts.hour else None
    if not facts.expected:
        return exempt(say("nobody was to come to this class hour"))
    if not facts.placed:
        return undecided(unseen(facts), 0, facts.expected, span=span)

    average, peak = round(facts.average), facts.peak
    told = {"average": average, "peak": peak, "expected": facts.expected}
    if average >= facts.expected:
        message = say("{average} people in view on average, {expected} were to come", **told)
        return met(message, average, facts.expected)
    if peak >= facts.expected and not facts.unwatched:
        message = say(
            "{average} people in view on average, {peak} at most at one time, {expected} were to "
            "come: the average is the number that counts",
            **told,
        )
        return breached(message, average, facts.expected, span=span)
    message = say(
        "{average} faces in view on average, {peak} at most at one time, {expected} were to come: "
        "who sits with the back to the camera is not counted, so count the people in the picture, "
        "or let the camera see every face",
        **told,
    )
    return undecided(message, average, facts.expected, span=span)
