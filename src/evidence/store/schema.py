"""The schema: brought up to date by migrations, and held to the version that this code knows."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from evidence.domain.errors import Problem
from evidence.domain.text import say
from evidence.store.database import Database, StoreUnfit

NEWEST = "head"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x65766964  # "evid": the advisory lock of migrations on PostgreSQL


def upgrade(url: str, revision: str = NEWEST) -> None:
    """Bring the store up to a revision, creating it where there is none; safe to do twice at once.

    Raises:
        StoreUnfit: when the database doesn't answer, or is of a newer version than this code.
    """
    database = Database.at(url)
    if database.file:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _upgrade(database, revision)
    except OperationalError as error:
        raise database.unreachable(error) from error
    finally:
        database.close()


def _upgrade(database: Database, revision: str) -> None:
    with database.writing() as connection:
        if database.on_postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = MigrationContext.configure(connection).get_current_revision()
        if found and found not in revisions():
            raise _newer(database, found)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def require_newest(database: Database) -> None:
    """See that the store has the schema that this code works with.

    Raises:
        StoreUnfit: when it has another, or when the database doesn't answer.
    """
    found, known = _found(database), revisions()
    if found and found not in known:
        raise _newer(database, found)
    if found != known[-1]:
        what = say("the store is not set up for this version yet: run evidence run once")
        raise StoreUnfit(database.name, (Problem(what, database.name),))


def _found(database: Database) -> str | None:
    if database.file and not database.file.exists():
        return None  # SQLite would make an empty one
    try:
        with database.reading() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise database.unreachable(error) from error


def revisions() -> tuple[str, ...]:
    """Every revision of the schema, oldest first."""
    walked = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(script.revision for script in walked)[::-1]


def _config() -> Config:
    config = Config()
    # A percent sign in the path of an installation would be taken for a reference otherwise.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _newer(database: Database, found: str) -> StoreUnfit:
    what = say(
        "the store was set up by a newer version of evidence (schema {found}): update this one",
        found=found,
    )
    return StoreUnfit(database.name, (Problem(what, database.name),))
