"""The ledger in the database: a job is free when its ``ready_at`` has come, whatever came before.

That one column says it all: the moment of the offer while the job waits, the end of the lease while
somebody has it, nothing once it is done or parked. A job that is found free while it is leased has
ended its worker. Every claim raises ``turn``, by which a lease that was lost is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Update, case, func, insert, null, select, update

from evidence.pipeline.ledger import (
    DEATHS_ALLOWED,
    Closing,
    Job,
    JobState,
    Lease,
    LeaseLost,
    Parked,
    Result,
)
from evidence.store.database import Database
from evidence.store.observations import observed
from evidence.store.rows import JOBS, RESULTS
from evidence.store.verdicts import kept

_T = TypeVar("_T")
WITHOUT_A_WORD = "ended without a word"
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
        free = JOBS.alias("free")
        longest = select(free.c.key).where(free.c.ready_at <= now)
        if steps:
            longest = longest.where(free.c.step.in_(steps))
        longest = longest.order_by(free.c.ready_at, free.c.key).limit(1)
        one = longest.with_for_update(skip_locked=True).scalar_subquery()
        return self._take(JOBS.c.key == one, worker, now, lease_for)

    def take(self, key: str, worker: str, now: int, lease_for: int) -> Lease | None:
        """Take this one job, if it is free."""
        return self._take((JOBS.c.key == key) & (JOBS.c.ready_at <= now), worker, now, lease_for)

    def _take(
        self, which: ColumnElement[bool], worker: str, now: int, lease_for: int
    ) -> Lease | None:
        statement = _handed_out(worker, now, now + lease_for).where(which)
        while True:
            with self.database.writing() as connection:
                row = connection.execute(statement).one_or_none()
            if row is None:
                return None
            if row.state == JobState.LEASED:
                return Lease(_job(row), worker, row.turn, lease_for, now + lease_for)

    def beat(self, lease: Lease, now: int, saying: str = "") -> Lease:
        """Still at it: the lease, extended."""
        until = now + lease.length
        values: dict[str, Any] = {"ready_at": until, "changed_at": now}
        if saying:
            values["last_words"] = saying
        with self.database.writing() as connection:
            _hold(connection, lease, values)
        return replace(lease, until=until)

    def finish(self, lease: Lease, result: Result, now: int) -> Closing:
        """Write the result and close the lease, both or neither; only the first result counts."""
        key = lease.job.key
        done = {"state": JobState.DONE.value, "ready_at": None, "changed_at": now}
        with self.database.writing() as connection:
            try:
                _hold(connection, lease, done)
            except LeaseLost:
                if _state(connection, key) is JobState.DONE:
                    return Closing.ALREADY_DONE
                raise
            connection.execute(insert(RESULTS).values(key=key, at=now, answer=result.answer))
            observed(self.database, connection, result.observations, now)
            if result.verdict:
                kept(connection, result.verdict, now, job=key)
        return Closing.WRITTEN

    def fail(self, lease: Lease, words: str, now: int) -> JobState:
        """The work went wrong: counts like a dead worker. The job waits again or is parked."""
        deaths = JOBS.c.deaths + 1
        parks = deaths >= DEATHS_ALLOWED
        values = {
            "state": case((parks, JobState.PARKED.value), else_=JobState.WAITING.value),
            "ready_at": case((parks, null()), else_=now),
            "deaths": deaths,
            "last_words": words or WITHOUT_A_WORD,
            "changed_at": now,
        }
        with self.database.writing() as connection:
            _hold(connection, lease, values)
            return _state(connection, lease.job.key) or JobState.WAITING

    def release(self, lease: Lease, now: int) -> None:
        """Give the job back untouched; counts against nobody."""
        waiting = {"state": JobState.WAITING.value, "ready_at": now, "changed_at": now}
        with self.database.writing() as connection:
            _hold(connection, lease, waiting)

    def retry(self, key: str, now: int) -> JobState | None:
        """Let a parked job be tried again."""
        again = update(JOBS).where(JOBS.c.key == key, JOBS.c.state == JobState.PARKED.value)
        with self.database.writing() as connection:
            connection.execute(
                again.values(state=JobState.WAITING.value, ready_at=now, deaths=0, changed_at=now)
            )
            return _state(connection, key)

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

    def counts(self, step: str = "") -> Mapping[JobState, int]:
        """How many jobs stand where, of this step or of all; every state is there."""
        query = select(JOBS.c.state, func.count().label("number")).group_by(JOBS.c.state)
        if step:
            query = query.where(JOBS.c.step == step)
        with self.database.reading() as connection:
            found = {row.state: row.number for row in connection.execute(query)}
        return {state: found.get(state.value, 0) for state in JobState}


def _handed_out(worker: str, now: int, until: int) -> Update:
    """The change to a free job: leased, or parked where its lease ran out once too often."""
    died = JOBS.c.state == JobState.LEASED.value
    deaths = JOBS.c.deaths + case((died, 1), else_=0)
    parks = deaths >= DEATHS_ALLOWED
    silent = parks & (JOBS.c.last_words == "")
    changed = update(JOBS).values(
        state=case((parks, JobState.PARKED.value), else_=JobState.LEASED.value),
        ready_at=case((parks, null()), else_=until),
        turn=JOBS.c.turn + 1,
        deaths=deaths,
        worker=case((parks, JOBS.c.worker), else_=worker),
        last_words=case((silent, WITHOUT_A_WORD), else_=JOBS.c.last_words),
        changed_at=now,
    )
    return changed.returning(JOBS)


def _hold(connection: Connection, lease: Lease, values: Mapping[str, Any]) -> None:
    """Change a job that is still this lease's; its row is then held until the transaction ends."""
    mine = update(JOBS).where(
        JOBS.c.key == lease.job.key,
        JOBS.c.turn == lease.turn,
        JOBS.c.state == JobState.LEASED.value,
    )
    if connection.execute(mine.values(**values)).rowcount == 0:
        raise LeaseLost(lease.job.key, lease.worker)


def _state(connection: Connection, key: str) -> JobState | None:
    found = connection.scalar(select(JOBS.c.state).where(JOBS.c.key == key))
    return JobState(found) if found else None


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


def _job(row: Any) -> Job:
    return Job(row.subject, row.step, row.inputs, row.policy, row.code)


def _in_groups(things: Iterable[_T]) -> Iterator[list[_T]]:
    left = iter(things)
    while some := list(islice(left, _AT_ONCE)):
        yield some
