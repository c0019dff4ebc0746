import os
import unicodedata
from pathlib import Path

import pytest

from evidence.domain.errors import Problem
from tests.sources.bundles import opened, problems, read, written

NFD = unicodedata.normalize("NFD", "recordings/café.mp4")
NFC = unicodedata.normalize("NFC", NFD)


def only(folder: Path) -> Problem:
    (problem,) = problems(folder)
    return problem


@pytest.mark.parametrize(
    "junk",
    ["__MACOSX/._roster.csv", ".DS_Store", "photos/Thumbs.db", "Desktop.ini", "~$roster.xlsx",
     ".git/config", "recordings/.a.mp4.part"],
)  # fmt: skip
def test_what_systems_leave_lying_about_is_no_part_of_a_bundle(tmp_path: Path, junk: str) -> None:
    clean = read(tmp_path / "a")
    found = read(tmp_path / "b", {junk: "x"})

    assert found.sha256 == clean.sha256
    assert found.footage == clean.footage


def test_a_single_folder_around_the_bundle_is_looked_through(tmp_path: Path) -> None:
    written(tmp_path / "outer" / "inner")

    with opened(tmp_path) as bundle:
        assert bundle.root == tmp_path / "outer" / "inner"


def test_names_of_a_mac_and_of_an_old_windows_can_be_opened(tmp_path: Path) -> None:
    plain = read(tmp_path / "plain", {NFC: "x", "photos/照片.jpg": "y"})
    folder = written(tmp_path / "odd", {NFD: "x"})
    Path(os.fsdecode(os.fsencode(folder) + b"/photos/" + "照片.jpg".encode("gbk"))).write_text("y")

    with opened(folder) as bundle:
        assert bundle.sha256 == plain.sha256
        assert (bundle.root / NFC).read_text() == "x"
        assert (bundle.root / "photos/照片.jpg").read_text() == "y"


def test_a_link_inside_the_bundle_is_the_file_it_points_to(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "recordings/b.mp4").symlink_to("a.mp4")

    with opened(folder) as bundle:
        assert bundle.digests["recordings/b.mp4"] == bundle.digests["recordings/a.mp4"]


@pytest.mark.parametrize("target", ["/etc/passwd", "../../elsewhere", "nothing", "../photos", "."])
def test_a_link_out_of_the_bundle_to_nothing_or_to_a_folder_is_a_problem(
    tmp_path: Path, target: str
) -> None:
    (tmp_path / "elsewhere").write_text("x")
    folder = written(tmp_path / "bundle")
    (folder / "recordings/b.mp4").symlink_to(target)

    assert only(folder).file == "recordings/b.mp4"
    assert "link" in str(only(folder).what)


def test_a_pipe_is_a_problem_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(written(tmp_path) / "recordings/b.mp4")

    assert "plain file" in str(only(tmp_path).what)


def test_names_that_differ_in_case_alone_are_a_problem(tmp_path: Path) -> None:
    assert "same on other computers" in str(only(written(tmp_path, {"Photos/l001.JPG": "x"})).what)


def test_a_line_break_in_a_name_is_a_problem(tmp_path: Path) -> None:
    assert "rename" in str(only(written(tmp_path, {"photos/a\nb.jpg": "x"})).what)
