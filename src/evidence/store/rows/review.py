"""Rows of the reviews of verdicts, and the sums that follow from both."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, UniqueConstraint

from evidence.store.rows.row import Row, table


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


REVIEWS = table(ReviewRow)
STEPS = table(StepRow)
ITEMS = table(ItemRow)
JUDGED = table(JudgedRow)
HOUR_SUMS = table(HourSumRow)
FINDING_SUMS = table(FindingSumRow)
ITEM_RULES = table(ItemRuleRow)
