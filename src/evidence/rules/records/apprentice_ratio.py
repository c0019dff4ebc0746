"""apprentice-ratio: enough full-time teachers for an institution's apprentices."""

from __future__ import annotations

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.text import say
from evidence.facts.case import ClassRecord
from evidence.rules.rule import breached, exempt, met, rule


@rule("apprentice-ratio", judges=ClassRecord)
def apprentice_ratio(record: ClassRecord, given: Parameters) -> Ruling:
    """An institution has no more apprentices in an occupation than its full-time teachers allow.

    Where the class file states no apprenticeship, the class is none of apprentices.
    """
    stated, each = record.training_class.apprenticeship, given.count("max_learners_each")
    if stated is None:
        return exempt(say("class.toml states no apprenticeship"))
    most = stated.full_time_teachers * each

    message = say(
        "{apprentices} apprentices have {teachers} full-time teachers, who may train {most}",
        apprentices=stated.apprentices,
        teachers=stated.full_time_teachers,
        most=most,
    )
    if stated.apprentices <= most:
        return met(message, stated.apprentices, most)
    evidence = (Evidence("class.toml"),)
    return breached(message, stated.apprentices, most, unit="learners", evidence=evidence)
