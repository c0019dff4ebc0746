"""The roster: who is in the class."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from evidence.domain.people import Learner
from evidence.domain.text import say
from evidence.sources.cells import Cells, text
from evidence.sources.moments import day
from evidence.sources.paths import inside
from evidence.sources.remarks import Remarks
from evidence.sources.tables import Table
from evidence.sources.unfit import Unfit

NAMED_AT_MOST = 10
_ROUNDED = re.compile(r"\d+([.]\d+)?[eE][+]?\d+")


def learners_of(table: Table, *, files: Collection[str], remarks: Remarks) -> tuple[Learner, ...]:
    """The learners in the order of the rows; ``files`` are those of the bundle.

    Names and ID numbers are never part of a problem or note, nor are the files of portraits,
    which are often called after the person.
    """
    found: list[Learner] = []
    seen: dict[str, int] = {}
    there = {path.casefold(): path for path in files}
    for row in table.rows:
        cells = Cells(table, row, remarks)
        learner_id = cells.read("learner_id", text)
        name = cells.read("name", text)
        learner = Learner(
            learner_id or "",
            name or "",
            cells.read_any("id_number", id_number) or "",
            _portrait(cells.read_any("photo", inside) or "", there),
            cells.text("group"),
            cells.read_any("previous_assessment_on", day),
        )
        if learner_id and not cells.is_repeated("learner_id", learner_id, seen):
            found.append(learner)
    if not table.rows:
        remarks.problem(say("the roster has no learner"), file=table.file)
    _note_missing_photos(table.file, found, files, remarks)
    return tuple(found)


def id_number(found: str) -> str:
    """Reads an ID number; what it is stays out of the message."""
    if _ROUNDED.fullmatch(found):
        raise Unfit(
            say(
                "the spreadsheet has made a rounded number of this value:"
                " format the column as text and type it in again"
            )
        )
    return found.upper()


def _portrait(written: str, there: Mapping[str, str]) -> str:
    """The file that is meant: case and a missing "photos/" are forgiven."""
    for candidate in (written, f"photos/{written}"):
        if candidate.casefold() in there:
            return there[candidate.casefold()]
    return written


def _note_missing_photos(
    file: str, learners: list[Learner], files: Collection[str], remarks: Remarks
) -> None:
    without = [one.id for one in learners if one.photo and one.photo not in files]
    if without:
        remarks.note(
            "photo-missing",
            say(
                "{count} portraits that the roster names are not in the bundle: {learners}",
                count=len(without),
                learners=", ".join(without[:NAMED_AT_MOST])
                + (" …" if len(without) > NAMED_AT_MOST else ""),
            ),
            path=file,
            count=len(without),
        )
