"""One recording: see footage.py for how it is told."""

from typing import Any

from evidence.domain.footage import Recording
from tests.rules.building.footage import recording

BUILDS = Recording


def build(case: dict[str, Any]) -> Recording:
    return recording(case["recording"], 1)
