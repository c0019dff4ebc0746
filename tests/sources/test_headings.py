import re
from pathlib import Path

import pytest

from evidence.sources.class_sections import SECTIONS
from evidence.sources.headings import (
    ATTENDANCE,
    CERTIFICATES,
    COURSE,
    FORMS,
    KINDS,
    MODES,
    ROSTER,
    SCHEDULE,
    STATUSES,
    YES_OR_NO,
    Form,
    key,
)


@pytest.mark.parametrize(
    ("form", "heading", "column"),
    [
        (ROSTER, "姓名", "name"),
        (ROSTER, " 姓 名 ", "name"),
        (ROSTER, "*姓名", "name"),
        (ROSTER, "姓名（必填）", "name"),
        (ROSTER, "Learner ID", "learner_id"),
        (ROSTER, "ＬＥＡＲＮＥＲ＿ＩＤ", "learner_id"),
        (ROSTER, "身份证号码", "id_number"),
        (SCHEDULE, "开始时间", "start"),
        (SCHEDULE, "学时（节）", "class_hours"),
        (COURSE, "课程（工种）", "title"),
        (COURSE, "时长（秒）", "duration_s"),
        (COURSE, "时长(秒)", "duration_s"),
        (COURSE, "时长", "duration_s"),
        (COURSE, "时长（分钟）", ""),
        (COURSE, "是否专业课", "professional"),
        (ATTENDANCE, "考勤", "status"),
        (ROSTER, "电话", ""),
    ],
)
def test_a_heading_is_known_however_it_is_written(form: Form, heading: str, column: str) -> None:
    assert form.column_of(heading) == column


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_no_heading_of_a_table_means_two_columns(form: Form) -> None:
    words = [key(word) for column in form.columns for word in {column.name, *column.aliases}]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("words", [KINDS, STATUSES, YES_OR_NO, MODES, CERTIFICATES])
def test_no_word_means_two_values(words: dict[object, tuple[str, ...]]) -> None:
    keys = [key(word) for names in words.values() for word in names]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("heading", ["phone", "gender", "address", "position", "remark"])
def test_a_column_of_its_own_is_no_slip_for_another(heading: str) -> None:
    optional = tuple(column for column in ROSTER.columns if not column.required)

    assert ROSTER.slip_for(heading, optional) == ("", "")


def test_a_slip_is_told_in_the_language_of_the_file() -> None:
    assert ROSTER.slip_for("nmae", ROSTER.columns) == ("name", "name")
    assert SCHEDULE.slip_for("开始时问", SCHEDULE.columns) == ("start", "开始时间")


PAGE = (Path(__file__).parents[2] / "docs" / "bundle.md").read_text("utf-8")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_the_institutions_page_lists_every_column_and_heading(form: Form) -> None:
    section = PAGE.split(f"## `{form.stem}.csv`")[1].split("\n## ")[0]

    for column in form.columns:
        needed = "yes" if column.required else "no"
        assert f"| `{column.name}` | {'、'.join(column.aliases)} | {needed} |" in section


@pytest.mark.parametrize("words", [KINDS, STATUSES, YES_OR_NO, MODES, CERTIFICATES])
def test_the_institutions_page_lists_every_word(words: dict[object, tuple[str, ...]]) -> None:
    for names in words.values():
        assert f"| `{names[0]}` | {'、'.join(names[1:])} |" in PAGE


def test_the_institutions_page_lists_every_key_of_the_class_file() -> None:
    for section, model in SECTIONS.items():
        for name in model.model_fields.keys() - SECTIONS.keys():
            assert f"`{name}`" in PAGE, (section, name)


def test_the_institutions_page_lists_every_note() -> None:
    sources = Path(__file__).parents[2] / "src" / "evidence" / "sources"
    codes = {
        code
        for path in sources.glob("*.py")
        for code in re.findall(r'\.note\(\s*"([a-z-]+)"', path.read_text("utf-8"))
    }

    assert len(codes) >= 9
    assert all(f"| `{code}` |" in PAGE for code in codes)
