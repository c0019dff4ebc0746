"""Sheets: tables of text, numbers and money, and the workbook that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from evidence.domain.subsidy import YUAN

# What a spreadsheet may take for a formula, the wide signs of a Chinese keyboard among it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 60
_BAR = {"type": "data_bar", "bar_solid": True, "bar_color": "#7FA594", "min_type": "num"}
_BAR |= {"min_value": 0}
_A4 = 9  # the paper's number in a workbook
_FIRST_WIDE = 0x2E80  # from this code point on, letters are Chinese and take two places
# A workbook carries the date of its making; a fixed one keeps it the same for the same verdict.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in fen, shown in yuan."""

    fen: int

    def __str__(self) -> str:
        return f"{self.fen // YUAN:,}.{self.fen % YUAN:02d}"


@dataclass(frozen=True, slots=True)
class Tinted:
    """Text on a colour ("#2f8a61")."""

    text: str
    colour: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | Money | Tinted


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, a heading for each column, and rows of text, numbers and money.

    ``bars`` are columns whose numbers are drawn as bars, too.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bars: tuple[int, ...] = ()


def write_book(sheets: Iterable[Sheet], path: Path | IO[bytes], *, title: str) -> None:
    """Write a workbook with these sheets to ``path``."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path) if isinstance(path, Path) else path, options) as book:
        book.set_properties({"title": title, "created": _MADE})
        top = {"text_wrap": True, "valign": "top"}
        styles = {
            "heading": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F0F3F1"}),
            "text": book.add_format(top),
            "money": book.add_format({**top, "num_format": "#,##0.00"}),
        }
        for sheet in sheets:
            _write(book, sheet, {**styles, **_tints(book, sheet)})


def _tints(book: Any, sheet: Sheet) -> dict[str, Any]:
    colours = {cell.colour for row in sheet.rows for cell in row if isinstance(cell, Tinted)}
    look = {"align": "center", "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"}
    return {each: book.add_format({**look, "bg_color": each}) for each in sorted(colours)}


def _write(book: Any, sheet: Sheet, styles: Mapping[str, Any]) -> None:
    page = book.add_worksheet(sheet.name)
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 1)
    for column, heading in enumerate(sheet.headings):
        cells = [heading, *(row[column] for row in sheet.rows)]
        page.set_column(column, column, _width(cells))
        page.write_string(0, column, heading, styles["heading"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            match value:
                case Money(fen):
                    page.write_number(number, column, fen / YUAN, styles["money"])
                case Tinted(text, colour):
                    page.write_string(number, column, harmless(text), styles[colour])
                case int():
                    page.write_number(number, column, value, styles["text"])
                case _:
                    page.write_string(number, column, harmless(value), styles["text"])
    for column in sheet.bars if sheet.rows else ():
        page.conditional_format(1, column, len(sheet.rows), column, _BAR)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula, not even after a trip through CSV."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _width(cells: Iterable[Cell]) -> int:
    """Wide enough for the longest line of a column, within reason."""
    lines = (line for cell in cells for line in str(cell).split("\n"))
    return min(_WIDEST, 3 + max(sum(1 + (ord(sign) >= _FIRST_WIDE) for sign in ln) for ln in lines))
