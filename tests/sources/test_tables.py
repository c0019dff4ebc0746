from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.sources.headings import ROSTER, SCHEDULE, Form
from evidence.sources.remarks import Remarks
from evidence.sources.tables import Table, read_table
from tests.sources.bundles import workbook

CHINESE = "学号,姓名,组别\n001,甲,一组\n002,乙,二组\n"
with TemporaryDirectory() as scratch:
    SMALL = workbook(Path(scratch, "a.xlsx"), [["学号", "姓名"], ["1", 2.5], ["2", True]])
ROWS = [{"learner_id": "001", "name": "甲", "group": "一组"}]


def table(raw: bytes, form: Form = ROSTER, file: str = "") -> tuple[Table, Remarks]:
    remarks = Remarks()
    found = read_table(file or f"{form.stem}.csv", raw, form, remarks)
    assert found is not None, remarks.problems
    return found, remarks


def refused(raw: bytes, form: Form = ROSTER, file: str = "roster.csv") -> str:
    remarks = Remarks()
    found = read_table(file, raw, form, remarks)
    assert found is None
    (problem,) = remarks.problems
    return str(problem.what)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_every_encoding_that_clerks_programs_write_is_read(encoding: str) -> None:
    found, remarks = table(CHINESE.encode(encoding))

    assert found.rows[0].cells == ROWS[0]
    assert found.headings == {"learner_id": "学号", "name": "姓名", "group": "组别"}
    assert not remarks.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，"])
def test_the_delimiter_is_told_from_the_headings(delimiter: str) -> None:
    found, _ = table(CHINESE.replace(",", delimiter).encode())

    assert found.rows[0].cells == ROWS[0]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    found, _ = table("2021年花名册\n\n学号,姓名\n\n001,甲\n,\n002,乙\n".encode())

    assert [row.number for row in found.rows] == [5, 7]


def test_a_line_break_inside_a_cell_does_not_shift_the_row_numbers() -> None:
    found, _ = table(b'learner_id,name\nL1,"one\ntwo"\nL2,three\n')

    assert [row.number for row in found.rows] == [2, 3]


def test_marks_that_keep_leading_zeros_are_taken_off() -> None:
    found, _ = table('学号,姓名\n="001",甲\n\t002,　乙 \n'.encode())

    assert [row.cells["learner_id"] for row in found.rows] == ["001", "002"]
    assert found.rows[1].cells["name"] == "乙"


def test_an_open_quotation_mark_does_not_swallow_the_rest() -> None:
    assert "row 3" in refused(b'learner_id,name\nL1,one\nL2,"two\nL3,three\n')


def test_a_comma_that_shifts_the_cells_is_a_problem() -> None:
    _, remarks = table(b"learner_id,name\nL1,one,two\n")

    (problem,) = remarks.problems
    assert problem.row == 2
    assert "3 cells" in str(problem.what)


def test_two_headings_for_one_column_are_a_problem() -> None:
    _, remarks = table("学号,姓名,name\n1,a,b\n".encode())

    (problem,) = remarks.problems
    assert (problem.row, problem.column) == (1, "name")
    assert "姓名" in str(problem.what)


def test_a_misspelt_heading_is_one_problem_with_the_right_name() -> None:
    _, remarks = table(b"learner_id,nmae\nL1,one\n")

    (problem,) = remarks.problems
    assert (problem.row, problem.column, problem.did_you_mean) == (1, "nmae", "name")


def test_a_missing_column_is_one_problem_whatever_the_number_of_rows() -> None:
    _, remarks = table(b"learner_id\nL1\nL2\n")

    (problem,) = remarks.problems
    assert "name (姓名)" in str(problem.what)


def test_a_foreign_column_is_a_note() -> None:
    found, remarks = table("学号,姓名,phone,爱好\n1,a,5,x\n".encode())

    assert not remarks.problems
    assert [note.code for note in remarks.notes] == ["unknown-columns"]
    assert found.rows[0].cells == {"learner_id": "1", "name": "a"}


def test_a_table_without_headings_is_refused_without_quoting_a_person() -> None:
    said = refused("001,甲,410000000000000000\n".encode())

    assert "headings" in said
    assert "甲" not in said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xff\xff\x00garbage\x80", "text"),
        ("学号,姓名\n".encode("utf-16-le"), "text"),
    ],
)
def test_what_is_no_table_is_refused(raw: bytes, said: str) -> None:
    assert said in refused(raw)


def test_a_workbook_keeps_times_numbers_and_leading_zeros(tmp_path: Path) -> None:
    raw = workbook(
        tmp_path / "a.xlsx",
        [
            ["2021年课程表"],
            [],
            [None, "场次", "类别", "开始时间", "结束时间", "学时"],
            [None, "01", "理论", datetime(2021, 4, 19, 9), "2021-04-19 10:30", 2.0],
            [None, 7.0, "实操", datetime(2021, 4, 20, 23, 59, 59), datetime(2021, 4, 21), True],
        ],
    )

    found, remarks = table(raw, SCHEDULE, "schedule.xlsx")

    assert not remarks.problems
    assert [row.number for row in found.rows] == [4, 5]
    first, second = (row.cells for row in found.rows)
    assert (first["session_id"], second["session_id"]) == ("01", "7")
    assert first["start"] == "2021-04-19 09:00:00"
    assert second["start"] == "2021-04-20 23:59:59"
    assert first["class_hours"] == "2"


def test_a_file_that_only_claims_to_be_a_workbook_is_refused(tmp_path: Path) -> None:
    sound = workbook(tmp_path / "a.xlsx", [["学号", "姓名"], ["1", "a"]])

    assert "workbook" in refused(b"learner_id,name\n", file="roster.xlsx")
    assert "workbook" in refused(sound[:-40], file="roster.xlsx")
    assert "password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), file="a.xlsx")


def test_one_stray_cell_in_the_last_corner_does_not_take_all_memory(tmp_path: Path) -> None:

    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "学号")
        sheet.write(1_048_575, 16_383, "x")

    assert "too large" in refused((tmp_path / "a.xlsx").read_bytes(), file="roster.xlsx")


@given(at=st.integers(0, 1 << 20), byte=st.integers(0, 255))
@settings(max_examples=100)
def test_no_damage_to_a_workbook_breaks_the_reader(at: int, byte: int) -> None:
    raw = bytearray(SMALL)
    raw[at % len(raw)] = byte

    read_table("roster.xlsx", bytes(raw), ROSTER, Remarks())


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    read_table("roster.csv", raw, ROSTER, Remarks())
    read_table("roster.csv", CHINESE.encode() + raw, ROSTER, Remarks())
