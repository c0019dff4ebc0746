"""The ledger in the database: a job is free when its ``ready_at`` has come, whatever came before.

That one column says it all: the moment of the offer while the job waits, the end of the lease while
somebody has it, nothing once it is done or parked. A job that is found free while it is leased has
ended its worker. Every claim raises ``turn``, by which a lease that was lost is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Update, func, select

from evidence.pipeline.ledger import (
    Closing,
    Held,
    Job,
    JobState,
    Lease,
    LeaseLost,
    Parked,
    Result,
)
from evidence.store import at_once, turns
from evidence.store.database import Database
from evidence.store.hand import Given, Hand
from evidence.store.observations import observed
from evidence.store.rows.work import JOBS, RESULTS
from evidence.store.verdicts import kept

_T = TypeVar("_T")
_AT_ONCE = 500  # keys in one statement, jobs in one transaction


@dataclass(frozen=True, slots=True)
class SqlLedger:
    """The work."""

    database: Database

    def offer(self, jobs: Iterable[Job], now: int) -> int:
        """Put jobs up; one that is known already stays as it is. How many were new."""
        new = 0
        statement = self.database.insert(JOBS)
        for some in _in_groups(jobs):
            # In one order for all, so that two offers never wait for each other in a circle.
            rows = sorted((_offered(job, now) for job in some), key=lambda row: str(row["key"]))
            with self.database.writing() as connection:
                new += connection.execute(statement, rows).rowcount
        return new

    def claim(
        self, worker: str, now: int, lease_for: int, steps: Sequence[str] = ()
    ) -> Lease | None:
        """Take the job that waits longest; those that have ended two workers are parked."""
        if steps:
            given = {f"step_{at}": step for at, step in enumerate(steps)}
            return self._take(turns.claimed_of(len(steps)), given, worker, now, lease_for)
        return self._take(turns.CLAIMED, {}, worker, now, lease_for)

    def take(self, key: str, worker: str, now: int, lease_for: int) -> Lease | None:
        """Take this one job, if it is free."""
        return self._take(turns.TAKEN, {"job": key}, worker, now, lease_for)

    def _take(
        self, statement: Update, which: Given, worker: str, now: int, lease_for: int
    ) -> Lease | None:
        given = {**which, "by": worker, "at": now, "until": now + lease_for}
        while True:
            with self.database.one_by_hand() as hand:
                rows = hand.rows(statement, given)
            if not rows:
                return None
            state, turn, *parts = rows[0]
            if state == JobState.LEASED:
                return Lease(Job(*parts), worker, turn, lease_for, now + lease_for)

    def beat(self, lease: Lease, now: int, saying: str = "") -> Lease:
        """Still at it: the lease, extended."""
        until = now + lease.length
        with self.database.one_by_hand() as hand:
            _hold(hand, lease, turns.BEATEN, at=now, until=until, words=saying)
        return replace(lease, until=until)

    def finish(self, lease: Lease, result: Result, now: int) -> Closing:
        """Write the result and close the lease, both or neither; only the first result counts."""
        if self._at_once(lease, result, now):
            return Closing.WRITTEN
        with self.database.by_hand(lasting=result.verdict is not None) as hand:
            if not _done(hand, lease, result, now):
                if _state(hand, lease.job.key) is JobState.DONE:
                    return Closing.ALREADY_DONE
                raise LeaseLost(lease.job.key, lease.worker)
            observed(hand, result.observations, now)
            if result.verdict:
                kept(hand, result.verdict, now, job=lease.job.key)
        return Closing.WRITTEN

    def _at_once(self, lease: Lease, result: Result, now: int) -> bool:
        """Whether it could be written in one statement, as PostgreSQL mostly can."""
        if not self.database.on_postgresql or result.observations:
            return False
        if result.verdict is None:
            with self.database.one_by_hand() as hand:
                return _done(hand, lease, result, now)
        with self.database.one_by_hand(lasting=True) as hand:
            for _ in range(at_once.TRIES):
                with suppress(hand.refused):
                    return at_once.closed(hand, lease, result.verdict, result.answer, now)
        return False

    def fail(self, lease: Lease, words: str, now: int) -> JobState:
        """The work went wrong: counts like a dead worker. The job waits again or is parked."""
        with self.database.by_hand() as hand:
            _hold(hand, lease, turns.FAILED, at=now, words=words or turns.WITHOUT_A_WORD)
            return _state(hand, lease.job.key) or JobState.WAITING

    def release(self, lease: Lease, now: int) -> None:
        """Give the job back untouched; counts against nobody."""
        with self.database.one_by_hand() as hand:
            _hold(hand, lease, turns.GIVEN_BACK, at=now)

    def retry(self, key: str, now: int) -> JobState | None:
        """Let a parked job be tried again."""
        with self.database.by_hand() as hand:
            hand.change(turns.TRIED_AGAIN, {"job": key, "at": now})
            return _state(hand, key)

    def result(self, key: str) -> str | None:
        """The answer of a job that is done."""
        with self.database.reading() as connection:
            return connection.scalar(select(RESULTS.c.answer).where(RESULTS.c.key == key))

    def parked(self) -> tuple[Parked, ...]:
        """The jobs that a person must look at, oldest first."""
        query = select(JOBS).where(JOBS.c.state == JobState.PARKED.value)
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(JOBS.c.changed_at, JOBS.c.key)).all()
        return tuple(Parked(_job(row), row.worker, row.last_words, row.changed_at) for row in rows)

    def states(self, keys: Iterable[str]) -> Mapping[str, JobState]:
        """Where each of these jobs stands; keys that are not known are left out."""
        found: dict[str, JobState] = {}
        with self.database.reading() as connection:
            for some in _in_groups(keys):
                query = select(JOBS.c.key, JOBS.c.state).where(JOBS.c.key.in_(some))
                found.update((row.key, JobState(row.state)) for row in connection.execute(query))
        return found

    def held(self, keys: Iterable[str]) -> tuple[Held, ...]:
        """Who has which of these jobs, or had it when it died; by the worker's name and the key."""
        leased = select(JOBS).where(JOBS.c.state == JobState.LEASED.value)
        found: list[Held] = []
        with self.database.reading() as connection:
            for some in _in_groups(keys):
                found.extend(map(_held, connection.execute(leased.where(JOBS.c.key.in_(some)))))
        return tuple(sorted(found, key=lambda each: (each.lease.worker, each.lease.job.key)))

    def counts(self, step: str = "") -> Mapping[JobState, int]:
        """How many jobs stand where, of this step or of all; every state is there."""
        query = select(JOBS.c.state, func.count().label("number")).group_by(JOBS.c.state)
        if step:
            query = query.where(JOBS.c.step == step)
        with self.database.reading() as connection:
            found = {row.state: row.number for row in connection.execute(query)}
        return {state: found.get(state.value, 0) for state in JobState}


def _hold(hand: Hand, lease: Lease, change: Update, **given: str | int) -> None:
    """Change a job that is still this lease's; its row is then held until the transaction ends."""
    if hand.change(change, {**given, "job": lease.job.key, "of_turn": lease.turn}) == 0:
        raise LeaseLost(lease.job.key, lease.worker)


def _done(hand: Hand, lease: Lease, result: Result, now: int) -> bool:
    """Close the lease and write the answer; False where the lease was lost."""
    answered: Given = {"job": lease.job.key, "at": now, "answer": result.answer}
    mine: Given = {"job": lease.job.key, "at": now, "of_turn": lease.turn}
    if hand.on_postgresql:
        return hand.change(turns.DONE_AND_ANSWERED, {**answered, **mine}) == 1
    return hand.change(turns.DONE, mine) == 1 and hand.change(turns.ANSWERED, answered) == 1


def _state(hand: Hand, key: str) -> JobState | None:
    found = hand.rows(turns.STATE, {"job": key})
    return JobState(found[0][0]) if found else None


def _offered(job: Job, now: int) -> dict[str, str | int]:
    return {
        "key": job.key,
        "subject": job.subject,
        "step": job.step,
        "inputs": job.inputs,
        "policy": job.policy,
        "code": job.code,
        "state": JobState.WAITING.value,
        "ready_at": now,
        "turn": 0,
        "deaths": 0,
        "worker": "",
        "last_words": "",
        "changed_at": now,
    }


def _held(row: Any) -> Held:
    length = row.ready_at - row.changed_at  # as it was taken, and at every beat since
    lease = Lease(_job(row), row.worker, row.turn, length, row.ready_at)
    return Held(lease, row.changed_at, row.last_words)


def _job(row: Any) -> Job:
    return Job(row.subject, row.step, row.inputs, row.policy, row.code)


def _in_groups(things: Iterable[_T]) -> Iterator[list[_T]]:
    left = iter(things)
    while some := list(islice(left, _AT_ONCE)):
        yield some
