"""The clock of this machine."""

from __future__ import annotations

import time
from dataclasses import dataclass

from evidence.domain.time import SECOND


@dataclass(frozen=True, slots=True)
class SystemClock:
    """Tells the wall time, and lets it pass."""

    def now(self) -> int:
        """Wall time in microseconds."""
        return time.time_ns() // 1000

    def wait(self, micros: int) -> None:
        """Come back after so long."""
        time.sleep(micros / SECOND)
