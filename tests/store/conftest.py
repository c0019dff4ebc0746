"""Stores to test: in memory, on SQLite, and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.pipeline.store import Store
from evidence.store.memory import MemoryStore
from evidence.store.opening import open_store

DATABASES = ("sqlite", "postgresql")


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> str:
    """The URL of a database with nothing in it."""
    if database == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("new_postgresql")(False))


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> str:
    """The URL of a database with the newest schema."""
    if database == "sqlite":
        path = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("ready_sqlite"), path)
        return f"sqlite:///{path}"
    return str(request.getfixturevalue("new_postgresql")(True))


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> str:
    """Each database."""
    return str(request.param)


@pytest.fixture
def sql_store(url: str) -> Iterator[Store]:
    """An empty store on each database."""
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture(params=["memory", *DATABASES])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryStore.empty()
        return
    if request.param == "sqlite":
        path = tmp_path / "store.db"
        shutil.copy(request.getfixturevalue("ready_sqlite"), path)
        opened = open_store(f"sqlite:///{path}")
    else:
        opened = open_store(request.getfixturevalue("new_postgresql")(True))
    yield opened
    opened.close()
