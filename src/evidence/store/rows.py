"""Rows: the tables of the store. They never leave this package.

Times are wall times in microseconds. Digests are 64 hexadecimal digits.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, MetaData, Table, Text
from sqlmodel import Field, SQLModel, UniqueConstraint

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What every table is built on: one naming convention, so that migrations find each part."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=_NAMES)


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


class ReviewRow(Row, table=True):
    """What a person decided on a finding (``place``) of a version of a verdict."""

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "subject", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    version: int
    place: int
    decision: str
    by: str
    at: int = Field(sa_type=BigInteger)
    comment: str = Field(sa_type=Text)


class ObservationRow(Row, table=True):
    """The facts of a recording's content as one version of the code read them."""

    __tablename__ = "observations"

    digest: str = Field(primary_key=True, max_length=64)
    code: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger, index=True)
    body: str = Field(sa_type=Text)


class ClassRow(Row, table=True):
    """A class as it was last seen."""

    __tablename__ = "classes"

    subject: str = Field(primary_key=True)
    institution: str = Field(index=True)
    policy: str
    inputs: str
    starts: int | None = Field(sa_type=BigInteger)
    ends: int | None = Field(sa_type=BigInteger)
    seen_at: int = Field(sa_type=BigInteger)


class RecordingRow(Row, table=True):
    """A recording that a class was last seen to have."""

    __tablename__ = "recordings"

    subject: str = Field(primary_key=True, foreign_key="classes.subject")
    path: str = Field(primary_key=True)
    sha256: str = Field(index=True, max_length=64)
    camera: str
    start: int | None = Field(sa_type=BigInteger)


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


class FingerprintRow(Row, table=True):
    """What one moment of a recording looks like: ``at`` is media time, ``hash`` the picture's."""

    __tablename__ = "fingerprints"

    recording: str = Field(primary_key=True, max_length=64)
    at: int = Field(primary_key=True, sa_type=BigInteger)
    code: str = Field(primary_key=True)
    hash: str = Field(index=True)


class PrintRow(Row, table=True):
    """What a recording of a class was seen to show; ``number`` tells which was kept first."""

    __tablename__ = "prints"
    __table_args__ = (
        UniqueConstraint("subject", "recording", "code"),
        Index(None, "bundle", "path"),
    )

    number: int | None = Field(default=None, primary_key=True)
    recording: str = Field(max_length=64)
    bundle: str = Field(max_length=64)
    subject: str
    path: str
    camera: str
    start: int | None = Field(sa_type=BigInteger)
    code: str
    body: str = Field(sa_type=Text)


class PrintWordRow(Row, table=True):
    """A word of a print (its ``number``), and the second that it is of; the key is the index."""

    __tablename__ = "print_words"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    word: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    print: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class FaceSheetRow(Row, table=True):
    """The faces of one class, sealed; ``number`` tells which was kept first, and is given once."""

    __tablename__ = "face_sheets"
    __table_args__ = (UniqueConstraint("of", "content", "code"), {"sqlite_autoincrement": True})

    number: int | None = Field(default=None, primary_key=True)
    of: str
    content: str = Field(max_length=64)
    code: str
    at: int = Field(sa_type=BigInteger)
    faces: int
    body: str = Field(sa_type=Text)


class FaceNamesRow(Row, table=True):
    """Whose the faces of a sheet are, sealed, apart from them."""

    __tablename__ = "face_names"

    sheet: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    body: str = Field(sa_type=Text)


class FacePersonRow(Row, table=True):
    """That a person is on a sheet, by a mark that tells nobody anything without the key."""

    __tablename__ = "face_people"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}

    mark: str = Field(primary_key=True)
    sheet: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class AccountRow(Row, table=True):
    """Somebody who may sign in; ``password`` is a PHC string, ``misses`` wrong ones in a row."""

    __tablename__ = "accounts"

    name: str = Field(primary_key=True)
    role: str
    institution: str
    password: str
    created_at: int = Field(sa_type=BigInteger)
    disabled_at: int | None = Field(sa_type=BigInteger)
    misses: int
    locked_until: int | None = Field(sa_type=BigInteger)


class SignInRow(Row, table=True):
    """Somebody who is signed in; ``key`` is the digest of a token that only the browser has."""

    __tablename__ = "sign_ins"

    key: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.name", index=True)
    proof: str
    began: int = Field(sa_type=BigInteger)
    seen: int = Field(sa_type=BigInteger)


class StepRow(Row, table=True):
    """A step of a review, the ``number``-th on its item; ``entry`` is its row in the audit log."""

    __tablename__ = "review_steps"
    __table_args__ = (UniqueConstraint("subject", "part", "number"),)

    entry: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    subject: str
    part: str
    number: int
    act: str
    by: str
    at: int = Field(sa_type=BigInteger)
    verdict: int
    basis: str = Field(max_length=64)
    reason: str = Field(sa_type=Text)
    to: str
    sha256: str = Field(max_length=64)


class ItemRow(Row, table=True):
    """A part of a class that its latest verdict flags, and where its review stands.

    All of it follows from the verdicts and the steps, and can be worked out again.
    """

    __tablename__ = "review_items"
    __table_args__ = (
        Index(None, "due", "worst", "subject", "place"),
        Index(None, "state", "due", "worst", "subject", "place"),
        Index(None, "institution", "state", "due", "worst", "subject", "place"),
        Index(None, "holder", "state", "due", "worst", "subject", "place"),
        Index(None, "date", "state", "due", "worst", "subject", "place"),
        Index(None, "kind", "state", "due", "worst", "subject", "place"),
    )

    subject: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    place: int
    institution: str
    version: int
    basis: str = Field(max_length=64)
    effect: str
    worst: int
    rules: str
    kind: str
    date: str
    due: str
    latest: str
    state: str
    holder: str
    first: str
    settled: str
    steps: int


class ListedRow(Row, table=True):
    """What ``judged_classes`` tells since: nothing fills this any more."""

    __tablename__ = "review_listed"

    subject: str = Field(primary_key=True)
    entry: int = Field(index=True)


class JudgedRow(Row, table=True):
    """A class by its newest verdict, up to which (its ``entry``) all is listed and counted.

    It follows from the verdicts, as the items and the sums do, and can be worked out again.
    """

    __tablename__ = "judged_classes"
    __table_args__ = (Index(None, "institution", "entry"),)

    subject: str = Field(primary_key=True)
    entry: int = Field(index=True)
    institution: str
    version: int
    standing: str
    at: int = Field(sa_type=BigInteger)


class HourSumRow(Row, table=True):
    """How many class hours of a class stand how; ``week`` is its Monday."""

    __tablename__ = "hour_sums"
    __table_args__ = (Index(None, "institution"),)

    subject: str = Field(primary_key=True)
    week: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    standing: str = Field(primary_key=True)
    institution: str
    hours: int


class FindingSumRow(Row, table=True):
    """How many findings of a rule a class has, by what follows from them."""

    __tablename__ = "finding_sums"
    __table_args__ = (Index(None, "institution"),)

    subject: str = Field(primary_key=True)
    week: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    effect: str = Field(primary_key=True)
    institution: str
    findings: int


class ItemRuleRow(Row, table=True):
    """An item under each of its rules, with all that the list is ordered and narrowed by."""

    __tablename__ = "review_item_rules"
    __table_args__ = (
        Index(None, "rule", "state", "due", "worst", "subject", "place"),
        Index(None, "rule", "institution", "state", "due", "worst", "subject", "place"),
    )

    subject: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    rule: str = Field(primary_key=True)
    institution: str
    state: str
    due: str
    worst: int
    place: int


class DeliveryRow(Row, table=True):
    """A file that an institution sends; ``outcome`` is JSON, "" while there is none."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "institution", "at"), Index(None, "stage", "at"))

    id: str = Field(primary_key=True, max_length=32)
    institution: str
    purpose: str
    name: str
    size: int = Field(sa_type=BigInteger)
    by: str
    at: int = Field(sa_type=BigInteger)
    subject: str
    part: str
    note: str = Field(sa_type=Text)
    camera: str
    start: int | None = Field(sa_type=BigInteger)
    stage: str
    outcome: str = Field(sa_type=Text)
    changed_at: int = Field(sa_type=BigInteger)


class TokenRow(Row, table=True):
    """A machine's token: ``key`` is the digest of what only the machine has."""

    __tablename__ = "tokens"

    key: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.name", index=True)
    label: str
    created_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger)


class KeptAnswerRow(Row, table=True):
    """What was answered to an Idempotency-Key; ``asked`` is the digest of what was asked."""

    __tablename__ = "kept_answers"

    account: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    asked: str = Field(max_length=64)
    answer: str = Field(sa_type=Text)
    at: int = Field(sa_type=BigInteger, index=True)


class IdentityRow(Row, table=True):
    """Who signs in elsewhere under an account: the digest of the issuer and its subject."""

    __tablename__ = "identities"

    identity: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="accounts.name", unique=True)
    at: int = Field(sa_type=BigInteger)


def _table(row: type[Row]) -> Table:
    return Row.metadata.tables[str(row.__tablename__)]


JOBS = _table(JobRow)
RESULTS = _table(ResultRow)
VERDICTS = _table(VerdictRow)
FINDINGS = _table(FindingRow)
REVIEWS = _table(ReviewRow)
OBSERVATIONS = _table(ObservationRow)
CLASSES = _table(ClassRow)
RECORDINGS = _table(RecordingRow)
RUNS = _table(RunRow)
AUDIT = _table(AuditRow)
AUDIT_HEAD = _table(AuditHeadRow)
PURGING = _table(PurgingRow)
PRINTS = _table(PrintRow)
PRINT_WORDS = _table(PrintWordRow)
FACE_SHEETS = _table(FaceSheetRow)
FACE_NAMES = _table(FaceNamesRow)
FACE_PEOPLE = _table(FacePersonRow)
ACCOUNTS = _table(AccountRow)
SIGN_INS = _table(SignInRow)
STEPS = _table(StepRow)
ITEMS = _table(ItemRow)
DELIVERIES = _table(DeliveryRow)
JUDGED = _table(JudgedRow)
HOUR_SUMS = _table(HourSumRow)
FINDING_SUMS = _table(FindingSumRow)
ITEM_RULES = _table(ItemRuleRow)
TOKENS = _table(TokenRow)
KEPT_ANSWERS = _table(KeptAnswerRow)
IDENTITIES = _table(IdentityRow)
