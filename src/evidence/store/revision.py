"""The revision of a store's schema: which one it has, and which one this code works with."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from evidence.domain.errors import Problem
from evidence.domain.text import say
from evidence.pipeline.ledger import StoreAway
from evidence.store.database import Database, StoreUnfit

NEWEST = "0023"  # the last migration; each is numbered higher than the one before


def require_newest(database: Database) -> None:
    """See that the store has the schema that this code works with.

    Raises:
        StoreUnfit: when it has another, or when the database doesn't answer.
    """
    found = _found(database)
    if found and found > NEWEST:
        raise newer(database, found)
    if found != NEWEST:
        what = say("the store is not set up for this version yet: run evidence run once")
        raise StoreUnfit(database.name, (Problem(what, database.name),))


def _found(database: Database) -> str | None:
    if database.file and not database.file.exists():
        return None  # SQLite would make an empty one
    try:
        with database.reading() as connection:
            return found_in(connection)
    except (OperationalError, StoreAway) as error:
        raise database.unreachable(error) from error


def found_in(connection: Connection) -> str | None:
    """The revision that the database says it has; None for one that was never set up."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def newer(database: Database, found: str) -> StoreUnfit:
    """The error of a store that a newer version of this code has set up."""
    what = say(
        "the store was set up by a newer version of evidence (schema {found}): update this one",
        found=found,
    )
    return StoreUnfit(database.name, (Problem(what, database.name),))
