"""Calibrating on rendered heads: cards of their own, and a refusal of too few pictures."""

import shutil
import sys
from pathlib import Path

import pytest
from sample_media import faces

from evidence.analyzers.face.calibrating import calibrate_faces, calibrate_liveness
from evidence.analyzers.face.cards import ModelUnusable, card
from evidence.analyzers.face.comparing import thresholds
from evidence.analyzers.face.snapshots import faces_of, liveness_of
from evidence.cli.app import main

HEADS = range(12)


def keep(folder: Path, *pictures: bytes) -> None:
    folder.mkdir(parents=True)
    for number, picture in enumerate(pictures):
        (folder / f"{number:02}.jpg").write_bytes(picture)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve people, each on three days."""
    root = tmp_path_factory.mktemp("people")
    for who in HEADS:
        keep(root / str(who), *(faces.snapshot(who, f"day {day}") for day in range(3)))
    return root


def test_thresholds_of_faces_are_set_on_ones_own_pictures_and_hide_the_shipped(
    people: Path, tmp_path: Path
) -> None:
    written = calibrate_faces(people, people, tmp_path)

    found, shipped = card("dlib-resnet", tmp_path), card("dlib-resnet")
    assert found.text == written.text
    assert found.identity != shipped.identity
    assert found.text.file == shipped.text.file
    assert faces_of(found).match != faces_of(shipped).match
    assert thresholds(found).match == faces_of(found).match
    assert faces_of(found).smallest_face == faces_of(shipped).smallest_face
    rates = {(one.what, one.count): one for one in found.text.measured if not one.condition}
    strangers = rates["two people taken for one", 66 * 9]
    assert strangers.value <= 0.005
    assert strangers.high is not None
    assert strangers.high > strangers.value
    assert ("one person not recognised", 36) in rates


def test_thresholds_of_liveness_are_set_on_ones_own_bursts(tmp_path: Path) -> None:
    for who in range(10):
        keep(tmp_path / "live" / str(who), *faces.burst(who, "live"))
        keep(tmp_path / "attack/paper" / str(who), *faces.printed(who, "held", bent=who % 2 > 0))

    written = calibrate_liveness(tmp_path / "live", tmp_path / "attack", tmp_path / "models")

    rates = {(one.what, one.condition): one for one in written.text.measured}
    assert rates["attacks not called suspicious", "paper"].value == 0
    assert rates["living called suspicious (BPCER)", ""].value == 0
    assert rates["living not proven", ""].value == 0
    assert liveness_of(written).measured
    assert "paper" in (tmp_path / "models/head-motion/card.toml").read_text()


def test_too_few_bursts_are_refused(tmp_path: Path) -> None:
    keep(tmp_path / "live/1", *faces.burst(1, "live"))

    with pytest.raises(ModelUnusable) as refused:
        calibrate_liveness(tmp_path / "live", tmp_path / "live", tmp_path)

    assert "bursts" in str(refused.value.problems[0].what)


def test_too_few_pictures_are_refused_in_one_line_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "evidence.toml").write_text(f'[faces]\nmodels = "{tmp_path}/models"\n')
    few = tmp_path / "few"
    keep(few / "1", faces.snapshot(1, "a"), faces.snapshot(1, "b"))
    monkeypatch.setenv("EVIDENCE_CONFIG", str(tmp_path))
    monkeypatch.setattr(
        sys, "argv", ["evidence", "calibrate", "faces", "--same", str(few), "--different", str(few)]
    )

    with pytest.raises(SystemExit) as ended:
        main()

    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "needed: 10" in " ".join(told.split())
    assert "Traceback" not in told
    assert not (tmp_path / "models").exists()


def test_mixed_up_people_are_refused_by_name(people: Path, tmp_path: Path) -> None:
    shutil.copytree(people, tmp_path / "people")
    shutil.copytree(people / "2", tmp_path / "people/2 again")

    with pytest.raises(ModelUnusable) as refused:
        calibrate_faces(tmp_path / "people", tmp_path / "people", tmp_path / "models")

    assert "2 and 2 again are 0.00 apart" in str(refused.value.problems[0].what)
    assert not (tmp_path / "models").exists()


def test_the_living_and_the_attacks_mixed_up_are_refused(tmp_path: Path) -> None:
    for who in range(10):
        keep(tmp_path / "attack" / str(who), *faces.burst(who, "live", 12))
        keep(tmp_path / "live/paper" / str(who), *faces.printed(who, "held", bent=False))

    with pytest.raises(ModelUnusable, match="mixed up"):
        calibrate_liveness(tmp_path / "live", tmp_path / "attack", tmp_path / "models")
    assert not (tmp_path / "models").exists()
