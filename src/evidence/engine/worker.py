"""A worker: takes a job by its key, beats while it works, and hands in what came of it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from evidence.domain.text import Text
from evidence.engine.heart import Heart
from evidence.pipeline.crew import Clock, Fate, InputsMoved, Step
from evidence.pipeline.ledger import Lease, LeaseLost, Ledger, Result, StoreAway


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
    heart: Heart = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heart", Heart(self.ledger, self.clock, self.lease))

    def do(self, key: str, taken: Callable[[Lease], None] = lambda _: None) -> Fate:
        """One job from taking it to its end; ``taken`` is told of the lease before any work.

        Whatever the work itself runs into is told to the ledger with the place in our code, and
        without the message, which may hold what a stranger wrote.
        """
        try:
            lease = self.ledger.take(key, self.name, self.clock.now(), self.lease)
        except StoreAway:
            return Fate.REFUSED
        if lease is None:
            return Fate.REFUSED
        taken(lease)
        saying = Saying()
        try:
            with self.heart.beating(lease, saying):
                result = self.steps[lease.job.step](lease.job, saying)
                self._hand_in(lease, result)
        except LeaseLost:
            return Fate.REFUSED
        except StoreAway:
            self._give_back(lease)  # it is not the work that went wrong
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

    def _hand_in(self, lease: Lease, result: Result) -> None:
        """Hand in what may have taken minutes: once more, where the store went away meanwhile.

        Had it been written all the same, the second one is dropped.
        """
        try:
            self.ledger.finish(lease, result, self.clock.now())
        except StoreAway:
            self.ledger.finish(lease, result, self.clock.now())

    def _give_back(self, lease: Lease) -> None:
        """Give a job back, if there is anybody to give it to; else its lease will end."""
        with suppress(LeaseLost, StoreAway):
            self.ledger.release(lease, self.clock.now())


def _where(error: Exception) -> str:
    """The kind of an error and the line that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "evidence" in frame.filename] or frames
    at = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{at}"
