"""Columns: tables for people to take away, as a workbook or as CSV; nothing in them ever runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from evidence.report.sheets import Sheet, harmless, write_book

BOM = "\ufeff"  # so that Excel takes the file for UTF-8


def as_csv(sheet: Sheet) -> bytes:
    """One table as CSV: UTF-8, every cell quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in (sheet.headings, *sheet.rows):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return (BOM + out.getvalue()).encode()


def as_workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """Tables as one workbook."""
    out = io.BytesIO()
    write_book(sheets, out, title=title)
    return out.getvalue()
