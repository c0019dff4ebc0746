"""A workbook: the rows of the first sheet of an .xlsx, every cell as the text a person sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from evidence.domain.text import Text, say
from evidence.sources.unfit import Unfit
from evidence.sources.zip_archive import DAMAGE

OLE_MAGIC = b"\xd0\xcf\x11\xe0"
ZIP_MAGIC = b"PK"
CHUNK = 1 << 20
# A workbook is held in memory whole: one that unpacks to more is no table of a class.
MOST_BYTES = 256 << 20
MOST_CELLS = 5_000_000
# Excel keeps 15 digits of a number; of an ID number typed as one, the rest is lost.
KEPT_DIGITS = 15

_REFERENCE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')

CellValue = int | float | str | bool | time | date | datetime | timedelta


def first_sheet(raw: bytes) -> list[list[str]]:
    """The rows of the first visible sheet, from row 1 and column A on.

    Raises:
        Unfit: when it is no workbook, is locked, or is too large to be a table.
    """
    _check_size(raw)
    try:
        with CalamineWorkbook.from_object(BytesIO(raw)) as workbook:
            sheets = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.visible == SheetVisibleEnum.Visible
                and sheet.typ == SheetTypeEnum.WorkSheet
            ]
            if not sheets:
                raise Unfit(say("this workbook has no visible sheet"))
            rows = workbook.get_sheet_by_name(sheets[0]).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise Unfit(_damaged(str(error))) from error
    return [[cell_text(cell) for cell in row] for row in rows]


def cell_text(value: CellValue) -> str:
    """A cell's value as text: 1.0 is "1", a date and time "2021-04-19 09:00:00".

    A number with more digits than Excel keeps is told in scientific notation, so that nobody
    takes it for whole.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            # Excel keeps days as binary fractions: nothing below a millisecond is meant.
            tidy = value + timedelta(microseconds=500)
            return tidy.replace(microsecond=tidy.microsecond // 1000 * 1000).isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case float() | int():
            if abs(value) >= 10**KEPT_DIGITS:
                return f"{float(value):.14e}"
            return str(int(value)) if float(value).is_integer() else repr(value)
        case str():
            return value


def _check_size(raw: bytes) -> None:
    """See that the workbook unpacks to something that memory can hold.

    The reader below allocates every cell up to the last one used, so that one stray entry in the
    last row of the last column would take all memory there is.
    """
    if raw.startswith(OLE_MAGIC):
        raise Unfit(
            say("this workbook has a password or is of the old .xls kind: save it as plain .xlsx")
        )
    if not raw.startswith(ZIP_MAGIC):
        raise Unfit(
            say(
                "this is no Excel workbook in spite of its name: open it and save it as .xlsx, or "
                "name it .csv if it is text"
            )
        )
    try:
        with ZipFile(BytesIO(raw)) as parts:
            total = 0
            for part in parts.infolist():
                total += sum(_lengths(parts, part, most=MOST_BYTES - total))
    except Unfit:
        raise
    except DAMAGE as error:
        raise Unfit(_damaged(str(error))) from error


def _lengths(parts: ZipFile, part: ZipInfo, *, most: int) -> Iterator[int]:
    """The lengths of a part's chunks, as they are unpacked."""
    is_sheet = part.filename.startswith("xl/worksheets/")
    unpacked, width, height, tail = 0, 0, 0, b""
    with parts.open(part) as stream:
        while chunk := stream.read(CHUNK):
            unpacked += len(chunk)
            if is_sheet:
                for column, row in _REFERENCE.findall(tail + chunk):
                    width, height = max(width, _number(column)), max(height, int(row))
                tail = chunk[-20:]
            if unpacked > most or width * height > MOST_CELLS:
                raise Unfit(
                    say(
                        "this workbook is too large for a table of a class:"
                        " delete what lies far below or beside the table"
                    )
                )
            yield len(chunk)


def _number(column: bytes) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - ord("A") + 1
    return number


def _damaged(detail: str) -> Text:
    return say("this is no workbook that can be opened ({detail})", detail=detail)
