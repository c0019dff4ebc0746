"""Told once: what two rules say of the same footage is shown with the first, and named there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evidence.report.class_report import FindingRow, FindingTable, UncomparedRow

Shown = dict[UncomparedRow, tuple[int, str]]  # and the number and the title of its finding


def told_once(tables: Iterable[FindingTable]) -> tuple[FindingTable, ...]:
    """The tables, with footage that could not be compared drawn only where it comes first."""
    shown: Shown = {}
    return tuple(
        replace(table, rows=tuple(_row(row, table.title, shown) for row in table.rows))
        for table in tables
    )


def _row(row: FindingRow, title: str, shown: Shown) -> FindingRow:
    if not row.uncompared:
        return row
    drawn = [left for left in row.uncompared if left not in shown]
    before = [shown[left] for left in row.uncompared if left in shown]
    shown.update(dict.fromkeys(drawn, (row.number, title)))
    return replace(row, uncompared=tuple(drawn), shown_with=tuple(dict.fromkeys(before)))
