"""The sign-in sheet: who was there, on leave, or made a session up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.domain.errors import nearest
from evidence.domain.people import Attendance, Learner, Status
from evidence.domain.text import say
from evidence.sources.cells import Cells, one_of, text
from evidence.sources.headings import STATUSES
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tables import Table


def attendance_of(
    table: Table,
    *,
    learners: Sequence[Learner] | None,
    sessions: Sequence[str] | None,
    remarks: Remarks,
) -> tuple[Attendance, ...]:
    """The rows of the sheet; for a make-up, ``note`` is the bare id of the session made up for.

    ``learners`` and ``sessions`` (ids) are what the rows may name; None where the roster or the
    schedule could not be read, so that nothing can be said of them.
    """
    sheet = _Sheet(learners, sessions)
    found: dict[tuple[str, str], tuple[int, Attendance]] = {}
    for row in table.rows:
        cells = Cells(table, row, remarks)
        learner, session = sheet.learner(cells), sheet.session(cells)
        status = cells.read("status", one_of(STATUSES))
        note = cells.text("note")
        if status is Status.MAKEUP:
            note = sheet.made_up(cells, session or "")
        if learner is None or session is None or status is None:
            continue
        entry = Attendance(learner, session, status, note)
        first, earlier = found.setdefault((learner, session), (row.number, entry))
        if earlier.status is not entry.status:
            cells.wrong(
                "status",
                say(
                    '"{found}" disagrees with row {first} on the same learner and session',
                    found=shown(cells.text("status")),
                    first=first,
                ),
            )
    return tuple(entry for _, entry in found.values())


class _Sheet:
    """What the rows of a sheet may name."""

    def __init__(self, learners: Sequence[Learner] | None, sessions: Sequence[str] | None) -> None:
        self.learners = None if learners is None else {one.id for one in learners}
        self.sessions = None if sessions is None else set(sessions)
        # Clerks write the name in place of the id; it helps to say so, without the name.
        self.persons = {
            word: one.id for one in learners or () for word in (one.name, one.id_number) if word
        }

    def learner(self, cells: Cells) -> str | None:
        """The learner that a row names; None where there is none such, which has been told."""
        found = cells.read("learner_id", text)
        if found is None or self.learners is None or found in self.learners:
            return found
        if found in self.persons:
            cells.wrong(
                "learner_id",
                say("this is a person's name or ID number, expected the learner_id"),
                self.persons[found],
            )
        else:
            cells.wrong(
                "learner_id",
                say('the roster has no learner "{found}"', found=_masked(found)),
                nearest(found, tuple(sorted(self.learners))),
            )
        return None

    def session(self, cells: Cells) -> str | None:
        """The session that a row names; None where there is none such, which has been told."""
        found = cells.read("session_id", text)
        if found is None or self.sessions is None or found in self.sessions:
            return found
        cells.wrong(
            "session_id",
            say('the schedule has no session "{found}"', found=shown(found)),
            nearest(found, tuple(sorted(self.sessions))),
        )
        return None

    def made_up(self, cells: Cells, session: str) -> str:
        """The session that a make-up stands for: the one that the note names."""
        note = cells.text("note")
        if self.sessions is None:
            return note
        if note in self.sessions:
            named = {note}
        else:
            named = set(re.findall(r"[\w-]+", note, re.ASCII)) & self.sessions
        if len(named) == 1 and session not in named:
            return named.pop()
        column = "note" if "note" in cells.table.headings else "status"
        cells.wrong(
            column,
            say("a make-up needs a note that names the one session that it stands for"),
            nearest(note, tuple(sorted(self.sessions - {session}))) if note else "",
        )
        return note


def _masked(found: str) -> str:
    """An id to be quoted, unless it looks like a person's: a name or an ID number."""
    looks_personal = re.search(r"\d{15}|[\u4e00-\u9fff]", found)
    return "…" if looks_personal else shown(found)
