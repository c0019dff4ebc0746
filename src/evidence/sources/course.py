"""The course: the online lessons in their order."""

from __future__ import annotations

from evidence.domain.learning import Lesson
from evidence.sources.cells import Cells, count, one_of, seconds, text
from evidence.sources.headings import YES_OR_NO
from evidence.sources.remarks import Remarks
from evidence.sources.tables import Table


def lessons_of(table: Table, *, remarks: Remarks) -> tuple[Lesson, ...]:
    """The lessons by their order, not by that of the rows."""
    found: list[Lesson] = []
    ids: dict[str, int] = {}
    orders: dict[str, int] = {}
    for row in table.rows:
        cells = Cells(table, row, remarks)
        lesson_id = cells.read("lesson_id", text)
        order = cells.read("order", count)
        title = cells.read("title", text)
        duration = cells.read("duration_s", seconds)
        professional = cells.read("professional", one_of(YES_OR_NO))
        repeated = [
            lesson_id is not None and cells.is_repeated("lesson_id", lesson_id, ids),
            order is not None and cells.is_repeated("order", str(order), orders),
        ]
        if any(repeated) or None in (lesson_id, order, title, duration, professional):
            continue
        found.append(
            Lesson(lesson_id or "", order or 0, title or "", duration or 0, bool(professional))
        )
    return tuple(sorted(found, key=lambda lesson: lesson.order))
