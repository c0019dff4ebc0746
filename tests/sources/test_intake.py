"""Which classes have landed, and whether anything of them has changed."""

import zipfile
from pathlib import Path

import pytest

from evidence.domain.errors import BundleUnreadable
from evidence.pipeline.quiet import Quiet
from evidence.sources.intake import LandedClasses
from tests.sources.bundles import written

CLASS = "INST-7/A"


def zipped(folder: Path, archive: Path) -> Path:
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w") as made:
        for path in folder.rglob("*"):
            made.write(path, path.relative_to(folder))
    return archive


def digest(landing: Path) -> str:
    with LandedClasses(landing).opened(CLASS, Quiet()) as bundle:
        return bundle.sha256


def test_folders_and_archives_are_classes_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    written(tmp_path / CLASS)
    zipped(tmp_path / CLASS, tmp_path / "INST-7/B.zip")
    (tmp_path / "INST-7/.C.zip.part").touch()
    (tmp_path / ".landed/INST-7/D").mkdir(parents=True)

    found = LandedClasses(tmp_path).discover()

    assert [hand_in.subject for hand_in in found] == ["INST-7/A", "INST-7/B"]
    assert list(LandedClasses(tmp_path).discover("INST-8")) == []


def test_a_class_is_the_same_as_folder_and_as_archive_in_its_folder(tmp_path: Path) -> None:
    written(tmp_path / "one" / CLASS)
    zipped(tmp_path / "one" / CLASS, tmp_path / "two" / CLASS / "handed in.zip")
    zipped(tmp_path / "one" / CLASS, tmp_path / "three" / f"{CLASS}.zip")

    assert len({digest(tmp_path / name) for name in ("one", "two", "three")}) == 1


def test_a_class_that_lies_there_twice_is_told_and_not_guessed(tmp_path: Path) -> None:
    written(tmp_path / CLASS)
    zipped(tmp_path / CLASS, tmp_path / f"{CLASS}.zip")

    with pytest.raises(BundleUnreadable, match="2 times"):
        digest(tmp_path)


def test_the_fingerprint_changes_with_any_file_and_not_with_what_is_on_its_way(
    tmp_path: Path,
) -> None:
    classes = LandedClasses(tmp_path)
    written(tmp_path / CLASS)
    before = classes.look(CLASS)

    (tmp_path / CLASS / "recordings/.b.mp4.part").write_bytes(b"half")
    assert classes.look(CLASS) == before
    (tmp_path / CLASS / "recordings/b.mp4").write_bytes(b"whole")
    assert classes.look(CLASS) != before


def test_an_unknown_policy_is_told_with_all_else_and_by_itself_is_left_to_who_looks_it_up(
    tmp_path: Path,
) -> None:
    written(tmp_path / CLASS)
    written(tmp_path / "INST-7/B", {"roster.csv": None})
    classes = LandedClasses(tmp_path, known_policies=("another-2021",))

    with classes.opened(CLASS, Quiet()) as bundle:
        assert bundle.training_class.policy == "sanmenxia-2021"
    with pytest.raises(BundleUnreadable) as refused, classes.opened("INST-7/B", Quiet()):
        pass
    assert {problem.file for problem in refused.value.problems} == {"class.toml", "roster.csv"}
