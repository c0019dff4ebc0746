"""The application form as DOCX, to be filled in further and signed."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as UPRIGHT
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from evidence.report.application_form import (
    ANNEX,
    COLUMNS,
    PROMISE,
    TITLE,
    Cell,
    Filled,
    Page,
    pages,
)

FACE = "宋体"  # on every bureau's machine; DOCX carries no font of its own (ADR 0039)
NARROW, WIDE = 8, 17  # millimetres
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def form_docx(given: Filled) -> bytes:
    """The form, filled in."""
    paper: Any = docx.Document()
    paper.core_properties.title = TITLE
    paper.core_properties.created = paper.core_properties.modified = _MADE
    _page(paper)
    _line(paper.add_paragraph(), ANNEX, 11)
    title = paper.add_paragraph()
    title.alignment = ALIGN.CENTER
    _line(title, TITLE, 18, bold=True)

    first, second = pages(given)
    _grid(paper, first)
    paper.add_page_break()
    _grid(paper, second)
    _line(paper.add_paragraph(), given.origin, 8)

    written = BytesIO()
    paper.save(written)
    return written.getvalue()


def _page(paper: Any) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(15), Mm(14)
    style = paper.styles["Normal"]
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.font.name, style.font.size = FACE, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)


def _grid(paper: Any, page: Page) -> None:
    table = paper.add_table(rows=len(page.heights), cols=COLUMNS, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, place in enumerate(table.columns):
        place.width = Mm(WIDE if column else NARROW)
    for row, least in zip(table.rows, page.heights, strict=True):
        row.height, row.height_rule = Mm(least), WD_ROW_HEIGHT_RULE.AT_LEAST
        _whole(row)
    for cell in page.cells:
        _fill(table, cell)


def _fill(table: Any, cell: Cell) -> None:
    """Merge what a cell covers, and write its text."""
    first = table.cell(cell.row, cell.column)
    last = table.cell(cell.row + cell.high - 1, cell.column + cell.wide - 1)
    place = first.merge(last) if (cell.high, cell.wide) != (1, 1) else first
    place.width = Mm(sum(WIDE if at else NARROW for at in _columns(cell)))
    place.vertical_alignment = UPRIGHT.BOTTOM if cell.kind == "signed" else UPRIGHT.CENTER
    text = "\n".join(cell.text) if cell.kind == "part" else cell.text
    for number, line in enumerate(text.split("\n")):
        paragraph = place.paragraphs[0] if not number else place.add_paragraph()
        paragraph.alignment = _side(cell, line)
        _line(paragraph, line, 10.5)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.wide)


def _side(cell: Cell, line: str) -> Any:
    """Labels stand in the middle, signatures at the right; what they sign reads from the left."""
    if cell.kind in {"label", "part"}:
        return ALIGN.CENTER
    promise = cell.kind == "signed" and line.startswith(PROMISE)
    return ALIGN.RIGHT if cell.kind == "signed" and not promise else ALIGN.LEFT


def _line(paragraph: Any, text: str, size: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FACE
    run._element.rPr.rFonts.set(qn("w:eastAsia"), FACE)


def _whole(row: Any) -> None:
    """A row stays on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
