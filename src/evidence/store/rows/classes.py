"""Rows of the classes as they were last seen, and what institutions send for them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field

from evidence.store.rows.row import Row, table


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


CLASSES = table(ClassRow)
RECORDINGS = table(RecordingRow)
DELIVERIES = table(DeliveryRow)
