"""Handing out: jobs put up in the ledger and given to a crew until each is done or parked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evidence.domain.text import Text
from evidence.pipeline.crew import Clock, Crew, Fate, Handled
from evidence.pipeline.ledger import Job, JobState, LeaseLost, Ledger
from evidence.pipeline.ports import Progress

ENDED = frozenset({JobState.DONE, JobState.PARKED})


@dataclass(frozen=True, slots=True)
class HandingOut:
    """Gives jobs to a crew, again and again while somebody else has them.

    That may be another night, or a worker that died: ``pause`` (microseconds) is waited between.
    """

    ledger: Ledger
    crew: Crew
    clock: Clock
    pause: int

    def work(self, jobs: Iterable[Job], called: Text, progress: Progress) -> Collection[str]:
        """See every job to its end; the keys of those whose inputs changed meanwhile."""
        offered = {job.key: job for job in jobs}
        self.ledger.offer(offered.values(), self.clock.now())
        left = self._unfinished(tuple(offered))
        progress.stage(called, len(left))
        moved: set[str] = set()
        while left:
            moved.update(self._round(left, progress))
            still = [key for key in self._unfinished(left) if key not in moved]
            if still:
                self.clock.wait(self.pause)
            left = still
        return moved

    def _round(self, keys: Sequence[str], progress: Progress) -> Iterable[str]:
        for handled in self.crew.work(keys):
            self._bury(handled)
            if handled.fate in {Fate.DONE, Fate.MOVED}:
                progress.advance()
            if handled.fate is Fate.MOVED:
                yield handled.key

    def _bury(self, handled: Handled) -> None:
        """A worker that was seen to die gives its job back at once, not when its lease ends."""
        if handled.lease is None:
            return
        try:
            self.ledger.fail(handled.lease, handled.last_words, self.clock.now())
        except LeaseLost:
            return  # it finished with its last breath, or somebody else has it already

    def _unfinished(self, keys: Sequence[str]) -> list[str]:
        states = self.ledger.states(keys)
        return [key for key in keys if states.get(key) not in ENDED]
