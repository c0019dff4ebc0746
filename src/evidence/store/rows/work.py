"""Rows of the work and what came of it: jobs, results, verdicts, what was read, the audit log."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, UniqueConstraint

from evidence.store.rows.row import Row, table


class JobRow(Row, table=True):
    """A job and where it stands.

    ``ready_at`` is when it may be handed out: from the offer on while it waits, from the end of
    the lease on while it is leased, and never (null) once it is done or parked.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "ready_at", "key"), Index(None, "step", "state"))

    key: str = Field(primary_key=True, max_length=64)
    subject: str
    step: str
    inputs: str
    policy: str
    code: str
    state: str
    ready_at: int | None = Field(sa_type=BigInteger)
    turn: int = 0
    deaths: int = 0
    worker: str = ""
    last_words: str = Field("", sa_type=Text)
    changed_at: int = Field(sa_type=BigInteger)


class ResultRow(Row, table=True):
    """What came of a job: its key allows only one."""

    __tablename__ = "results"

    key: str = Field(primary_key=True, max_length=64)
    at: int = Field(sa_type=BigInteger, index=True)
    answer: str = Field(sa_type=Text)


class VerdictRow(Row, table=True):
    """A verdict; ``entry`` is the number of the row in the audit log that vouches for it."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("subject", "version"),)

    entry: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    subject: str
    version: int
    at: int = Field(sa_type=BigInteger, index=True)
    standing: str
    policy_id: str
    policy_sha256: str
    bundle_sha256: str
    engine_version: str
    body: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    job: str = Field(max_length=64)


class FindingRow(Row, table=True):
    """A finding of a verdict, the ``place``-th from 0, for those who look across classes.

    The class and its parts stand in columns of their own; "" and 0 are what does not apply.
    """

    __tablename__ = "findings"

    verdict: int = Field(primary_key=True, foreign_key="verdicts.entry")
    place: int = Field(primary_key=True)
    rule: str = Field(index=True)
    effect: str
    clause: str
    outcome: str
    session: str
    hour: int
    learner: str
    lesson: str
    recording: str
    start: int | None = Field(sa_type=BigInteger)
    end: int | None = Field(sa_type=BigInteger)


class ObservationRow(Row, table=True):
    """The facts of a recording's content as one version of the code read them."""

    __tablename__ = "observations"

    digest: str = Field(primary_key=True, max_length=64)
    code: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger, index=True)
    body: str = Field(sa_type=Text)


class RunRow(Row, table=True):
    """A night: one for a business date and scope."""

    __tablename__ = "runs"

    date: str = Field(primary_key=True, max_length=10)
    scope: str = Field(primary_key=True)
    by: str
    began: int = Field(sa_type=BigInteger)
    times: int
    ended: int | None = Field(sa_type=BigInteger)
    summary: str = Field(sa_type=Text)


class AuditRow(Row, table=True):
    """An entry of the audit log; ``details`` is canonical JSON, as it was hashed."""

    __tablename__ = "audit"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: int = Field(sa_type=BigInteger)
    event: str = Field(index=True)
    details: str = Field(sa_type=Text)
    previous: str = Field(max_length=64)
    hash: str = Field(unique=True, max_length=64)


class AuditHeadRow(Row, table=True):
    """The end of the audit log, kept apart from it: its one row is locked to write the next."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int
    hash: str = Field(max_length=64)


class PurgingRow(Row, table=True):
    """The door of the purge: open while its one row is there, which no other transaction sees."""

    __tablename__ = "purging"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


JOBS = table(JobRow)
RESULTS = table(ResultRow)
VERDICTS = table(VerdictRow)
FINDINGS = table(FindingRow)
OBSERVATIONS = table(ObservationRow)
RUNS = table(RunRow)
AUDIT = table(AuditRow)
AUDIT_HEAD = table(AuditHeadRow)
PURGING = table(PurgingRow)
