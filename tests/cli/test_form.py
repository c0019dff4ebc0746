"""``evidence form``: the application form of 附件2 as DOCX and PDF."""

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner, Result

from evidence.cli.app import app
from evidence.domain.errors import Unreadable
from evidence.domain.papers import Visit
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.time import SECOND
from evidence.report import typesetting, verdict_json
from evidence.report.application_form import COLUMNS, PROMISE, Filled, pages
from tests.report.pdfs import inflated
from tests.report.pdfs import pages as page_count
from tests.report.trained import CLASS, finding, verdict


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["form", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def told(tmp_path: Path) -> Path:
    path = tmp_path / "v.json"
    path.write_bytes(verdict_json.write(verdict(policy="sanmenxia-2021")))
    return path


def words(path: Path) -> str:
    paper = docx.Document(io.BytesIO(path.read_bytes()))
    return "\n".join(str(each.text) for each in paper.element.body.iter(qn("w:t")))


def test_the_grid_has_no_hole_and_no_overlap() -> None:
    for page in pages(Filled()):
        taken = [
            (row, column)
            for cell in page.cells
            for row in range(cell.row, cell.row + cell.high)
            for column in range(cell.column, cell.column + cell.wide)
        ]
        assert sorted(taken) == [
            (row, column) for row in range(len(page.heights)) for column in range(COLUMNS)
        ]


def test_the_form_says_what_the_verdict_knows(told: Path, tmp_path: Path) -> None:
    run(told, "--docx", tmp_path / "f.docx", "--standard", "1200", "--contact", "某某 0398-1")
    form = words(tmp_path / "f.docx")

    assert "年度补贴性职业技能提升培训申请表" in form
    for said in (
        "某某职业培训学校",
        "某某 0398-1",
        "焊工",
        "2021年5月10日",
        "共80课时",
        "3人",
        "0.36万元",
        "有效80、无效0、待核查0",
        PROMISE,
    ):
        assert said in form
    assert form.count("初审人：") == form.count("复核人：") == 4


def test_what_is_open_is_told_on_the_form(tmp_path: Path) -> None:
    unseen = finding("headcount", Effect.REVIEW, Subject(), 0)
    path = tmp_path / "v.json"
    path.write_bytes(verdict_json.write(verdict(policy="sanmenxia-2021", findings=(unseen,))))
    run(path, "--docx", tmp_path / "f.docx")

    assert "0人（另有3人待定）" in words(tmp_path / "f.docx")


def test_rooms_teachers_visits_and_the_day_of_assessment_are_filled_in(tmp_path: Path) -> None:
    at = int(datetime(2021, 5, 12, 10, 15, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()) * SECOND
    stated = replace(CLASS, teachers=2, assessed_on=date(2021, 8, 20))
    seen = verdict(policy="sanmenxia-2021", training_class=stated)
    seen = replace(
        seen, rooms=("实训楼101", "理论室2"), visits=(Visit(at, 3), Visit(at, 2, "实训楼101"))
    )
    path = tmp_path / "v.json"
    path.write_bytes(verdict_json.write(seen))
    run(path, "--docx", tmp_path / "f.docx")
    form = words(tmp_path / "f.docx")

    for said in (
        "地点：实训楼101、理论室2",
        "申报教师2人",
        "2021年8月20日",
        "2021年5月12日10:15",
        "实地检查在位3、2人，平均2.5人",
    ):
        assert said in form


def test_what_the_bundle_leaves_open_is_said_to_be_open(told: Path, tmp_path: Path) -> None:
    run(told, "--docx", tmp_path / "f.docx")

    assert words(tmp_path / "f.docx").count("材料未载明") == 3


def test_the_pdf_is_two_pages_with_its_chinese_font_embedded(told: Path, tmp_path: Path) -> None:
    run(told, "--pdf", tmp_path / "f.pdf")
    made = (tmp_path / "f.pdf").read_bytes()
    text = inflated(made)

    assert made.startswith(b"%PDF-1.7")
    assert page_count(made) == 2
    assert b"NotoSerifSC" in text
    assert b"/FontFile3" in text


def test_without_a_chinese_font_the_docx_is_written_and_one_line_says_so(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "FONTS_PACKAGE", "no_such_package")
    monkeypatch.setattr(typesetting, "SYSTEM_FONTS", (tmp_path,))

    with pytest.raises(Unreadable) as refused:
        run(told, "--docx", tmp_path / "f.docx", "--pdf", tmp_path / "f.pdf")

    assert "pylopdf-fonts-zh-cn" in str(refused.value.problems[0].what)
    assert (tmp_path / "f.docx").is_file()
    assert not (tmp_path / "f.pdf").exists()


def test_without_the_wheel_the_systems_font_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "NotoSerifCJK-Regular.ttc").touch()
    monkeypatch.setattr(typesetting, "FONTS_PACKAGE", "no_such_package")
    monkeypatch.setattr(typesetting, "SYSTEM_FONTS", (tmp_path,))

    assert typesetting.chinese_fonts() == (tmp_path,)


def test_a_policy_without_a_form_is_told_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    path.write_bytes(verdict_json.write(verdict(employed_on=date(2021, 6, 1))))

    with pytest.raises(Unreadable, match="yuncheng-2018"):
        run(path, "--pdf", tmp_path / "f.pdf")
