"""The doctor finds what is missing, and changes nothing."""

from pathlib import Path

import pytest

from evidence.wiring.doctor import Examined, Health, examine
from evidence.wiring.places import config_folder


def found(name: str) -> Examined:
    return next(one for one in examine() if str(one.name) == name)


def test_this_machine_can_check_classes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert not [str(one.name) for one in examine() if one.is_ill]
    assert not list(tmp_path.iterdir())


def test_a_policy_that_can_not_be_read_is_ill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "rules.toml").write_bytes((config_folder() / "rules.toml").read_bytes())
    (tmp_path / "policies" / "law-2030.toml").write_text("id = 1\n", "utf-8")
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))

    assert found("policies").health is Health.ILL


def test_a_deployment_with_a_misspelt_key_stops_every_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "rules.toml").write_bytes((config_folder() / "rules.toml").read_bytes())
    (tmp_path / "evidence.toml").write_text('[landing]\nfoldr = "x"\n', "utf-8")
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))

    assert found("deployment").health is Health.ILL
    assert "foldr" in str(found("deployment").found)


def test_a_store_that_does_not_answer_is_wanting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENCE__STORE__URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")

    assert found("store").health is Health.WANTING
