"""Builds what was seen of the learner "me" in a class hour; ``portrait`` is a fault, or ""."""

from typing import Any

from evidence.domain.presence import Portrait, PortraitFault
from evidence.facts.presence import LearnerFaces
from tests.rules.building.faces import build as hour

BUILDS = LearnerFaces


def build(case: dict[str, Any]) -> LearnerFaces:
    fault = case.get("portrait", "")
    portrait = Portrait("0" * 64, PortraitFault(fault) if fault else None)
    return LearnerFaces(case.get("learner", "me"), hour(case), (portrait,))
