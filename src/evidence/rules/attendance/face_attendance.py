"""face-attendance: who is to be in a class hour is seen in its footage."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.presence import LearnerFaces, Placed
from evidence.rules.attendance.seeing import ADVICE, unseen
from evidence.rules.rule import breached, met, rule, undecided

SHOWN = 3


@rule("face-attendance", judges=LearnerFaces)
def face_attendance(facts: LearnerFaces, given: Parameters) -> Ruling:
    """Each learner who is to be in a class hour is seen in its footage.

    A face is compared with the portraits of this class's roster only. Somebody is present where a
    face is near enough to the portrait and clearly nearer than to any other; is not seen where
    everybody in view is surely somebody else, in several looks; and otherwise it can't be told.
    Leave and absences by the sign-in sheet are left out.
    """
    need = given.count("min_sightings")
    match = round(given.number("match_threshold") * 1000) or facts.faces.limits.match
    hour = facts.faces.hour
    span = hour.span if hour else None
    if not facts.learner:
        return undecided(unseen(facts.faces), span=span)

    sure, possible = facts.sure(match), facts.possible(match)
    times = sum(one.times for one in sure)
    proof = tuple(_proof(one) for one in sorted(sure, key=_nearness)[:SHOWN])
    if times >= need:
        return met(say("recognised in {times} pictures", times=times), times, need)
    if facts.fault is not None:
        return undecided(ADVICE[facts.fault], times, need, span=span, evidence=proof)
    doubtful = [one for one in possible if one not in sure]
    if sum(one.times for one in possible) >= need or not _told_apart(facts, match):
        message = say(
            "can't tell whether this learner was there: {doubtful} people in view could not be "
            "told apart well enough, of {peak} at most at one time; a person must look",
            doubtful=len(doubtful),
            peak=facts.faces.peak,
        )
        proof = tuple(_proof(one) for one in sorted(doubtful, key=_nearness)[:SHOWN])
        return undecided(message, times, need, span=span, evidence=proof)
    message = say(
        "this learner was not seen: everybody in view ({people}) is surely somebody else, looked "
        "at in {moments} pictures",
        people=facts.faces.peak,
        moments=facts.faces.moments,
    )
    return breached(message, times, need, span=span)


def _told_apart(facts: LearnerFaces, match: int) -> bool:
    """Whether this footage tells people apart at all: others were recognised, in several looks."""
    margin = facts.faces.limits.margin
    others = sum(one.times for one in facts.faces.placed if one.is_surely_somebody(match, margin))
    return others > 1 and facts.faces.moments > 1 and not facts.faces.unwatched


def _nearness(placed: Placed) -> tuple[int, int]:
    near = placed.sighting.likenesses
    return (near[0].distance if near else 1_000, placed.span.start)


def _proof(placed: Placed) -> Evidence:
    track = placed.sighting.track
    return Evidence(placed.sighting.path, track.first, track.last)
