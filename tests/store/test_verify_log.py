"""``evidence verify-log`` from end to end."""

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner, Result

from evidence.cli.verify_log import verify_log
from evidence.domain.errors import Unreadable
from evidence.store.opening import SqlStore
from tests.store.things import NOW, judged


def run(url: str, *arguments: str) -> Result:
    app = typer.Typer()
    app.command()(verify_log)
    return CliRunner().invoke(app, ["--store", url, "--lang", "en", *arguments])


@pytest.fixture
def head(sql_store: SqlStore) -> str:
    """The last hash of a log of three rows, one of them a verdict's."""
    sql_store.audit.append("run-began", {"date": "2026-11-21"}, NOW)
    sql_store.verdicts.append(judged(), NOW)
    return sql_store.audit.append("run-ended", {"date": "2026-11-21"}, NOW).hash


def test_a_log_that_hangs_together_is_told_with_its_last_hash(url: str, head: str) -> None:
    told = run(url, "--head", head)

    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        "3 rows hang together, and 1 verdict is as first written",
        f"last row's hash: {head}",
    ]


def test_a_broken_log_names_the_row_and_what_is_wrong(
    sql_store: SqlStore, url: str, head: str
) -> None:
    on = " ON audit" if sql_store.database.on_postgresql else ""
    with sql_store.database.writing() as connection:
        connection.execute(text(f"DROP TRIGGER audit_no_update{on}"))
        connection.execute(text("UPDATE audit SET at = 0 WHERE number = 3"))

    told = run(url)

    assert told.exit_code == 1
    assert told.stdout == "row 3: it was edited: it does not fit its own hash\n"
    assert "keep a copy of the database" in told.stderr


@pytest.mark.usefixtures("head")
def test_a_log_without_the_hash_that_was_kept_is_broken(url: str) -> None:
    told = run(url, "--head", "0" * 64)

    assert told.exit_code == 1
    assert "no row of the log has the hash that you kept" in told.stdout


def test_a_store_that_can_not_be_read_is_told_at_the_door(empty_url: str) -> None:
    told = run(empty_url)

    assert isinstance(told.exception, Unreadable)
