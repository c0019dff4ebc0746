"""A row: what every table is built on."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import MetaData, Table
from sqlmodel import SQLModel

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


def table(row: type[Row]) -> Table:
    """The table of a kind of row."""
    return Row.metadata.tables[str(row.__tablename__)]
