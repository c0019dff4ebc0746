import pickle
from datetime import datetime
from pathlib import Path

import pytest

from evidence.domain.errors import BundleUnreadable
from tests.sources.bundles import (
    ATTENDANCE,
    CLASS,
    ROSTER,
    SCHEDULE,
    opened,
    problems,
    problems_of,
    read,
    workbook,
    written,
)


def test_ten_mistakes_come_back_at_once(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        {
            "class.toml": CLASS.replace("blended", "blendd").replace("teachers = 2", "teachers=-2"),
            "roster.csv": ROSTER.replace("name,", "nmae,") + "L001,x,,,\n",
            "schedule.csv": SCHEDULE.replace("theory", "theroy")
            .replace("10:30", "08:30")
            .replace("2021/4/20 9:00,", "soon,"),
            "course.csv": "lesson_id,order,title,duration_s\n",
            "attendance.csv": ATTENDANCE.replace("L001,T01", "L01,T1"),
            "recordings.csv": "path,camera,start\n../a.mp4,cam1,\n",
        },
    )

    assert [(problem.file, problem.row, problem.column) for problem in found] == [
        ("class.toml", 6, "mode"),
        ("class.toml", 11, "teachers"),
        ("roster.csv", 1, "nmae"),
        ("roster.csv", 4, "learner_id"),
        ("schedule.csv", 2, "kind"),
        ("schedule.csv", 2, "end"),
        ("schedule.csv", 3, "start"),
        ("course.csv", 1, ""),
        ("attendance.csv", 2, "learner_id"),
        ("attendance.csv", 2, "session_id"),
        ("recordings.csv", 2, "path"),
    ]


def test_the_error_pickles_with_all_its_problems(tmp_path: Path) -> None:
    with pytest.raises(BundleUnreadable) as raised, opened(written(tmp_path, {"roster.csv": ""})):
        pass

    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - our own bytes
    assert again.problems == raised.value.problems
    assert again.subject == str(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_nothing_there_is_one_clear_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()

    (problem,) = problems(tmp_path / name)

    assert problem.file == str(tmp_path / name)
    assert "there is no" in str(problem.what)


@pytest.mark.parametrize("missing", ["class.toml", "roster.csv", "schedule.csv"])
def test_a_missing_file_is_one_problem(tmp_path: Path, missing: str) -> None:
    found = problems_of(tmp_path, {missing: None})

    assert [problem.file for problem in found] == [missing]


def test_an_online_class_needs_no_schedule(tmp_path: Path) -> None:
    online = {"class.toml": CLASS.replace("blended", "online"), "schedule.csv": None}

    assert read(tmp_path, {**online, "attendance.csv": None}).sessions == ()


@pytest.mark.parametrize("name", ["photos/x", "Class.TOML", "ROSTER.csv"])
def test_the_case_of_file_names_does_not_matter(tmp_path: Path, name: str) -> None:
    lower = name.lower()
    content = {"class.toml": CLASS, "roster.csv": ROSTER}.get(lower, "x")

    assert read(tmp_path, {lower: None, name: content}).learners


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("class.toml", "class.toml.txt"),
        ("class.toml", "clas.toml"),
        ("roster.csv", "rooster.csv"),
        ("roster.csv", "花名册.csv"),
        ("roster.csv", "roster.txt"),
        ("schedule.csv", "shedule.csv"),
        ("attendance.csv", "attendence.csv"),
        ("schedule.csv", "课程表.CSV"),
        ("recordings.csv", "recording.csv"),
    ],
)
def test_a_misnamed_file_is_one_problem_with_its_right_name(
    tmp_path: Path, right: str, wrong: str
) -> None:
    content = written(tmp_path / "other").joinpath(right).read_text("utf-8")

    (problem,) = problems_of(tmp_path / "bundle", {right: None, wrong: content})

    assert (problem.file, problem.did_you_mean) == (wrong, right)


@pytest.mark.parametrize("other", ["签到表.xls", "考勤表.xlsx"])
def test_a_paper_that_may_be_another_than_the_table_is_a_note(tmp_path: Path, other: str) -> None:
    found = read(tmp_path, {"attendance.csv": None, other: "x"})

    assert found.attendance is None
    assert [(note.code, note.path) for note in found.notes] == [("table-not-read", other)]


def test_a_folder_of_classes_is_one_clear_line(tmp_path: Path) -> None:
    written(tmp_path / "One")
    written(tmp_path / "Two")

    (problem,) = problems(tmp_path)

    assert "2 further down: hand in One/" in str(problem.what)


def test_an_old_workbook_is_not_overlooked(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {"roster.csv": None, "roster.xls": "x"})

    assert problem.file == "roster.xls"
    assert 'save this as "roster.xlsx"' in str(problem.what)
    assert "another name is not enough" in str(problem.what)


def test_a_workbook_that_is_text_is_called_no_workbook(tmp_path: Path) -> None:
    changes = {"roster.csv": None, "roster.xlsx": ROSTER, "attendance.csv": None}
    (problem,) = problems_of(tmp_path, changes)

    assert problem.file == "roster.xlsx"
    assert "no Excel workbook in spite of its name" in str(problem.what)
    assert "zip" not in str(problem.what)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("recording/a.mp4", "recordings/"), ("录像/a.mp4", "recordings/"),
     ("Recordings/a.mp4", "recordings/")],
)  # fmt: skip
def test_a_misnamed_folder_is_not_overlooked(tmp_path: Path, wrong: str, right: str) -> None:
    gone = {"recordings/a.mp4": None, "recordings/a.jpg": None, "recordings.csv": None}

    (problem,) = problems_of(tmp_path, {**gone, wrong: "x"})

    assert problem.did_you_mean == right


@pytest.mark.parametrize("other", ["offline/a.txt", "readme.docx", "forms/apply.pdf", "notes.csv"])
def test_other_papers_in_a_bundle_are_nobodys_business(tmp_path: Path, other: str) -> None:
    found = read(tmp_path, {other: "x"})

    assert other in found.digests
    assert not found.notes


def test_logs_are_told_from_what_else_lies_under_online(tmp_path: Path) -> None:
    names = ["a.jsonl.gz", "b.CSV", "c.log", "d/e.ndjson.gz", "f.parquet", "g.json"]
    others = ["x.docx", "y.gz", "z.tar.gz"]
    found = read(tmp_path, {f"online/{name}": "x" for name in names + others})

    assert set(found.logs) == {f"online/{name}" for name in names} | {"online/log.jsonl"}
    assert [(note.code, note.count) for note in found.notes] == [("online-file-not-read", 3)]


def test_films_and_logs_where_nobody_looks_are_noted(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.MP4": "x", "day1/b.mkv": "x", "log.jsonl.gz": "x"})

    noted = {(note.code, note.path, note.count) for note in found.notes}
    assert noted == {("footage-not-read", "a.MP4", 2), ("log-not-read", "log.jsonl.gz", 1)}


def test_logs_of_an_offline_class_are_a_note(tmp_path: Path) -> None:
    found = read(tmp_path, {"class.toml": CLASS.replace("blended", "offline")})

    assert [note.code for note in found.notes] == ["logs-of-offline-class"]


def test_a_bundle_of_workbooks_is_the_same_class(tmp_path: Path) -> None:
    roster = [["学员编号", "姓名", "身份证号", "照片", "组别"]]
    roster += [line.split(",") for line in ROSTER.splitlines()[1:]]
    schedule: list[list[object]] = [
        ["场次", "类别", "开始时间", "结束时间", "学时", "教室", "摄像头", "教师"],
        ["T01", "理论", datetime(2021, 4, 19, 9), datetime(2021, 4, 19, 10, 30), 2, "R1",
         "cam1；cam2", "W"],
        ["P01", "实操", datetime(2021, 4, 20, 9), datetime(2021, 4, 20, 12), 4, "R1", "cam1", "W"],
    ]  # fmt: skip

    found = read(
        tmp_path / "bundle",
        {
            "roster.csv": None,
            "roster.xlsx": workbook(tmp_path / "a.xlsx", [list(row) for row in roster]),
            "schedule.csv": None,
            "schedule.xlsx": workbook(tmp_path / "b.xlsx", schedule),
        },
    )

    plain = read(tmp_path / "plain")
    assert (found.learners, found.sessions) == (plain.learners, plain.sessions)


def test_nothing_is_written_into_the_bundle(tmp_path: Path) -> None:
    folder = written(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}

    with opened(folder):
        pass

    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_the_examples_of_the_institutions_page_are_a_sound_bundle(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "bundle.md").read_text("utf-8")
    files = {"class.toml": page.split("```toml\n")[1].split("```")[0]}
    files["recordings/cam1/1.mp4"] = "footage"
    for name in ("roster", "schedule", "course", "attendance", "recordings"):
        files[f"{name}.csv"] = page.split(f"## `{name}.csv`")[1].split("```\n")[1]

    found = read(tmp_path, files)

    assert len(found.learners) == len(found.sessions) == len(found.lessons) == 2
    assert len(found.attendance or ()) == 3
    assert {note.code for note in found.notes} == set()
