from pathlib import Path

import pytest

from evidence.domain.errors import Problem
from evidence.domain.teaching import Kind
from evidence.domain.time import HOUR
from tests.sources.bundles import problems_of, read

HEADINGS = "session_id,kind,start,end,class_hours,room,camera,teacher\n"
GOOD = "S1,theory,2021-04-19 09:00,2021-04-19 10:30,2,R1,cam1,W"


def schedule(*rows: str, headings: str = HEADINGS) -> dict[str, str | bytes | None]:
    return {"schedule.csv": headings + "\n".join(rows) + "\n", "attendance.csv": None}


def only(tmp_path: Path, *rows: str) -> Problem:
    (problem,) = problems_of(tmp_path, schedule(*rows))
    assert problem.file == "schedule.csv"
    return problem


def test_chinese_words_tell_the_kinds(tmp_path: Path) -> None:
    rows = [
        f"S{number},{word},2021-04-19 09:00,2021-04-19 10:30,2"
        for number, word in enumerate(["理论课", "实操培训", "网课", "Theory", "ＯＮＬＩＮＥ"])
    ]

    found = read(tmp_path, schedule(*rows, headings="场次,类别,开始时间,结束时间,学时\n"))

    assert [one.kind for one in found.sessions] == [
        Kind.THEORY,
        Kind.PRACTICAL,
        Kind.ONLINE,
        Kind.THEORY,
        Kind.ONLINE,
    ]


@pytest.mark.parametrize("cell", ["cam1;cam2", "cam1； cam2", "cam1、cam2;cam1", '"cam1, cam2"'])
def test_several_cameras_share_a_cell(tmp_path: Path, cell: str) -> None:
    found = read(tmp_path, schedule(GOOD.replace("cam1", cell)))

    assert found.sessions[0].cameras == ("cam1", "cam2")


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ("theory", "theroy", "kind", "theory (理论)"),
        ("10:30", "09:00", "end", "not after"),
        ("2021-04-19 10:30", "2021-04-20 09:01", "end", "longer than a day"),
        ("2021-04-19 10:30", "half past ten", "end", "half past ten"),
        (",2,R1", ",0,R1", "class_hours", "1 or greater"),
        (",2,R1", ",1.5,R1", "class_hours", "whole number"),
        (",2,R1", ",91,R1", "class_hours", "fewer minutes"),
        ("S1", "", "session_id", "empty"),
    ],
)
def test_a_faulty_cell_is_told_by_its_place(
    tmp_path: Path, old: str, new: str, column: str, said: str
) -> None:
    problem = only(tmp_path, GOOD.replace(old, new, 1))

    assert (problem.row, problem.column) == (2, column)
    assert said in str(problem.what)


def test_a_misspelt_kind_is_answered_with_the_right_one(tmp_path: Path) -> None:
    assert only(tmp_path, GOOD.replace("theory", "theroy")).did_you_mean == "theory"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2021-04-19 10:30", "2021-04-20 09:00"),
        (",2,R1", ",90,R1"),
        (",2,R1", ",2学时,R1"),
    ],
)
def test_what_is_just_possible_is_read(tmp_path: Path, old: str, new: str) -> None:
    assert len(read(tmp_path, schedule(GOOD.replace(old, new, 1))).sessions) == 1


def test_an_online_session_may_stand_for_days_of_learning(tmp_path: Path) -> None:
    row = GOOD.replace("theory", "online").replace("2021-04-19 10:30", "2021-04-25 09:00")

    assert read(tmp_path, schedule(row)).sessions[0].span.length == 6 * 24 * HOUR


def test_an_id_used_twice_names_the_first_row(tmp_path: Path) -> None:
    problem = only(tmp_path, GOOD, GOOD)

    assert (problem.row, problem.column) == (3, "session_id")
    assert "row 2" in str(problem.what)


def test_two_sessions_at_once_in_a_room_are_a_note(tmp_path: Path) -> None:
    (note,) = read(tmp_path, schedule(GOOD, GOOD.replace("S1", "S2"))).notes

    assert note.code == "sessions-overlap"
    assert "S1 and S2" in str(note.message)


def test_two_rooms_at_once_before_one_camera_are_a_note(tmp_path: Path) -> None:
    other = GOOD.replace("S1", "S2").replace("R1", "R2")

    (note,) = read(tmp_path, schedule(GOOD, other)).notes

    assert note.code == "camera-shared"


@pytest.mark.parametrize(
    "other",
    [
        GOOD.replace("S1", "S2").replace("R1", "R2").replace("cam1", "cam2"),
        GOOD.replace("S1", "S2").replace("10:30", "11:30").replace("09:00", "10:30"),
    ],
)
def test_sessions_apart_in_room_or_time_are_no_note(tmp_path: Path, other: str) -> None:
    assert not read(tmp_path, schedule(GOOD, other)).notes


@pytest.mark.parametrize(
    ("days", "notes"),
    [
        ("2021-04-30 22:00,2021-04-30 24:00", 0),
        ("2021-04-30 22:00,2021-05-01 00:01", 1),
        ("2021-04-19 00:00,2021-04-19 02:00", 0),
        ("2021-04-18 23:59,2021-04-19 02:00", 1),
    ],
)
def test_a_session_outside_the_days_of_the_class_is_a_note(
    tmp_path: Path, days: str, notes: int
) -> None:
    found = read(tmp_path, schedule(f"S1,theory,{days},2,,,")).notes

    assert [note.code for note in found] == ["session-outside-class"] * notes


def test_an_empty_schedule_is_a_problem(tmp_path: Path) -> None:
    assert "no session" in str(only(tmp_path).what)


DATED = "session_id,kind,日期,开始时间,end,class_hours\n"


@pytest.mark.parametrize(
    "cells",
    [
        "2021/4/19,9:00,10:30",
        "2021-04-19 00:00:00,09:00:00,上午10:30",
        "x,2021-04-19 9:00,2021-04-19 10:30",
    ],
)
def test_a_column_of_dates_completes_times_of_day(tmp_path: Path, cells: str) -> None:
    found = read(tmp_path / "a", schedule(f"S1,theory,{cells},2", headings=DATED)).sessions
    whole = read(tmp_path / "b", schedule(GOOD)).sessions

    assert [one.span for one in found] == [one.span for one in whole]


def test_times_of_day_without_a_date_or_on_none_are_told_once_each(tmp_path: Path) -> None:
    none = problems_of(tmp_path / "a", schedule("S1,theory,,9:00,10:30,2", headings=DATED))
    assert [problem.column for problem in none] == ["开始时间", "end"]

    (wrong,) = problems_of(tmp_path / "b", schedule("S1,theory,x,9:00,10:30,2", headings=DATED))
    assert (wrong.column, "a date such as" in str(wrong.what)) == ("日期", True)


def test_a_date_that_lost_its_format_is_called_so(tmp_path: Path) -> None:
    assert "lost its format" in str(
        only(tmp_path, GOOD.replace("2021-04-19 09:00", "44305.375")).what
    )
