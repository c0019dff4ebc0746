"""The doctor finds what is missing, and changes nothing."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from evidence.analyzers.face.chosen import BY_DEFAULT
from evidence.analyzers.face.recorded import code_of
from evidence.pipeline.face_record import FaceSheet
from evidence.report.language import CHINESE
from evidence.report.words import Voice
from evidence.store.opening import open_store
from evidence.store.schema import upgrade
from evidence.store.sealed import FernetSeal
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


def test_a_folder_without_policies_is_ill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))

    assert found("policies").health is Health.ILL
    assert "EVIDENCE_CONFIG" in str(found("policies").found)


def test_what_is_wrong_is_told_in_the_readers_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "rules.toml").write_bytes((config_folder() / "rules.toml").read_bytes())
    (tmp_path / "evidence.toml").write_text('[landing]\nfoldr = "x"\nfree = 1\n', "utf-8")
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))
    told = Voice(CHINESE, "UTC").tell(found("deployment").found)

    assert "不是可识别的键" in told
    assert "evidence.toml" in told


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


@pytest.mark.parametrize(("stored", "health"), [(2, Health.WELL), (3, Health.WANTING)])
def test_so_many_stored_faces_that_they_must_be_filed_are_told(
    stored: int, health: Health, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "rules.toml").write_bytes((config_folder() / "rules.toml").read_bytes())
    url = f"sqlite:///{tmp_path / 'store.db'}"
    told = f'[store]\nurl = "{url}"\n[faces]\nfiling_from = 3\nkey = {{ env = "A_KEY" }}\n'
    monkeypatch.setenv("A_KEY", Fernet.generate_key().decode())
    (tmp_path / "evidence.toml").write_text(told, "utf-8")
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))
    upgrade(url)
    store = open_store(url)
    store.faces.put(FaceSheet("A", "a" * 64, "1", "sealed", stored), 0)
    store.close()

    assert found("faces on record").health is health


@pytest.mark.parametrize(("before", "health"), [(True, Health.WANTING), (False, Health.WELL)])
def test_faces_sealed_with_another_key_are_counted(
    before: bool, health: Health, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "rules.toml").write_bytes((config_folder() / "rules.toml").read_bytes())
    url, keys = f"sqlite:///{tmp_path / 'store.db'}", [Fernet.generate_key().decode()] * 2
    keys[0] = Fernet.generate_key().decode() if before else keys[0]
    told = f'[store]\nurl = "{url}"\n[faces]\nkey = {{ env = "A_KEY" }}\n'
    monkeypatch.setenv("A_KEY", keys[1])
    (tmp_path / "evidence.toml").write_text(told, "utf-8")
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))
    upgrade(url)
    store = open_store(url)
    code = code_of(BY_DEFAULT, FernetSeal(keys[0]))
    store.faces.put(FaceSheet("A", "a" * 64, code, "sealed", 7), 0)
    store.close()

    examined = found("faces on record that nothing is compared with")

    assert examined.health is health
    assert str(examined.found).startswith("7, sealed" if before else "none")


def test_an_embedder_that_is_not_there_keeps_classes_from_being_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EVIDENCE__FACES__EMBEDDER", "nobody")

    assert found("embedder").health is Health.ILL
    assert "no model of this name" in str(found("embedder").found)


@pytest.mark.parametrize("key", [None, "short"])
def test_a_key_for_faces_that_is_missing_or_none_is_told_and_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    (tmp_path / "evidence.toml").write_text('[faces]\nkey = { env = "A_KEY" }\n', "utf-8")
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))
    monkeypatch.delenv("A_KEY", raising=False)
    if key:
        monkeypatch.setenv("A_KEY", key)

    told = found("faces on record")

    assert told.health is Health.ILL
    assert "short" not in str(told.found)


def test_without_a_key_no_face_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert "no key" in str(found("faces on record").found)
