"""Visits: what somebody who came to check a class wrote down (实地检查)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import tzinfo

from evidence.domain.papers import Visit
from evidence.domain.text import say
from evidence.sources.cells import Cells
from evidence.sources.moments import moment
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tables import Table
from evidence.sources.unfit import Unfit


def visits_of(table: Table, *, zone: tzinfo, remarks: Remarks) -> tuple[Visit, ...]:
    """The visits in the order of time."""
    return tuple(sorted(_visits(table, zone, remarks), key=lambda visit: visit.at))


def _visits(table: Table, zone: tzinfo, remarks: Remarks) -> Iterator[Visit]:
    for row in table.rows:
        cells = Cells(table, row, remarks)
        at, present = cells.read("at", moment(zone)), cells.read("present", _people)
        if at is not None and present is not None:
            yield Visit(at, present, cells.text("room"), cells.text("teachers"))


def _people(found: str) -> int:
    """Reads how many people; "18人" is 18 too."""
    match = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*(?:人|名)?", unicodedata.normalize("NFKC", found))
    if match:
        return int(match[1])
    raise Unfit(
        say('found "{found}", expected how many people, such as 18', found=shown(found)),
    )
