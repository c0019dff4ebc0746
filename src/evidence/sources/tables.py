"""Tables: a .csv or .xlsx, brought to rows under the columns of the contract."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from evidence.domain.text import Text, say
from evidence.sources.headings import Column, Form
from evidence.sources.remarks import Remarks, shown
from evidence.sources.text_file import decoded
from evidence.sources.unfit import Unfit
from evidence.sources.workbook import first_sheet

DELIMITERS = (",", ";", "\t", "，")
# Exports put a title and remarks above the headings.
HEADING_WITHIN = 5
MOST_ROWS = 200_000
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty: its number as a spreadsheet shows it, its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read; ``headings`` maps each column that it has to the file's own word."""

    file: str
    headings: Mapping[str, str]
    rows: tuple[Row, ...]


def read_table(file: str, raw: bytes, form: Form, remarks: Remarks) -> Table | None:
    """The table in ``file``; None where it is no table at all, which has then been told.

    ``raw`` are its bytes. Missing, unknown and repeated columns are problems in ``remarks``.
    """
    try:
        if len(raw) > MOST_BYTES:
            raise Unfit(say("this file is too large for a table of a class"))
        grid = first_sheet(raw) if file.casefold().endswith(".xlsx") else _csv_rows(raw, form)
        if len(grid) > MOST_ROWS:
            raise Unfit(say("more than {most} rows are too many for a class", most=MOST_ROWS))
    except Unfit as unfit:
        remarks.problem(unfit.what, file=file)
        return None
    if not any(cell for row in grid for cell in row):
        remarks.problem(say("this table is empty"), file=file)
        return None
    top = _heading_row(grid, form)
    if top is None:
        # Nothing of the file is quoted: what stands there may be a person.
        remarks.problem(
            say(
                "there is no row of headings: begin with one such as {example}",
                example=",".join(column.name for column in form.columns if column.required),
            ),
            file=file,
        )
        return None
    places = _Headings(file, top + 1, grid[top], form, remarks).places()
    rows = _rows(file, grid, top, places, remarks)
    return Table(file, {name: grid[top][place] for name, place in places.items()}, rows)


def _csv_rows(raw: bytes, form: Form) -> list[list[str]]:
    """All rows of a CSV, whatever its encoding and delimiter."""
    try:
        text = decoded(raw)
    except ValueError as error:
        raise Unfit(say("this is not text in UTF-8 or GB18030: save it as CSV UTF-8")) from error
    rows: list[list[str]] = []
    try:
        reader = csv.reader(StringIO(text, newline=""), _Dialect(_delimiter(text, form)))
        rows.extend([_tidy(cell) for cell in cells] for cells in reader)
    except csv.Error as error:
        raise Unfit(
            say(
                "row {row} can't be read: a quotation mark is missing or one too many ({detail})",
                row=len(rows) + 1,
                detail=str(error),
            )
        ) from error
    return rows


class _Dialect(csv.excel):
    """Excel's CSV with another delimiter; strict, or one stray quote would swallow rows."""

    strict = True

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter


def _delimiter(text: str, form: Form) -> str:
    """The delimiter under which the most headings are known."""
    top = text.splitlines()[:HEADING_WITHIN]

    def known(delimiter: str) -> int:
        return max((_known(row, form) for row in csv.reader(top, delimiter=delimiter)), default=0)

    return max(DELIMITERS, key=known)


def _tidy(cell: str) -> str:
    """A cell without the marks by which spreadsheets keep "001" from becoming 1."""
    bare = cell.strip("\ufeff\u200b \t\r\n\u3000\xa0")
    return bare[2:-1] if bare.startswith('="') and bare.endswith('"') else bare


def _known(row: list[str], form: Form) -> int:
    return len({form.column_of(cell) for cell in row if cell} - {""})


def _heading_row(grid: list[list[str]], form: Form) -> int | None:
    """The index of the row with the most known headings; None where none is known."""
    top = range(min(HEADING_WITHIN, len(grid)))
    best = max(top, key=lambda index: _known(grid[index], form))
    return best if _known(grid[best], form) else None


@dataclass(frozen=True, slots=True)
class _Headings:
    """The row of headings of one file; what is wrong with it goes to ``remarks``."""

    file: str
    number: int
    cells: list[str]
    form: Form
    remarks: Remarks

    def places(self) -> dict[str, int]:
        """Where each column stands; headings that are missing, unknown or repeated are told."""
        found: dict[str, int] = {}
        for place, heading in enumerate(self.cells):
            column = self.form.column_of(heading)
            if column in found:
                self._tell_repeated(self.cells[found[column]], heading)
            elif column:
                found[column] = place
        absent = tuple(column for column in self.form.columns if column.name not in found)
        self._tell_missing(self._tell_unknown(absent))
        return found

    def _tell_repeated(self, one: str, other: str) -> None:
        self._wrong(
            say(
                'the headings "{one}" and "{other}" mean the same: keep one of the two',
                one=shown(one),
                other=shown(other),
            ),
            other,
        )

    def _tell_unknown(self, absent: tuple[Column, ...]) -> tuple[Column, ...]:
        """Pair the headings that nobody knows with the absent columns; the rest comes back."""
        foreign: list[str] = []
        for heading in filter(None, self.cells):
            if self.form.column_of(heading):
                continue
            name, right = self.form.slip_for(heading, absent)
            if self.form.is_elsewhere(heading) or not name:
                foreign.append(heading)
                continue
            absent = tuple(column for column in absent if column.name != name)
            self._wrong(say('no column is called "{found}"', found=shown(heading)), heading, right)
        if foreign:
            self.remarks.note(
                "unknown-columns",
                say("columns that are not read: {columns}", columns=shown(", ".join(foreign), 200)),
                path=self.file,
                count=len(foreign),
            )
        return absent

    def _tell_missing(self, absent: tuple[Column, ...]) -> None:
        for column in absent:
            if column.required:
                missing = say(
                    "the column {name} ({alias}) is missing",
                    name=column.name,
                    alias=column.aliases[0],
                )
                self._wrong(missing, "")

    def _wrong(self, what: Text, column: str, did_you_mean: str = "") -> None:
        self.remarks.problem(
            what, file=self.file, row=self.number, column=column, did_you_mean=did_you_mean
        )


def _rows(
    file: str, grid: list[list[str]], top: int, places: dict[str, int], remarks: Remarks
) -> tuple[Row, ...]:
    """The rows below the headings; empty ones are left out."""
    width = len(grid[top])
    found: list[Row] = []
    for number, cells in enumerate(grid[top + 1 :], top + 2):
        if not any(cells):
            continue
        if any(cells[width:]):
            remarks.problem(
                say(
                    "this row has {found} cells, but there are {expected} headings:"
                    " put text that holds the delimiter in quotation marks",
                    found=len(cells),
                    expected=width,
                ),
                file=file,
                row=number,
            )
        found.append(Row(number, {n: cells[p] for n, p in places.items() if p < len(cells)}))
    return tuple(found)
