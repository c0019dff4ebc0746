"""strangers: who is seen again and again in a class hour is on the roster, or teaches it."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.presence import Placed
from evidence.facts.strangers import HourStrangers
from evidence.rules.rule import breached, met, rule

SHOWN = 6


@rule("strangers", judges=HourStrangers)
def strangers(facts: HourStrangers, given: Parameters) -> Ruling:
    """Who is seen again and again in a class hour is on the roster, or is one of the teachers.

    A stranger is somebody whose face is surely that of no learner with a portrait. As many as the
    class has teachers are expected, and as many as it has learners without a good portrait may be
    those. They are counted so that it is never too many. It is held against no learner.
    """
    times = given.count("min_sightings")
    people = facts.people(times)
    seen = max(len(people), facts.side_by_side(times))
    expected = facts.teachers + facts.without_portrait
    if seen <= expected:
        return met(say("nobody but teachers was seen again and again: {seen}", seen=seen), seen)

    hour = facts.faces.hour
    message = say(
        "{seen} people seen again and again are nobody on the roster; {teachers} teachers "
        "and {missing} learners without a good portrait may be among them: ask who the others are",
        seen=seen,
        teachers=facts.teachers,
        missing=facts.without_portrait,
    )
    proof = tuple(_proof(group[0]) for group in people[:SHOWN])
    return breached(message, seen, expected, span=hour.span if hour else None, evidence=proof)


def _proof(placed: Placed) -> Evidence:
    track = placed.sighting.track
    return Evidence(placed.sighting.path, track.first, track.last)
