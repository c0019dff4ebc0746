"""Papers: the tables of a class bundle, as an office writes them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path

import xlsxwriter

from sample_media import faces
from sample_media.portraits import portrait

TENS = "〇一二三四五六七八九"
OFFICE_DAY = datetime(2021, 4, 1)


def class_toml(folder: Path, text: str) -> None:
    """Write ``class.toml``."""
    _write(folder / "class.toml", text.strip().encode() + b"\n")


def table(
    path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8"
) -> None:
    """Write a CSV table, with the line ends of a spreadsheet program."""
    page = StringIO()
    csv.writer(page).writerows([heading, *rows])
    _write(path, page.getvalue().encode(encoding))


def workbook(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write the same as an Excel workbook; moments become real Excel dates."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.set_properties({"created": OFFICE_DAY})
        sheet = book.add_worksheet()
        for number, row in enumerate([heading, *rows]):
            sheet.write_row(number, 0, row)


def learners(
    folder: Path, first: str, count: int, heads: Sequence[int] = ()
) -> list[tuple[str, str, str]]:
    """Invent learners, with a portrait each: (id, name, photo); ``first`` is like "L001".

    The portraits are of ``heads``, one after the other, or drawn in a few strokes where none is
    told.
    """
    prefix, width = first.rstrip("0123456789"), len(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    people = []
    for number in range(1, count + 1):
        learner = f"{prefix}{number:0{width}}"
        photo = f"photos/{learner}.jpg"
        _write(folder / photo, faces.photo(heads[number - 1]) if heads else portrait(learner))
        people.append((learner, f"学员{numeral(number)}", photo))
    return people


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    return (TENS[tens] if tens > 1 else "") + ("十" if tens else "") + (TENS[ones] if ones else "")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
