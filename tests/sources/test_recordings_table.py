from pathlib import Path

import pytest

from evidence.domain.footage import DatedBy
from tests.sources.bundles import problems_of, read

HEADINGS = "文件,摄像头,开始时间\n"
NINE = 1_618_794_000_000_000


def rows(*lines: str) -> dict[str, str | bytes | None]:
    return {"recordings.csv": HEADINGS + "\n".join(lines) + "\n"}


@pytest.mark.parametrize(
    "written",
    ["recordings/a.mp4", "a.mp4", "A.MP4", "recordings\\a.mp4", "./Recordings/A.mp4", ".\\a.mp4"],
)
def test_the_file_is_found_however_the_row_writes_it(tmp_path: Path, written: str) -> None:
    (file,) = read(tmp_path, rows(f"{written},cam9,2021-04-19 09:00")).footage

    assert (file.path, file.camera, file.start) == ("recordings/a.mp4", "cam9", NINE)
    assert file.dated_by is DatedBy.TABLE
    assert file.present


def test_a_row_whose_file_is_not_there_is_footage_that_is_missing(tmp_path: Path) -> None:
    found = read(tmp_path, rows("a2.mp4,cam9,2021-04-19 09:00"))

    missing = next(file for file in found.footage if not file.present)
    assert (missing.path, missing.camera) == ("recordings/a2.mp4", "cam9")
    (note,) = found.notes
    assert note.code == "recording-missing"
    assert "recordings/a.mp4" in str(note.message)


def test_camera_and_start_may_be_left_to_the_file_name(tmp_path: Path) -> None:
    found = read(tmp_path, rows("a.mp4,,") | {"recordings/cam7_20210419_090000.mp4": "x"})

    by_path = {file.path: file for file in found.footage}
    assert by_path["recordings/a.mp4"].start is None
    assert by_path["recordings/cam7_20210419_090000.mp4"].start == NINE


def test_two_rows_for_one_file_are_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, rows("a.mp4,cam1,", "recordings/A.mp4,cam2,"))

    assert (problem.row, problem.column) == (3, "文件")
    assert "row 2" in str(problem.what)


@pytest.mark.parametrize("path", ["../a.mp4", "/a.mp4", "D:\\a.mp4", "a/../../b.mp4", "\\\\nas\\a"])
def test_a_path_out_of_the_bundle_is_a_problem(tmp_path: Path, path: str) -> None:
    (problem,) = problems_of(tmp_path, rows(f"{path},cam1,"))

    assert "out of the bundle" in str(problem.what)


def test_a_start_that_is_no_time_is_a_problem(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, rows("a.mp4,cam1,nine"))

    assert (problem.row, problem.column) == (2, "开始时间")


def test_what_recorders_lay_beside_footage_is_no_footage(tmp_path: Path) -> None:
    found = read(tmp_path, {"recordings/a.mp4.md5": "x", "recordings/a.XML": "x"})

    assert [file.path for file in found.footage] == ["recordings/a.mp4"]
