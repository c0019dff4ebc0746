from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.pipeline.judgement import Judgement
from evidence.report import xlsx
from evidence.report.language import CHINESE, ENGLISH
from tests.report.judgements import finding, judgement


def sheets(judged: Judgement, folder: Path, lang: str) -> dict[str, list[list[object]]]:
    path = folder / "verdict.xlsx"
    xlsx.workbook(judged, path, lang=lang)
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_there_is_a_sheet_for_each_part_of_the_verdict(tmp_path: Path) -> None:
    read = sheets(judgement(), tmp_path, ENGLISH)

    assert list(read) == [
        "Summary",
        "The timetable",
        "Class hours",
        "Learners",
        "Findings",
        "Findings by rule",
    ]
    assert len(read["Class hours"]) == 1 + 12
    assert len(read["Learners"]) == 1 + 12
    assert len(read["Findings"]) == 1 + len(judgement().verdict.findings)


def test_the_workbook_speaks_chinese(tmp_path: Path) -> None:
    read = sheets(judgement(), tmp_path, CHINESE)

    assert list(read) == ["汇总", "学时热图", "学时", "学员", "核查发现", "核查发现（按规则）"]
    assert "14 分 58 秒" in read["核查发现"][1]


def test_counts_are_numbers_and_ids_are_text(tmp_path: Path) -> None:
    learner = sheets(judgement(), tmp_path, ENGLISH)["Learners"][1]

    assert learner[0] == "L001"
    assert learner[2] == 16


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, start: str) -> None:
    path = f"{start}HYPERLINK(1)"
    odd = judgement((finding("footage-undated", Subject(recording=path), say("undated")),))
    about = sheets(odd, tmp_path, ENGLISH)["Findings"][1][2]

    assert about == f"'{path}"


def test_an_empty_verdict_is_a_workbook_too(tmp_path: Path) -> None:
    bare = judgement(())
    bare = replace(bare, verdict=replace(bare.verdict, hours=(), learners=()))

    assert len(sheets(bare, tmp_path, CHINESE)["学时"]) == 1


def test_the_workbook_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        xlsx.workbook(judgement(), tmp_path / name, lang=CHINESE)

    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_no_name_and_no_id_number_is_in_the_workbook(tmp_path: Path) -> None:
    text = str(sheets(judgement(), tmp_path, CHINESE))

    assert "测试学员" not in text
    assert "0" * 18 not in text
