"""An assessment: of the class itself, or with ``learner`` of one before it."""

from datetime import date
from typing import Any

from evidence.domain.teaching import Mode
from evidence.facts.record import Assessment

BUILDS = Assessment


def build(case: dict[str, Any]) -> Assessment:
    return Assessment(
        mode=Mode(case.get("mode", "online")),
        starts_on=case.get("starts_on", date(2021, 4, 19)),
        held_on=case.get("held_on"),
        learner=case.get("learner", ""),
        unstated=case.get("unstated", 0),
    )
