"""The public list (公示) put together: class hours of people whom nobody can tell by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import evidence
from evidence.domain.findings import Standing
from evidence.pipeline import inventory
from evidence.pipeline.inventory import Inventory, Veiled
from evidence.pipeline.ledger import Job
from evidence.pipeline.overview import JudgedLine
from evidence.pipeline.review import Act
from evidence.pipeline.steps import INVENTORY
from evidence.pipeline.worklist import part_of
from evidence.report.verdict_record import LearnerRecord, VerdictRecord
from evidence.sources.intake import LandedClasses
from evidence.wiring.office import Office

UNKNOWN = Veiled("", "—", "—")


@dataclass(frozen=True, slots=True)
class PublicLearner:
    """A learner as published, after what people decided; ``name`` and ``number`` are masked."""

    name: str
    number: str
    hours: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class PublicClass:
    """A class of the list.

    ``open`` counts what is not decided: until it is 0 nothing of the class is to be published.
    ``given_back`` are class hours that did not count and that a person let count.
    """

    subject: str
    occupation: str
    level: str
    open: int
    given_back: int
    learners: tuple[PublicLearner, ...]


def public_class(office: Office, judged: JudgedLine) -> PublicClass:
    """A class as it may be published; its learners only once everything about it is decided."""
    subject = judged.subject
    known = _inventory(office, subject)
    decided = {item.part: item.settled for item in office.reviews.of_class(subject)}
    kept = office.store.verdicts.latest(subject) if not judged.open else None
    verdict = VerdictRecord.model_validate_json(kept.body) if kept else None
    roster = {each.learner: each for each in known.roster}
    learners = (
        _learner(told, roster.get(told.id, UNKNOWN), decided)
        for told in (verdict.learners if verdict else ())
    )
    back = (hour for hour in (verdict.class_hours if verdict else ()) if hour.verdict == "invalid")
    given = [part_of({"session": hour.session, "hour": hour.hour}) for hour in back]
    return PublicClass(
        subject=subject,
        occupation=known.occupation,
        level=known.level,
        open=judged.open,
        given_back=sum(decided.get(part) is Act.OVERRULE for part in given),
        learners=tuple(learners),
    )


def _learner(
    told: LearnerRecord, veiled: Veiled, decided: Mapping[str, Act | None]
) -> PublicLearner:
    standing = Standing(told.verdict)
    act = decided.get(part_of({"learner": told.id}))
    if standing is not Standing.VALID and act is not None:
        standing = Standing.VALID if act is Act.OVERRULE else Standing.INVALID
    waited = sum(decided.get(part) is Act.OVERRULE for part in _waited(told))
    return PublicLearner(veiled.name, veiled.number, told.hours_credited + waited, standing)


def _waited(told: LearnerRecord) -> Iterator[str]:
    """The class hours of a learner that waited for a person."""
    for span in told.class_hours:
        if span.verdict == "review":
            for hour in range(span.first, span.last + 1):
                yield part_of({"session": span.session, "hour": hour})


def _inventory(office: Office, subject: str) -> Inventory:
    """What taking stock of the class said; an empty one where it lies there no more."""
    landed = LandedClasses(office.landing)
    job = Job(subject, INVENTORY, landed.look(subject), "", evidence.__version__)
    answer = office.store.ledger.result(job.key)
    return Inventory() if answer is None else inventory.loads(answer)
