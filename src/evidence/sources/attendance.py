"""The sign-in sheet: who was there, on leave, or made a session up."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from evidence.domain.errors import nearest
from evidence.domain.masking import MASK
from evidence.domain.people import Attendance, Learner, Status
from evidence.domain.text import say
from evidence.sources.cells import Cells, one_of, text
from evidence.sources.headings import STATUSES
from evidence.sources.remarks import Remarks, numbered, shown
from evidence.sources.tables import Table

NAMED_AT_MOST = 5


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
    _note_made_up_for_nothing(table.file, found, remarks)
    return tuple(entry for _, entry in found.values())


def _note_made_up_for_nothing(
    file: str, found: Mapping[tuple[str, str], tuple[int, Attendance]], remarks: Remarks
) -> None:
    """Note the make-ups for sessions that their learners were not on leave from."""

    def on_leave(learner: str, session: str) -> bool:
        row = found.get((learner, session))
        return row is not None and row[1].status is Status.LEAVE

    rows = [
        number
        for number, entry in found.values()
        if entry.status is Status.MAKEUP and not on_leave(entry.learner, entry.note)
    ]
    if rows:
        remarks.note(
            "makeup-without-leave",
            say(
                "make-ups for a session that the learner has no row of leave for, in rows {rows}: "
                "they make up for nothing",
                rows=numbered(rows),
            ),
            path=file,
            count=len(rows),
        )


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
            say(
                'the schedule has no session "{found}", but it has {known}',
                found=shown(found),
                known=_alike(found, self.sessions),
            ),
            nearest(found, tuple(sorted(self.sessions))),
        )
        return None

    def made_up(self, cells: Cells, session: str) -> str:
        """The session that a make-up stands for: the one that the note names."""
        note = cells.text("note")
        if self.sessions is None:
            return note
        ids: list[str] = [note] if note in self.sessions else re.findall(r"[\w-]+", note, re.ASCII)
        named = set(ids) & self.sessions
        if len(named) == 1 and session not in named:
            return named.pop()
        others = self.sessions - {session}
        hint = ""
        if ids and not named:
            hint = nearest(ids[0], tuple(sorted(others)))
            what = say(
                'the note names "{found}", which is no session of the schedule; it has {known}',
                found=_masked(", ".join(ids)),
                known=_alike(ids[0], others),
            )
        else:
            what = say("a make-up needs a note that names the one session that it stands for")
        column = "note" if "note" in cells.table.headings else "status"
        cells.wrong(column, what, hint)
        return note


def _alike(found: str, known: Collection[str]) -> str:
    """The first few ids that begin with the same letters, or else the first of all."""
    letters = re.match(r"\D*", found)
    alike = sorted(one for one in known if letters and one.startswith(letters[0])) or sorted(known)
    return ", ".join(alike[:NAMED_AT_MOST]) + (" …" if len(alike) > NAMED_AT_MOST else "")


def _masked(found: str) -> str:
    """An id to be quoted, unless it looks like a person's: a name or an ID number."""
    return MASK if re.search(r"[\u4e00-\u9fff]", found) else shown(found)
