"""Stopping: a night that is asked to end does so between two handfuls of classes.

What is in hand is finished and kept; the rest waits in the ledger for the night to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evidence.domain.errors import EvidenceError
from evidence.domain.text import Text
from evidence.pipeline.crew import Crew, Handled


class Stopped(EvidenceError):
    """The work was asked to end before it was through."""

    def __str__(self) -> str:
        return "it was asked to stop, and goes on where it was"


@dataclass(frozen=True, slots=True)
class HeedingCrew:
    """A crew that is handed ``handful`` keys at a time, and no more once ``stop`` says so."""

    crew: Crew
    handful: int
    stop: Callable[[], bool]

    def work(self, keys: Sequence[str]) -> Iterator[Handled]:
        """Hand out every key once.

        Raises:
            Stopped: when it is to end and there are keys left.
        """
        for first in range(0, len(keys), self.handful):
            if self.stop():
                raise Stopped
            yield from self.crew.work(keys[first : first + self.handful])

    def close(self) -> None:
        """Send the workers home."""
        self.crew.close()


@dataclass(frozen=True, slots=True)
class HeedingProgress:
    """Progress that nobody watches, and that ends the work before its next stretch."""

    stop: Callable[[], bool]

    def stage(self, name: Text, total: int) -> None:
        """A new stretch of work.

        Raises:
            Stopped: when it is to end.
        """
        if total and self.stop():
            raise Stopped

    def advance(self, steps: int = 1) -> None:
        """So many steps more are done."""
