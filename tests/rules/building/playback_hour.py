"""The ``hour``-th (or first) online class hour of a ``log`` (see tests/rules/playback_log.py)."""

from typing import Any

from evidence.domain.learning import LearnerHour
from tests.rules.playback_log import learner

BUILDS = LearnerHour


def build(case: dict[str, Any]) -> LearnerHour:
    return learner(case).hours[case.get("hour", 1) - 1]
