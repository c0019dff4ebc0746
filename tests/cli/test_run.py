"""``evidence run``: a night over real bundles by real workers, as an operator sees it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from jsonschema import validate
from typer.testing import CliRunner

from evidence.cli.app import app
from evidence.report.answers import Answer, schema
from evidence.store.opening import open_store
from evidence.wiring.night import worker
from tests.sources.bundles import written

NIGHT = ("run", "--date", "2021-04-30")


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A deployment of its own: two sound classes, and one that lacks its roster."""
    folder = tmp_path / "landing"
    for name in ("A", "B"):
        written(folder / "INST-7" / name)
    written(folder / "INST-8/C", {"roster.csv": None})
    monkeypatch.setenv("EVIDENCE__LANDING__FOLDER", str(folder))
    monkeypatch.setenv("EVIDENCE__STORE__URL", f"sqlite:///{tmp_path}/evidence.db")
    monkeypatch.setenv("EVIDENCE__ENGINE__WORKERS", "1")
    yield folder
    worker.cache_clear()


def answer(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, [*arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.stdout


def test_a_night_is_foretold_run_and_left_alone_the_second_time(landing: Path) -> None:
    foretold = json.loads(answer(*NIGHT, "--dry-run", "--json"))
    validate(foretold, schema(Answer.FORECAST))
    assert {each["class"]: each["need"] for each in foretold["classes"]} == {
        "INST-7/A": "new",
        "INST-7/B": "new",
        "INST-8/C": "new",
    }
    assert not (landing.parent / "evidence.db").exists()

    first = json.loads(answer(*NIGHT, "--json"))
    validate(first, schema(Answer.NIGHT))
    assert {each["class"]: each["end"] for each in first["classes"]} == {
        "INST-7/A": "invalid",
        "INST-7/B": "invalid",
        "INST-8/C": "unreadable",
    }
    assert first["counts"]["done"] == 3

    second = answer(*NIGHT, "--lang", "en")
    assert "3 classes, 0 read and checked, 3 unchanged" in second
    assert "roster.csv: this table is missing" in second


def test_a_setting_that_nobody_reads_ends_the_command(
    landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVIDENCE__ENGINE__WORKER", "1")

    with pytest.raises(Exception, match="is no key that anybody reads"):
        answer(*NIGHT)


def test_after_a_night_by_hand_what_is_too_old_is_purged_too(
    landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("INST-7/A", "INST-7/B", "INST-8/C"):
        shutil.rmtree(landing / name)
    answer(*NIGHT, "--json")
    assert "purged" not in events(landing)

    monkeypatch.setenv("EVIDENCE__RETENTION__FACES_DAYS", "30")
    answer(*NIGHT, "--dry-run", "--json")
    assert "purged" not in events(landing)

    answer(*NIGHT, "--json")
    assert events(landing).count("purged") == 1


def events(landing: Path) -> list[str]:
    with closing(open_store(f"sqlite:///{landing.parent}/evidence.db")) as store:
        return [entry.event for entry in store.audit.entries()]
