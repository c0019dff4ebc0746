"""The migrations: they end where the rows are, from wherever they begin, with all that was kept."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import DatabaseError

from evidence.pipeline.ledger import Fault
from evidence.store.database import Database, StoreUnfit
from evidence.store.opening import open_store
from evidence.store.revision import NEWEST
from evidence.store.rows.every import METADATA
from evidence.store.schema import revisions, upgrade
from tests.store.things import NOW, judged

APPEND_ONLY = {"verdicts": "entry", "findings": "verdict", "results": "key", "audit": "number"}
OUR_OWN = {"audit_head", "purging"}  # filled by the migration itself, and always empty
OLDER = revisions()[:-1]


def filled(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """A row in every table of whatever schema this is; all that the tables then hold."""
    for table in by_need(database):
        if table.name in OUR_OWN:
            continue
        values = {
            column.name: 1 if isinstance(column.type, Integer | BigInteger) else "x"
            for column in table.columns
        }
        with database.writing() as connection:
            connection.execute(insert(table).values(**values))
    return contents(database)


def by_need(database: Database) -> list[Table]:
    """Every table as the database itself describes it, those that others point to first."""
    found = MetaData()
    found.reflect(database.engine)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in by_need(database)
        }


def test_there_is_an_earlier_revision_to_come_from() -> None:
    assert OLDER == ("0001", "0002", "0003", "0004", "0015", "0020", "0021", "0022")
    assert revisions()[-1] == NEWEST


def test_the_migrations_give_exactly_the_rows(url: str) -> None:
    database = Database.at(url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    database.close()


@pytest.mark.parametrize("revision", OLDER)
def test_what_was_kept_survives_the_way_up(empty_url: str, revision: str) -> None:
    upgrade(empty_url, revision)
    database = Database.at(empty_url)
    before = filled(database)

    upgrade(empty_url)

    after = contents(database)
    assert {name: after[name] for name in before} == before
    assert [name for name, rows in before.items() if not rows] == ["purging"]
    database.close()
    opened = open_store(empty_url)
    assert opened.audit.verify().breaks[0].fault is Fault.EDITED  # the row "x" is no entry
    opened.close()


@pytest.mark.parametrize("revision", revisions())
def test_what_is_append_only_can_be_neither_changed_nor_deleted(
    empty_url: str, revision: str
) -> None:
    upgrade(empty_url, revision)
    database = Database.at(empty_url)
    before = filled(database)
    upgrade(empty_url)

    for table, column in APPEND_ONLY.items():
        changes = ('UPDATE {table} SET "{column}" = "{column}"', "DELETE FROM {table}")
        for change in (pattern.format(table=table, column=column) for pattern in changes):
            with (
                pytest.raises(DatabaseError, match=f"{table} is append-only"),
                database.writing() as connection,
            ):
                connection.execute(text(change))

    after = contents(database)
    assert {table: after[table] for table in APPEND_ONLY} == {
        table: before[table] for table in APPEND_ONLY
    }
    database.close()


def test_nobody_empties_a_table_on_postgresql(url: str, database: str) -> None:
    if database != "postgresql":
        return  # SQLite has no TRUNCATE
    opened = Database.at(url)
    for table in ("findings", "results", "audit"):
        with (
            pytest.raises(DatabaseError, match=f"{table} is append-only"),
            opened.writing() as connection,
        ):
            connection.execute(text(f"TRUNCATE {table}"))
    opened.close()


def test_nothing_is_replaced_on_sqlite(url: str, database: str) -> None:
    if database != "sqlite":
        return  # PostgreSQL has no INSERT OR REPLACE
    opened = open_store(url)
    opened.audit.append("run-began", {}, NOW)
    with (
        pytest.raises(DatabaseError, match="audit is append-only"),
        opened.database.writing() as connection,
    ):
        connection.execute(text("REPLACE INTO audit SELECT * FROM audit"))
    opened.close()


def test_an_upgrade_done_twice_changes_nothing(url: str) -> None:
    opened = open_store(url)
    kept = opened.verdicts.append(judged(), NOW)

    upgrade(url)

    assert opened.verdicts.latest(kept.subject) == kept
    opened.close()


def test_a_store_of_an_older_schema_is_refused_until_it_is_upgraded(empty_url: str) -> None:
    upgrade(empty_url, OLDER[0])

    with pytest.raises(StoreUnfit, match="not set up for this version"):
        open_store(empty_url)
    upgrade(empty_url)
    open_store(empty_url).close()


def test_a_store_of_a_newer_schema_is_left_alone(url: str) -> None:
    database = Database.at(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()

    for use in (open_store, upgrade):
        with pytest.raises(StoreUnfit, match="newer version of evidence \\(schema 9999\\)"):
            use(url)
