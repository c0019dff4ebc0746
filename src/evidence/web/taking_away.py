"""Taking away: tables as files that a spreadsheet opens, and that run nothing there."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Response

from evidence.report.columns import as_csv, as_workbook
from evidence.report.sheets import Sheet

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(sheet: Sheet, name: str) -> Response:
    """One table as CSV."""
    return Response(
        as_csv(sheet), media_type="text/csv; charset=utf-8", headers=_named(name, "csv")
    )


def workbook_of(sheets: Sequence[Sheet], name: str) -> Response:
    """Tables as a workbook."""
    return Response(as_workbook(sheets, name), media_type=WORKBOOK, headers=_named(name, "xlsx"))


def _named(name: str, suffix: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
