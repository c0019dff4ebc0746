"""The schema: created and brought up to date by the migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from evidence.pipeline.ledger import StoreAway
from evidence.store.database import Database
from evidence.store.revision import found_in, newer

_HEAD = "head"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x65766964  # "evid": the advisory lock of migrations on PostgreSQL


def upgrade(url: str, revision: str = _HEAD) -> None:
    """Bring the store up to a revision, creating it where there is none; safe to do twice at once.

    Raises:
        StoreUnfit: when the database doesn't answer, or is of a newer version than this code.
    """
    database = Database.at(url)
    if database.file:
        database.file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _upgrade(database, revision)
    except (OperationalError, StoreAway) as error:
        raise database.unreachable(error) from error
    finally:
        database.close()


def _upgrade(database: Database, revision: str) -> None:
    with database.writing() as connection:
        if database.on_postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = found_in(connection)
        if found and found not in revisions():
            raise newer(database, found)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


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
