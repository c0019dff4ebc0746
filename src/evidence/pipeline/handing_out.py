"""Handing out: jobs put up in the ledger and given to a crew until each is done or parked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
from evidence.pipeline.crew import Clock, Crew, Fate, Handled
from evidence.pipeline.ledger import Job, JobState, LeaseLost, Ledger
from evidence.pipeline.others import Others
from evidence.pipeline.ports import Progress

# How often in a row every worker may end before it has even taken a job.
IDLE_ROUNDS = 5
ENDED = frozenset({JobState.DONE, JobState.PARKED})


class NobodyWorks(Unreadable):
    """Workers come and go, and none of them takes a job."""

    def __init__(self) -> None:
        what = say("every worker ends before it takes a job: see what the workers themselves say")
        super().__init__("[engine]", (Problem(what, "[engine]"),))

    def __reduce__(self) -> tuple[type[NobodyWorks], tuple[()]]:
        return NobodyWorks, ()


@dataclass(frozen=True, slots=True)
class HandingOut:
    """Gives jobs to a crew, again and again while ``others`` have them.

    That may be another night, or a worker that died: ``pause`` (microseconds) is waited between.
    """

    ledger: Ledger
    crew: Crew
    clock: Clock
    pause: int
    others: Others

    def work(self, jobs: Iterable[Job], called: Text, progress: Progress) -> Collection[str]:
        """See every job to its end; the keys of those whose inputs changed meanwhile.

        Raises:
            NobodyWorks: when no worker ever takes a job.
        """
        offered = {job.key: job for job in jobs}
        self.ledger.offer(offered.values(), self.clock.now())
        left = self._unfinished(tuple(offered))
        progress.stage(called, len(left))
        moved: set[str] = set()
        idle = 0
        while left:
            self.others.bury(self.ledger, self.clock, left)
            moved.update(self._round(left, progress))
            still = [key for key in self._unfinished(left) if key not in moved]
            idle = idle + 1 if still == left and not self._at_work(still) else 0
            if idle >= IDLE_ROUNDS:
                raise NobodyWorks
            if still and not self.others.bury(self.ledger, self.clock, still):
                self.others.wait_for(self.ledger, still)
                self.clock.wait(self.pause)
            left = still
        return moved

    def _at_work(self, keys: Sequence[str]) -> bool:
        """Whether anybody has one of these jobs, or had it when it died."""
        return JobState.LEASED in self.ledger.states(keys).values()

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
