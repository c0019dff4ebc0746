"""The prompts of one ``window`` (or a) of a ``log`` (see tests/rules/playback_log.py)."""

from typing import Any

from evidence.domain.learning import PromptGap
from tests.rules.playback_log import learner

BUILDS = PromptGap


def build(case: dict[str, Any]) -> PromptGap:
    return next(gap for gap in learner(case).gaps if gap.attempt == case.get("window", "a"))
