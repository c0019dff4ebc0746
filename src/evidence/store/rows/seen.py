"""Rows of what recordings and portraits show: prints and faces."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, UniqueConstraint

from evidence.store.rows.row import Row, table


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


PRINTS = table(PrintRow)
PRINT_WORDS = table(PrintWordRow)
FACE_SHEETS = table(FaceSheetRow)
FACE_NAMES = table(FaceNamesRow)
FACE_PEOPLE = table(FacePersonRow)
