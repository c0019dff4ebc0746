"""A recording's burnt-in clock: see footage.py for how the recording is told."""

from typing import Any

from evidence.facts.clock import FootageClock, footage_clocks
from tests.rules.building.footage import recording

BUILDS = FootageClock


def build(case: dict[str, Any]) -> FootageClock:
    (clock,) = footage_clocks([recording(case["recording"], 1)], "Asia/Shanghai")
    return clock
