from pathlib import Path

import pytest

from tests.sources.bundles import problems_of, read

HEADINGS = "课程编号,序号,课程名称,时长（秒）,是否专业课\n"


def course(*rows: str) -> dict[str, str | bytes | None]:
    return {"course.csv": HEADINGS + "\n".join(rows) + "\n"}


def test_lessons_come_in_their_order_not_in_that_of_the_rows(tmp_path: Path) -> None:
    found = read(tmp_path, course("C2,2,b,0:45:00,是", "C1,1,a,12.5,否")).lessons

    assert [(one.id, one.duration, one.professional) for one in found] == [
        ("C1", 12_500_000, False),
        ("C2", 2_700_000_000, True),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (",1,a,60,是", "课程编号"),
        ("C1,0,a,60,是", "序号"),
        ("C1,1,,60,是", "课程名称"),
        ("C1,1,a,0,是", "时长（秒）"),
        ("C1,1,a,45:00,是", "时长（秒）"),
        ("C1,1,a,45分钟,是", "时长（秒）"),
        ("C1,1,a,60,", "是否专业课"),
        ("C1,1,a,60,maybe", "是否专业课"),
    ],
)
def test_a_faulty_cell_is_told_under_the_files_own_heading(
    tmp_path: Path, row: str, column: str
) -> None:
    (problem,) = problems_of(tmp_path, course(row))

    assert (problem.file, problem.row, problem.column) == ("course.csv", 2, column)


def test_two_lessons_can_not_share_an_id_or_a_place(tmp_path: Path) -> None:
    found = problems_of(tmp_path, course("C1,1,a,60,是", "C1,2,b,60,是", "C3,1,c,60,是"))

    assert [(p.row, p.column) for p in found] == [(3, "课程编号"), (4, "序号")]


def test_minutes_are_not_taken_for_seconds(tmp_path: Path) -> None:
    table = (HEADINGS + "C1,1,a,45,是\n").replace("秒", "分钟")

    (problem,) = problems_of(tmp_path, {"course.csv": table})

    assert problem.did_you_mean == "时长（秒）"


@pytest.mark.parametrize(("logs", "needed"), [("{}", 1), (None, 0)])
def test_the_course_is_needed_where_there_are_logs(
    tmp_path: Path, logs: str | None, needed: int
) -> None:
    found = problems_of(tmp_path, {"course.csv": None, "online/log.jsonl": logs})

    assert [problem.file for problem in found] == ["course.csv"] * needed
