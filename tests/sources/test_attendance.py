from pathlib import Path

import pytest

from evidence.domain.errors import Problem
from evidence.domain.people import Status
from tests.sources.bundles import problems_of, read

HEADINGS = "学号,场次,考勤,备注\n"


def sheet(*rows: str, headings: str = HEADINGS) -> dict[str, str | bytes | None]:
    return {"attendance.csv": headings + "\n".join(rows) + "\n"}


def only(tmp_path: Path, *rows: str) -> Problem:
    (problem,) = problems_of(tmp_path, sheet(*rows))
    assert problem.file == "attendance.csv"
    return problem


def test_chinese_words_tell_the_status(tmp_path: Path) -> None:
    found = read(tmp_path, sheet("L001,T01,出勤,", "L001,P01,旷课,", "L002,T01,请假,x"))

    assert [one.status for one in found.attendance or ()] == [
        Status.PRESENT,
        Status.ABSENT,
        Status.LEAVE,
    ]


@pytest.mark.parametrize("note", ["T01", "补T01的课", "makes up for T01."])
def test_a_make_up_keeps_the_bare_id_of_the_session_that_it_stands_for(
    tmp_path: Path, note: str
) -> None:
    found = read(tmp_path, sheet(f"L001,P01,补课,{note}"))

    assert [one.note for one in found.attendance or ()] == ["T01"]


@pytest.mark.parametrize(("note", "hint"), [("", ""), ("T1", "T01"), ("P01", ""), ("T01 P01", "")])
def test_a_make_up_must_name_one_other_session(tmp_path: Path, note: str, hint: str) -> None:
    row = f"L001,P01,补课,{note}" if note != "T01 P01" else "L001,X1,补课,T01 P01"
    found = problems_of(tmp_path, sheet(row))

    problem = next(p for p in found if p.column == "备注")
    assert ("make-up" in str(problem.what)) is (hint == "")
    assert problem.did_you_mean == hint


def test_a_note_that_names_an_unknown_session_is_quoted_with_those_like_it(tmp_path: Path) -> None:
    problem = only(tmp_path, "L001,P01,补课,补T9课")

    assert '"T9"' in str(problem.what)
    assert str(problem.what).endswith("it has T01")


def test_a_make_up_without_a_leave_is_noted_and_one_with_a_leave_is_not(tmp_path: Path) -> None:
    noted = read(tmp_path / "a", sheet("L001,T01,旷课,", "L001,P01,补课,T01", "L002,P01,补课,T01"))
    (note,) = noted.notes
    assert (note.code, note.count) == ("makeup-without-leave", 2)
    assert "rows 3, 4" in str(note.message)

    assert not read(tmp_path / "b", sheet("L001,P01,补课,T01", "L001,T01,请假,")).notes


def test_an_unknown_learner_is_answered_with_the_nearest(tmp_path: Path) -> None:
    problem = only(tmp_path, "L0O1,T01,出勤,")

    assert (problem.row, problem.column, problem.did_you_mean) == (2, "学号", "L001")


def test_an_unknown_session_is_answered_with_the_nearest(tmp_path: Path) -> None:
    problem = only(tmp_path, "L001,T1,出勤,")

    assert (problem.column, problem.did_you_mean) == ("场次", "T01")


def test_an_unknown_session_that_is_near_none_is_answered_with_those_like_it(
    tmp_path: Path,
) -> None:
    assert str(only(tmp_path / "a", "L001,P3,出勤,").what).endswith("but it has P01")
    assert str(only(tmp_path / "b", "L001,7,出勤,").what).endswith("but it has P01, T01")


@pytest.mark.parametrize("person", ["name one", "张三丰", "410000198001010000"])
def test_a_person_in_place_of_an_id_is_not_quoted(tmp_path: Path, person: str) -> None:
    problem = only(tmp_path, f"{person},T01,出勤,")

    assert person not in f"{problem}"


def test_a_name_in_place_of_an_id_is_answered_with_the_id(tmp_path: Path) -> None:
    assert only(tmp_path, "name two,T01,出勤,").did_you_mean == "L002"


def test_two_rows_that_disagree_are_a_problem_and_two_that_agree_are_one_row(
    tmp_path: Path,
) -> None:
    agree = read(tmp_path / "a", sheet("L001,T01,出勤,", "L001,T01,到课,"))
    problem = only(tmp_path / "b", "L001,T01,出勤,", "L001,T01,请假,")

    assert len(agree.attendance or ()) == 1
    assert problem.row == 3
    assert "row 2" in str(problem.what)


def test_no_sheet_and_an_empty_one_say_nothing_of_anybody(tmp_path: Path) -> None:
    assert read(tmp_path / "a", {"attendance.csv": None}).attendance is None
    empty = read(tmp_path / "b", sheet())
    assert empty.attendance is None
    assert [note.code for note in empty.notes] == ["attendance-empty"]


def test_where_the_roster_can_not_be_read_the_sheet_is_not_blamed(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {"roster.csv": ""})

    assert [problem.file for problem in found] == ["roster.csv"]
