"""The crew: who does the jobs of a night, in this process, on this machine or on many.

A crew gets keys and nothing else. What came of a job stands in the ledger; what a crew says of it
(``Handled``) only saves the night from waiting for a lease to run out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from evidence.pipeline.ledger import Job, Lease, Result
from evidence.pipeline.ports import Progress

# Does one step of work: the job's own five values are all that its result may depend on.
Step = Callable[[Job, Progress], Result]


class InputsMoved(Exception):
    """What lies there is no longer what the job is about: nothing may be said of it."""


class Fate(StrEnum):
    """What became of a key that was handed to a worker."""

    DONE = "done"  # its result is written
    REFUSED = "refused"  # somebody else has it, or it is done or parked
    MOVED = "moved"  # its inputs changed meanwhile; it was given back
    FAILED = "failed"  # the work went wrong, and the ledger knows
    DIED = "died"  # the worker ended in the middle


@dataclass(frozen=True, slots=True)
class Handled:
    """A key that a worker is through with.

    Of a worker that died, ``lease`` is the one that it held and ``last_words`` what it said; both
    are only known of workers that this machine watches.
    """

    key: str
    fate: Fate
    lease: Lease | None = None
    last_words: str = ""


class Crew(Protocol):
    """Workers that take jobs by their keys."""

    def work(self, keys: Sequence[str]) -> Iterator[Handled]:
        """Hand out every key once; each is told of as its worker is through with it.

        Raises:
            Unreadable: when there are no workers to be had at all.
        """
        ...

    def close(self) -> None:
        """Send the workers home."""
        ...


class Clock(Protocol):
    """Tells the wall time, and lets it pass."""

    def now(self) -> int:
        """Wall time in microseconds."""
        ...

    def wait(self, micros: int) -> None:
        """Come back after so long."""
        ...
