import shutil
from pathlib import Path

import bagit
import pytest

from evidence.domain.errors import Problem
from tests.sources.bundles import opened, problems, read, written


def bag(folder: Path, checksums: list[str] | None = None) -> Path:
    bagit.make_bag(str(written(folder)), checksums=checksums)
    return folder


def only(path: Path) -> Problem:
    (problem,) = problems(path)
    return problem


@pytest.mark.parametrize("checksums", [None, ["md5"], ["sha1", "sha512"]])
def test_a_bag_is_the_same_bundle_as_its_payload(
    tmp_path: Path, checksums: list[str] | None
) -> None:
    plain = read(tmp_path / "plain")

    with opened(bag(tmp_path / "bag", checksums)) as bundle:
        assert bundle.sha256 == plain.sha256
        assert bundle.digests == plain.digests
        assert bundle.root == tmp_path / "bag" / "data"


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_a_serialised_bag_is_the_same_bundle(tmp_path: Path, kind: str) -> None:
    bag(tmp_path / "out" / "bag")
    packed = shutil.make_archive(str(tmp_path / "packed"), kind, tmp_path / "out", "bag")

    with opened(Path(packed)) as bundle:
        assert bundle.sha256 == read(tmp_path / "plain").sha256


@pytest.mark.parametrize("checksums", [None, ["md5"], ["sha1", "sha512"]])
def test_a_file_that_was_changed_after_bagging_is_a_problem(
    tmp_path: Path, checksums: list[str] | None
) -> None:
    folder = bag(tmp_path, checksums)
    (folder / "data/recordings/a.mp4").write_bytes(b"fOotage")

    assert only(folder).file == "data/recordings/a.mp4"
    assert "differs from the manifest" in str(only(folder).what)


def test_a_manifest_that_was_changed_with_its_file_is_a_problem(tmp_path: Path) -> None:
    folder = bag(tmp_path, ["sha256"])
    manifest = folder / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text().upper().replace("DATA/", "data/"), "utf-8")

    assert any(problem.file == "manifest-sha256.txt" for problem in problems(folder))


def test_missing_and_unlisted_files_are_told_together_with_faulty_tables(tmp_path: Path) -> None:
    folder = bag(tmp_path)
    (folder / "data/recordings/a.mp4").unlink()
    (folder / "data/recordings/b.mp4").write_bytes(b"x")
    (folder / "data/roster.csv").write_text("learner_id,nmae\nL001,x\nL002,y\n")

    found = {(problem.file, problem.column) for problem in problems(folder)}

    assert found == {
        ("data/recordings/a.mp4", ""),
        ("data/recordings/b.mp4", ""),
        ("data/roster.csv", ""),
        ("roster.csv", "nmae"),
    }


def test_what_systems_leave_lying_about_does_not_spoil_a_bag(tmp_path: Path) -> None:
    folder = bag(tmp_path)
    (folder / "data/.DS_Store").write_bytes(b"x")
    (folder / "data/photos/Thumbs.db").write_bytes(b"x")

    with opened(folder) as bundle:
        assert ".DS_Store" not in bundle.digests


def test_what_should_be_fetched_is_not_but_is_missing(tmp_path: Path) -> None:
    folder = bag(tmp_path)
    (folder / "fetch.txt").write_text("http://localhost:1/a 7 data/recordings/a.mp4\n")
    (folder / "data/recordings/a.mp4").unlink()

    assert {problem.file for problem in problems(folder)} == {"data/recordings/a.mp4"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("bagit.txt", "BagIt-Version: 9.0\nTag-File-Character-Encoding: UTF-8\n"),
        ("bagit.txt", "nonsense\n"),
        ("manifest-sha256.txt", "00 ../../etc/passwd\n"),
    ],
)
def test_a_bag_that_breaks_its_own_rules_is_told_without_our_paths(
    tmp_path: Path, file: str, text: str
) -> None:
    folder = bag(tmp_path, ["sha256"])
    (folder / file).write_text(text)

    found = problems(folder)

    assert found[0].file == "bagit.txt"
    assert str(tmp_path) not in str(found[0].what)
