"""A learner on a roster: the keys are those of the learner, ``obtained`` the certificate.

``subsidised`` lists "YEAR OCCUPATION/LEVEL". The class is one of 2021 in 茶艺师, 五级.
"""

from typing import Any

from evidence.domain.people import Learner, Standing, Subsidised
from evidence.facts.papers import LearnerRecord
from tests.rules.building.records import declared

BUILDS = LearnerRecord


def build(case: dict[str, Any]) -> LearnerRecord:
    before = case.get("subsidised")
    learner = Learner(
        "L001",
        standing=Standing(case["standing"]) if "standing" in case else None,
        major=case.get("major", ""),
        post=case.get("post", ""),
        certificate=case.get("obtained"),
        subsidised=None if before is None else tuple(map(subsidised, before)),
    )
    return LearnerRecord(learner, declared(case))


def subsidised(entry: str) -> Subsidised:
    year, training = entry.split(" ")
    occupation, _, level = training.partition("/")
    return Subsidised(int(year), occupation, level)
