"""A cohort: ``cohort`` is its name, ``learners``, ``took_part`` and ``passed`` are counts."""

from typing import Any

from evidence.facts.papers import Cohort

BUILDS = Cohort


def build(case: dict[str, Any]) -> Cohort:
    return Cohort(
        case.get("cohort", "退役士兵"), case["learners"], case.get("took_part"), case.get("passed")
    )
