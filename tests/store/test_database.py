from pathlib import Path

import pytest

from evidence.store.database import Database, StoreUnfit
from evidence.store.opening import open_store


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://u@h/d", "nothing", ""])
def test_what_is_no_store_is_refused(url: str) -> None:
    with pytest.raises(StoreUnfit, match="is no store"):
        Database.at(url)


def test_a_store_that_was_never_set_up_is_not_made_by_looking_at_it(tmp_path: Path) -> None:
    with pytest.raises(StoreUnfit, match="not set up"):
        open_store(f"sqlite:///{tmp_path / 'none.db'}")

    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    url = f"postgresql://evidence:secret@/evidence?host={tmp_path}"

    with pytest.raises(StoreUnfit, match="doesn't answer") as refused:
        open_store(url)

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_way_of_writing_postgresql_is_the_same_driver(scheme: str) -> None:
    database = Database.at(f"{scheme}://evidence@db/evidence")

    assert database.engine.url.drivername == "postgresql+psycopg"
    assert database.on_postgresql
