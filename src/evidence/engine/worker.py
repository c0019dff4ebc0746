"""A worker: takes a job by its key, beats while it works, and hands in what came of it."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evidence.domain.text import Text
from evidence.domain.time import SECOND
from evidence.pipeline.crew import Clock, Fate, InputsMoved, Step
from evidence.pipeline.ledger import Lease, LeaseLost, Ledger

BEATS_A_LEASE = 4


@dataclass(slots=True)
class Saying:
    """Progress as words: what a worker that dies was last at."""

    called: str = ""
    total: int = 0
    done: int = 0

    def stage(self, name: Text, total: int) -> None:
        """A new stretch of work."""
        self.called, self.total, self.done = str(name), total, 0

    def advance(self, steps: int = 1) -> None:
        """So many steps more are done."""
        self.done += steps

    def __str__(self) -> str:
        return f"{self.called} ({self.done} of {self.total})" if self.called else ""


@dataclass(frozen=True, slots=True)
class Worker:
    """Does the steps that it knows; ``lease`` is how many microseconds it may be silent."""

    name: str
    ledger: Ledger
    steps: Mapping[str, Step]
    clock: Clock
    lease: int

    def do(self, key: str, taken: Callable[[Lease], None] = lambda _: None) -> Fate:
        """One job from taking it to its end; ``taken`` is told of the lease before any work.

        Whatever the work itself runs into is told to the ledger with the place in our code, and
        without the message, which may hold what a stranger wrote.
        """
        lease = self.ledger.take(key, self.name, self.clock.now(), self.lease)
        if lease is None:
            return Fate.REFUSED
        taken(lease)
        saying = Saying()
        try:
            with beating(self.ledger, lease, self.clock, saying):
                result = self.steps[lease.job.step](lease.job, saying)
            self.ledger.finish(lease, result, self.clock.now())
        except LeaseLost:
            return Fate.REFUSED
        except InputsMoved:
            self.ledger.release(lease, self.clock.now())
            return Fate.MOVED
        except KeyboardInterrupt:
            self.ledger.release(lease, self.clock.now())  # it is stopped, it did not die
            raise
        except Exception as error:
            self.ledger.fail(lease, f"{saying}: {_where(error)}", self.clock.now())
            return Fate.FAILED
        return Fate.DONE


@contextmanager
def beating(ledger: Ledger, lease: Lease, clock: Clock, saying: Saying) -> Iterator[None]:
    """Tell the ledger again and again, while the block runs, that somebody is at it."""
    over = threading.Event()
    heart = threading.Thread(
        target=_beat, args=(ledger, lease, clock, saying, over), name="heart", daemon=True
    )
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def _beat(
    ledger: Ledger, lease: Lease, clock: Clock, saying: Saying, over: threading.Event
) -> None:
    while not over.wait(lease.length / BEATS_A_LEASE / SECOND):
        try:
            ledger.beat(lease, clock.now(), str(saying))
        except LeaseLost:
            return  # finishing will tell


def _where(error: Exception) -> str:
    """The kind of an error and the line that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "evidence" in frame.filename] or frames
    at = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{at}"
