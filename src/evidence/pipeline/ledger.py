"""The ledger: which work there is, who has it, and what came of it, with the proof of both.

Times are wall times in microseconds and are always passed in (``now``). What a port writes it has
written for good when the call returns. Several processes, on several machines, may use one store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from evidence.domain.errors import Unreadable
from evidence.domain.findings import Finding, Standing

DEATHS_ALLOWED = 2  # a job that ends its worker this often is parked


@dataclass(frozen=True, slots=True, order=True)
class Job:
    """One step of work on one subject, told apart by all that its result can depend on.

    ``subject`` is ``INSTITUTION/CLASS`` or a recording's digest; ``inputs`` and ``policy`` are
    digests, ``code`` the version of what does the step. The same five give the same job.
    """

    subject: str
    step: str
    inputs: str
    policy: str
    code: str

    @property
    def key(self) -> str:
        """SHA-256 of the JSON array of the five, in the order of the fields."""
        parts = [self.subject, self.step, self.inputs, self.policy, self.code]
        return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"  # offered, and nobody has it
    LEASED = "leased"  # a worker has it, or had it when it died
    DONE = "done"  # its result is written
    PARKED = "parked"  # it ended its workers; a person must look


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in the hands of one worker until ``until`` (wall time).

    ``turn`` counts how often the job was handed out: a lease of an earlier turn is a lost one.
    ``length`` is how many microseconds a beat extends it by.
    """

    job: Job
    worker: str
    turn: int
    length: int
    until: int


@dataclass(frozen=True, slots=True)
class Held:
    """A lease as the ledger has it: when it last ``heard`` of the worker, and what that said."""

    lease: Lease
    heard: int
    last_words: str


class StoreAway(Unreadable):
    """The store answered before and does not now: what was asked may or may not have been done.

    Nothing is lost by it: whatever was not done is done again, and what was done is found.
    """


class LeaseLost(Exception):
    """The job was handed to somebody else, given back or parked: stop, and drop what was made."""

    def __init__(self, key: str, worker: str) -> None:
        super().__init__(key, worker)
        self.key = key
        self.worker = worker

    def __str__(self) -> str:
        return f"{self.worker} no longer has the job {self.key}"


@dataclass(frozen=True, slots=True)
class Parked:
    """A job that nobody tries again by itself: its last worker, and that one's last words."""

    job: Job
    worker: str
    last_words: str
    at: int


@dataclass(frozen=True, slots=True)
class JudgedClass:
    """A verdict to be kept: ``body`` is its JSON, ``subject`` the class's ``INSTITUTION/CLASS``."""

    subject: str
    standing: Standing
    policy_id: str
    policy_sha256: str
    bundle_sha256: str
    engine_version: str
    body: str
    findings: tuple[Finding, ...] = ()

    @property
    def sha256(self) -> str:
        """SHA-256 of the body."""
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """A verdict as it was kept: the ``version``-th on its subject, counted from 1.

    ``job`` is the key of the job that it came of, "" for one written outside the ledger.
    """

    subject: str
    version: int
    at: int
    standing: Standing
    policy_id: str
    policy_sha256: str
    bundle_sha256: str
    engine_version: str
    body: str
    sha256: str
    job: str


@dataclass(frozen=True, slots=True)
class Observation:
    """The facts of a recording as ``code`` read them (JSON), by the digest of its content."""

    digest: str
    code: str
    body: str


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: its ``answer``, and what else is written in the same transaction."""

    answer: str = ""
    verdict: JudgedClass | None = None
    observations: tuple[Observation, ...] = ()


class Closing(StrEnum):
    """What became of handing in a result."""

    WRITTEN = "written"
    ALREADY_DONE = "already-done"  # the job has its result; this one was dropped


class Ledger(Protocol):
    """The truth about the work: what is offered, leased, done and parked."""

    def offer(self, jobs: Iterable[Job], now: int) -> int:
        """Put jobs up; one that is known already stays as it is. How many were new."""
        ...

    def claim(
        self, worker: str, now: int, lease_for: int, steps: Sequence[str] = ()
    ) -> Lease | None:
        """Take the job that waits longest, of these steps or of any; None when none is free.

        A job whose lease ran out is free again; one that has ended its second worker is parked.
        No two calls ever get the same turn of the same job.
        """
        ...

    def take(self, key: str, worker: str, now: int, lease_for: int) -> Lease | None:
        """Take this one job, if it is free: for engines that hand out keys themselves."""
        ...

    def beat(self, lease: Lease, now: int, saying: str = "") -> Lease:
        """Still at it: the lease, extended. ``saying`` is kept as the worker's last words.

        Raises:
            LeaseLost: when the job is no longer this worker's.
        """
        ...

    def finish(self, lease: Lease, result: Result, now: int) -> Closing:
        """Write the result and close the lease, both or neither; only the first result counts.

        A lease that ran out and that nobody else took up is still good.

        Raises:
            LeaseLost: when the job is no longer this worker's and is not done either.
        """
        ...

    def fail(self, lease: Lease, words: str, now: int) -> JobState:
        """The work went wrong: counts like a dead worker. The job waits again or is parked.

        Raises:
            LeaseLost: when the job is no longer this worker's.
        """
        ...

    def release(self, lease: Lease, now: int) -> None:
        """Give the job back untouched, as when the machine shuts down; counts against nobody.

        Raises:
            LeaseLost: when the job is no longer this worker's.
        """
        ...

    def retry(self, key: str, now: int) -> JobState | None:
        """Let a parked job be tried again; where the job stands now, None for an unknown key."""
        ...

    def result(self, key: str) -> str | None:
        """The answer of a job that is done."""
        ...

    def parked(self) -> tuple[Parked, ...]:
        """The jobs that a person must look at, oldest first."""
        ...

    def states(self, keys: Iterable[str]) -> Mapping[str, JobState]:
        """Where each of these jobs stands; keys that are not known are left out."""
        ...

    def held(self, keys: Iterable[str]) -> tuple[Held, ...]:
        """Who has which of these jobs, or had it when it died; by the worker's name and the key."""
        ...

    def counts(self, step: str = "") -> Mapping[JobState, int]:
        """How many jobs stand where, of this step or of all; every state is there."""
        ...


class Verdicts(Protocol):
    """The verdicts: written once, never changed; a re-check adds a version."""

    def append(self, verdict: JudgedClass, now: int) -> KeptVerdict:
        """Keep a verdict as the next version on its subject."""
        ...

    def latest(self, subject: str) -> KeptVerdict | None:
        """The newest version."""
        ...

    def history(self, subject: str) -> tuple[KeptVerdict, ...]:
        """Every version, oldest first."""
        ...


class Observations(Protocol):
    """What was read off recordings, so that no file is read twice."""

    def get(self, digest: str, code: str) -> str | None:
        """The facts of this content as this code version reads them."""
        ...

    def several(
        self, digests: Sequence[str], codes: Sequence[str]
    ) -> Mapping[tuple[str, str], str]:
        """The facts of several contents, as each of these code versions reads them."""
        ...

    def put(self, observation: Observation, now: int) -> None:
        """Keep them; where they are known already, the first ones stay."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit log: what happened, when, and to what (flat; no names, no ID numbers).

    ``hash`` is that of the row before together with this row's own canonical JSON.
    """

    number: int
    at: int
    event: str
    details: Mapping[str, str | int]
    previous: str
    hash: str


class Fault(StrEnum):
    """What can be wrong with a row of the audit log, or with a verdict that it vouches for."""

    EDITED = "edited"  # the row does not fit its own hash
    DROPPED = "dropped"  # a row that should stand before this one is gone
    REORDERED = "reordered"  # the row stands in another place than it was written at
    TRUNCATED = "truncated"  # the log ends before the row that it last wrote
    REWRITTEN = "rewritten"  # the log lacks a row whose hash was kept elsewhere
    VERDICT_EDITED = "verdict-edited"  # a verdict is not the one that the log vouches for
    VERDICT_DROPPED = "verdict-dropped"  # a verdict that the log vouches for is gone
    VERDICT_FOREIGN = "verdict-foreign"  # a verdict that the log does not know
    STEP_EDITED = "step-edited"  # a step of a review is not the one that the log vouches for
    STEP_DROPPED = "step-dropped"  # a step of a review that the log vouches for is gone
    STEP_FOREIGN = "step-foreign"  # a step of a review that the log does not know


@dataclass(frozen=True, slots=True)
class LogBreak:
    """One place where the audit log does not hang together.

    ``number`` is the row's; for a truncated or rewritten log that of its last row.
    ``detail`` names the verdict (``subject`` and version) or the step of a review, or is "".
    """

    number: int
    fault: Fault
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What reading the whole audit log showed: rows, verdicts vouched for, the last hash.

    ``breaks`` holds the first ones only where there are very many.
    """

    rows: int
    verdicts: int
    head: str
    breaks: tuple[LogBreak, ...]


class Audit(Protocol):
    """The audit log: rows chained by hash, so that no one can change the past unseen."""

    def append(self, event: str, details: Mapping[str, str | int], now: int) -> Entry:
        """Write the next row."""
        ...

    def entries(self, after: int = 0, limit: int = 1000) -> tuple[Entry, ...]:
        """Rows in their order, those after row ``after``."""
        ...

    def verify(self, kept: str = "") -> LogCheck:
        """Read every row, and every verdict against its row.

        ``kept`` is a row's hash that was kept elsewhere, "" for none: whoever owns the database
        could write the whole log anew, but not so that it holds that hash.
        """
        ...
