"""The ledger in memory, and what was read off recordings beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import RLock

from evidence.pipeline.ledger import (
    DEATHS_ALLOWED,
    Closing,
    Held,
    Job,
    JobState,
    Lease,
    LeaseLost,
    Observation,
    Parked,
    Result,
)
from evidence.store.memory_log import MemoryVerdicts
from evidence.store.turns import WITHOUT_A_WORD


@dataclass(slots=True)
class _Kept:
    """A job and where it stands, as a row of the table ``jobs``."""

    job: Job
    state: JobState
    ready_at: int
    changed_at: int
    turn: int = 0
    deaths: int = 0
    worker: str = ""
    last_words: str = ""


@dataclass(slots=True)
class MemoryObservations:
    """What was read off recordings: when, and what."""

    bodies: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def get(self, digest: str, code: str) -> str | None:
        """The facts of this content as this code version reads them."""
        found = self.bodies.get((digest, code))
        return found[1] if found else None

    def several(
        self, digests: Sequence[str], codes: Sequence[str]
    ) -> Mapping[tuple[str, str], str]:
        """The facts of several contents, as each of these code versions reads them."""
        return {
            key: body
            for key, (_, body) in self.bodies.items()
            if key[0] in digests and key[1] in codes
        }

    def put(self, observation: Observation, now: int) -> None:
        """Keep them; where they are known already, the first ones stay."""
        self.bodies.setdefault((observation.digest, observation.code), (now, observation.body))


@dataclass(slots=True)
class MemoryLedger:
    """The work."""

    lock: RLock
    verdicts: MemoryVerdicts
    observations: MemoryObservations
    jobs: dict[str, _Kept] = field(default_factory=dict)
    results: dict[str, tuple[int, str]] = field(default_factory=dict)

    def offer(self, jobs: Iterable[Job], now: int) -> int:
        """Put jobs up; one that is known already stays as it is. How many were new."""
        with self.lock:
            before = len(self.jobs)
            for job in jobs:
                self.jobs.setdefault(job.key, _Kept(job, JobState.WAITING, now, now))
            return len(self.jobs) - before

    def claim(
        self, worker: str, now: int, lease_for: int, steps: Sequence[str] = ()
    ) -> Lease | None:
        """Take the job that waits longest."""
        with self.lock:
            free = [
                (kept.ready_at, key)
                for key, kept in self.jobs.items()
                if _is_free(kept, now) and (not steps or kept.job.step in steps)
            ]
            leases = (self.take(key, worker, now, lease_for) for _, key in sorted(free))
            return next((lease for lease in leases if lease), None)

    def take(self, key: str, worker: str, now: int, lease_for: int) -> Lease | None:
        """Take this one job, if it is free; one that has ended two workers is parked."""
        with self.lock:
            kept = self.jobs.get(key)
            if kept is None or not _is_free(kept, now):
                return None
            died = kept.state is JobState.LEASED
            kept.turn += 1
            kept.changed_at = now
            if died and self._died(kept) is JobState.PARKED:
                kept.last_words = kept.last_words or WITHOUT_A_WORD
                return None
            kept.state, kept.worker, kept.ready_at = JobState.LEASED, worker, now + lease_for
            return Lease(kept.job, worker, kept.turn, lease_for, now + lease_for)

    def beat(self, lease: Lease, now: int, saying: str = "") -> Lease:
        """Still at it: the lease, extended."""
        with self.lock:
            kept = self._hold(lease, now)
            kept.ready_at = now + lease.length
            kept.last_words = saying or kept.last_words
            return replace(lease, until=kept.ready_at)

    def finish(self, lease: Lease, result: Result, now: int) -> Closing:
        """Write the result and close the lease."""
        key = lease.job.key
        with self.lock:
            if key in self.jobs and self.jobs[key].state is JobState.DONE:
                return Closing.ALREADY_DONE
            self._hold(lease, now).state = JobState.DONE
            self.results[key] = (now, result.answer)
            for observation in result.observations:
                self.observations.put(observation, now)
            if result.verdict:
                self.verdicts.append(result.verdict, now, job=key)
            return Closing.WRITTEN

    def fail(self, lease: Lease, words: str, now: int) -> JobState:
        """The work went wrong: counts like a dead worker."""
        with self.lock:
            kept = self._hold(lease, now)
            kept.last_words, kept.ready_at = words or WITHOUT_A_WORD, now
            return self._died(kept)

    def release(self, lease: Lease, now: int) -> None:
        """Give the job back untouched; counts against nobody."""
        with self.lock:
            kept = self._hold(lease, now)
            kept.state, kept.ready_at = JobState.WAITING, now

    def retry(self, key: str, now: int) -> JobState | None:
        """Let a parked job be tried again."""
        with self.lock:
            kept = self.jobs.get(key)
            if kept and kept.state is JobState.PARKED:
                kept.state, kept.ready_at, kept.changed_at = JobState.WAITING, now, now
                kept.deaths = 0
            return kept.state if kept else None

    def result(self, key: str) -> str | None:
        """The answer of a job that is done."""
        found = self.results.get(key)
        return found[1] if found else None

    def parked(self) -> tuple[Parked, ...]:
        """The jobs that a person must look at, oldest first."""
        with self.lock:
            found = [kept for kept in self.jobs.values() if kept.state is JobState.PARKED]
            found.sort(key=lambda kept: (kept.changed_at, kept.job.key))
            return tuple(Parked(k.job, k.worker, k.last_words, k.changed_at) for k in found)

    def states(self, keys: Iterable[str]) -> Mapping[str, JobState]:
        """Where each of these jobs stands; keys that are not known are left out."""
        with self.lock:
            return {key: self.jobs[key].state for key in keys if key in self.jobs}

    def held(self, keys: Iterable[str]) -> tuple[Held, ...]:
        """Who has which of these jobs, or had it when it died; by the worker's name and the key."""
        with self.lock:
            kept = (self.jobs[key] for key in set(keys) if key in self.jobs)
            found = [_held(each) for each in kept if each.state is JobState.LEASED]
            return tuple(sorted(found, key=lambda each: (each.lease.worker, each.lease.job.key)))

    def counts(self, step: str = "") -> Mapping[JobState, int]:
        """How many jobs stand where, of this step or of all; every state is there."""
        with self.lock:
            kept = (kept for kept in self.jobs.values() if not step or kept.job.step == step)
            found = Counter(each.state for each in kept)
            return {state: found[state] for state in JobState}

    def _hold(self, lease: Lease, now: int) -> _Kept:
        kept = self.jobs.get(lease.job.key)
        if kept is None or kept.turn != lease.turn or kept.state is not JobState.LEASED:
            raise LeaseLost(lease.job.key, lease.worker)
        kept.changed_at = now
        return kept

    def _died(self, kept: _Kept) -> JobState:
        kept.deaths += 1
        kept.state = JobState.PARKED if kept.deaths >= DEATHS_ALLOWED else JobState.WAITING
        return kept.state


def _held(kept: _Kept) -> Held:
    length = kept.ready_at - kept.changed_at
    lease = Lease(kept.job, kept.worker, kept.turn, length, kept.ready_at)
    return Held(lease, kept.changed_at, kept.last_words)


def _is_free(kept: _Kept, now: int) -> bool:
    return kept.state in {JobState.WAITING, JobState.LEASED} and kept.ready_at <= now
