"""The gauge: how long the footage of one file is, for whoever must know before it is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.analyzers.media.observer import CHILD, media_of
from evidence.pipeline.work import Engine, Job


@dataclass(frozen=True, slots=True)
class PacketGauge:
    """Reads the packets of a file in a child process: a broken one ends that child only."""

    engine: Engine

    def __call__(self, path: Path) -> int | None:
        """Microseconds from the first frame to the end of the last; None where there are none."""
        ended = self.engine.run([Job(CHILD, (str(path.absolute()),))])
        lengths = [media_of(told).duration for _, told in ended]
        return next(iter(lengths), 0) or None
