"""Work: jobs for child processes, and how they end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Ending(StrEnum):
    """How a child process ended."""

    DONE = "done"  # it answered
    CRASHED = "crashed"  # it died, or ran out of memory or room for its answer
    TIMED_OUT = "timed-out"  # it was ended for taking too long


@dataclass(frozen=True, slots=True)
class Job:
    """A module to run as a child process (``python -m module -- arguments``)."""

    module: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a job: its ``answer`` where done, else its ``last_words``, without paths."""

    ending: Ending
    answer: str = ""
    last_words: str = ""


class Engine(Protocol):
    """Runs jobs, each in a process of its own."""

    def run(self, jobs: Sequence[Job]) -> Iterator[tuple[int, Ended]]:
        """Each job's place in ``jobs`` and how it ended, as they end; a bad job never raises."""
        ...
