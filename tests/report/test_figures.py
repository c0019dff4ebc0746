"""The figures: a class in three drawings, the same on the page, in the PDF and as sheets."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from evidence.domain.errors import Unreadable
from evidence.domain.findings import Standing
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.report import html, typesetting, xlsx
from evidence.report.figures import COLOUR, figures, heat
from evidence.report.language import CHINESE, ENGLISH
from evidence.report.pdf import pdf
from evidence.report.words import Voice
from tests.report.judgements import ZONE, finding, judgement, large
from tests.report.pdfs import pages

SVG = "{http://www.w3.org/2000/svg}"
VOICE = Voice(ENGLISH, ZONE)


def rects(drawing: str, colour: str) -> int:
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own
    return sum(each.get("fill") == colour for each in root.iter(f"{SVG}rect"))


def test_every_class_hour_has_its_place_in_its_day() -> None:
    cells = heat(judgement(), VOICE)

    assert [(cell.day, cell.place) for cell in cells] == [
        *(("2021-04-19", place) for place in range(1, 9)),
        *(("2021-04-20", place) for place in range(1, 5)),
    ]
    assert all(0 <= cell.recorded <= 1 for cell in cells)


def test_the_heat_map_has_a_cell_for_each_class_hour_in_its_colour() -> None:
    judged = judgement()
    timetable, *_ = figures(judged, VOICE)

    for standing, colour in COLOUR.items():
        hours = sum(hour.standing is standing for hour in judged.verdict.hours)
        assert rects(timetable.drawing, colour) == hours


def test_an_hour_of_which_less_was_recorded_is_paler() -> None:
    whole = judgement(())
    first, *rest = whole.verdict.hours
    hours = (replace(first, recorded=0, standing=Standing.VALID), *rest)
    timetable, *_ = figures(replace(whole, verdict=replace(whole.verdict, hours=hours)), VOICE)

    shades = [Fraction(told) for told in re.findall(r'fill-opacity="([\d.]+)"', timetable.drawing)]
    assert min(shades) == Fraction("0.40")
    assert shades.count(Fraction("0.40")) == 1


def test_what_would_show_nothing_is_left_out() -> None:
    bare = judgement(())
    bare = replace(bare, verdict=replace(bare.verdict, hours=(), learners=()))

    assert figures(bare, VOICE) == ()


def test_findings_are_counted_by_rule() -> None:
    *_, by_rule = figures(large(), VOICE)

    assert {">100<", ">200<"} <= set(re.findall(r">\d+<", by_rule.drawing))


def test_the_page_holds_the_same_drawings() -> None:
    judged = judgement()
    page = html.page(judged, lang=CHINESE)

    for figure in figures(judged, Voice(CHINESE, ZONE)):
        assert figure.drawing in page


def test_the_workbook_has_the_timetable_and_the_findings_by_rule(tmp_path: Path) -> None:
    xlsx.workbook(judgement(), tmp_path / "v.xlsx", lang=ENGLISH)
    book = CalamineWorkbook.from_path(str(tmp_path / "v.xlsx"))

    timetable = book.get_sheet_by_name("The timetable").to_python()
    assert timetable[1][0] == "2021-04-19"
    assert timetable[1][1] == "✓ T01·1"
    assert len(timetable) == 1 + 2
    counts = [row[2] for row in book.get_sheet_by_name("Findings by rule").to_python()[1:]]
    assert sum(map(int, counts)) == len(judgement().verdict.findings)


@pytest.mark.parametrize("lang", [ENGLISH, CHINESE])
def test_the_pdf_is_set_alike_each_time(lang: str) -> None:
    made = pdf(judgement(), lang=lang)

    assert made.startswith(b"%PDF-1.7")
    assert made == pdf(judgement(), lang=lang)


def test_a_hundred_learners_and_two_hundred_hours_are_a_few_pages() -> None:
    made = pdf(large(), lang=CHINESE)

    assert len(made) < 1_000_000
    assert 3 <= pages(made) <= 10


def test_text_of_strangers_is_never_markup() -> None:
    odd = '#panic() $x$ *b* <a> \\ "q" `code` [c]'
    judged = judgement((finding("footage-undated", Subject(recording=odd), say("{x}", x=odd)),))

    assert pdf(judged, lang=ENGLISH).startswith(b"%PDF")


def test_without_a_chinese_font_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "FONTS_PACKAGE", "no_such_package")
    monkeypatch.setattr(typesetting, "SYSTEM_FONTS", (tmp_path,))

    with pytest.raises(Unreadable):
        pdf(judgement(), lang=CHINESE)
