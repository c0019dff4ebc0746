"""certificate-required: the subsidy is for those who obtained the certificate."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.papers import LearnerRecord
from evidence.rules.rule import breached, met, rule, undecided


@rule("certificate-required", judges=LearnerRecord)
def certificate_required(record: LearnerRecord, _: Parameters) -> Ruling:
    """A learner for whom a subsidy is claimed has obtained the certificate of the training."""
    evidence = (Evidence("roster.csv"),)
    match record.learner.certificate:
        case None:
            message = say("the roster has no column certificate: add it, with the numbers obtained")
            return undecided(message, evidence=evidence)
        case "":
            return breached(
                say("the roster has no certificate for this learner"), evidence=evidence
            )
        case _:
            return met(say("the certificate is on the roster"))
