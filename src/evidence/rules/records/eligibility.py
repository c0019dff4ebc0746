"""eligibility: the training is none that its learner's school or post leaves no room for."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.people import Learner, Standing
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.papers import LearnerRecord
from evidence.facts.record import plain
from evidence.rules.rule import breached, exempt, met, rule, undecided

EVIDENCE = (Evidence("roster.csv"),)


@rule("eligibility", judges=LearnerRecord)
def eligibility(record: LearnerRecord, _: Parameters) -> Ruling:
    """Nobody at school is trained in their own major, and employees are trained for their post.

    Where the roster does not tell what a learner does otherwise, it is for a person to ask.
    """
    learner, occupation = record.learner, record.training_class.occupation
    match learner.standing:
        case None:
            return exempt(say("the roster does not tell what this learner does otherwise"))
        case Standing.STUDENT:
            return _of_student(learner, occupation)
        case Standing.EMPLOYEE:
            return _of_employee(learner, occupation)
        case Standing.OTHER:
            return met(say("neither at school nor employed"))


def _of_student(learner: Learner, occupation: str) -> Ruling:
    if not learner.major:
        message = say("at school, and the roster does not tell the major: fill it in")
        return undecided(message, evidence=EVIDENCE)
    if _is_alike(learner.major, occupation):
        message = say(
            "at school in the major {major}, and trained as {occupation}: the same",
            major=learner.major,
            occupation=occupation,
        )
        return breached(message, evidence=EVIDENCE)
    return met(say("at school in another major"))


def _of_employee(learner: Learner, occupation: str) -> Ruling:
    if not learner.post:
        message = say("employed, and the roster does not tell the post: fill it in")
        return undecided(message, evidence=EVIDENCE)
    if _is_alike(learner.post, occupation):
        return met(say("trained for the post held"))
    message = say(
        "employed as {post}, and trained as {occupation}: see whether the two are near each other",
        post=learner.post,
        occupation=occupation,
    )
    return undecided(message, evidence=EVIDENCE)


def _is_alike(one: str, other: str) -> bool:
    """Whether two names are the same, or one holds the other."""
    first, second = plain(one), plain(other)
    return first in second or second in first
