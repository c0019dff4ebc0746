"""The others: whoever else has jobs that a night must see done, and what it does about them.

That is another night at work, which shares the work with this one, or a worker that died with its
lease. Of a worker that died on this machine nobody has to wait for the lease to end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby

from evidence.pipeline.crew import Clock
from evidence.pipeline.ledger import Held, LeaseLost, Ledger
from evidence.pipeline.process import Process


@dataclass(frozen=True, slots=True)
class Wait:
    """What a night waits for: a process that has these subjects, and was last ``heard`` of then.

    If it stays silent, they are free again at ``until``.
    """

    process: str
    subjects: tuple[str, ...]
    heard: int
    until: int


def _nobody_listens(_: Wait) -> None:
    pass


def _nobody_knows(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Others:
    """The others: ``is_gone`` tells of a worker's name whether it has ended for sure.

    ``told`` is told once of each process that is waited for.
    """

    is_gone: Callable[[str], bool] = _nobody_knows
    told: Callable[[Wait], None] = _nobody_listens
    known: set[str] = field(default_factory=set)

    def bury(self, ledger: Ledger, clock: Clock, keys: Sequence[str]) -> int:
        """Give back the jobs of those who are gone, as when their leases end; how many there were.

        It counts against the job like every death.
        """
        gone = [held for held in ledger.held(keys) if self.is_gone(held.lease.worker)]
        for held in gone:
            with suppress(LeaseLost):  # another night was quicker
                ledger.fail(held.lease, held.last_words, clock.now())
        return len(gone)

    def wait_for(self, ledger: Ledger, keys: Sequence[str]) -> None:
        """Tell of everybody who has any of these jobs."""
        for worker, held in groupby(ledger.held(keys), key=lambda each: each.lease.worker):
            if worker not in self.known:
                self.known.add(worker)
                self.told(_wait(worker, tuple(held)))


def _wait(worker: str, held: Sequence[Held]) -> Wait:
    process = Process.named(worker)
    return Wait(
        process.short if process else worker,
        tuple(each.lease.job.subject for each in held),
        max(each.heard for each in held),
        max(each.lease.until for each in held),
    )
