"""The schedule: the teaching sessions of the class."""

from __future__ import annotations

import re
from datetime import timedelta, tzinfo
from itertools import combinations

from evidence.domain.teaching import Kind, Session, TrainingClass
from evidence.domain.text import say
from evidence.domain.time import DAY, MINUTE, Interval
from evidence.sources.cells import Cells, count, one_of, text
from evidence.sources.headings import KINDS
from evidence.sources.moments import EPOCH, day, moment
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tables import Table
from evidence.sources.unfit import Unfit

_TIME_ONLY = re.compile(r"\s*(?:上午|下午|晚上)?\s*\d{1,2}[:：时点]")


def sessions_of(table: Table, *, zone: tzinfo, remarks: Remarks) -> tuple[Session, ...]:
    """The sessions in the order of the rows."""
    found: list[Session] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        cells = Cells(table, row, remarks)
        session_id = cells.read("session_id", text)
        kind = cells.read("kind", one_of(KINDS))
        span = _span(cells, zone, kind)
        hours = cells.read("class_hours", count)
        if session_id is None or cells.is_repeated("session_id", session_id, seen):
            continue
        if kind and span and hours and _hours_fit(cells, span, hours):
            found.append(
                Session(
                    session_id, kind, span, hours,
                    room=cells.text("room"),
                    cameras=cameras(cells.text("camera")),
                    teacher=cells.text("teacher"),
                )
            )  # fmt: skip
    return tuple(found)


def session_ids(table: Table) -> tuple[str, ...]:
    """The ids of all rows, of those too that can't be read otherwise."""
    ids = (row.cells.get("session_id", "") for row in table.rows)
    return tuple(dict.fromkeys(filter(None, ids)))


def cameras(cell: str) -> tuple[str, ...]:
    """The cameras that a cell lists, each once."""
    names = (name.strip() for name in re.split(r"[;；,，、]", cell))
    return tuple(dict.fromkeys(filter(None, names)))


def note_oddities(
    file: str,
    sessions: tuple[Session, ...],
    training_class: TrainingClass,
    *,
    zone: tzinfo,
    remarks: Remarks,
) -> None:
    """Note sessions outside the class's days, and two at once in one room."""
    for session in sessions:
        first = (EPOCH + timedelta(microseconds=session.span.start)).astimezone(zone).date()
        last = (EPOCH + timedelta(microseconds=session.span.end - 1)).astimezone(zone).date()
        if first < training_class.starts_on or last > training_class.ends_on:
            remarks.note(
                "session-outside-class",
                say(
                    "session {session} is outside the days of the class, {first} to {last}",
                    session=shown(session.id),
                    first=training_class.starts_on.isoformat(),
                    last=training_class.ends_on.isoformat(),
                ),
                path=file,
            )
    _note_overlaps(file, sessions, remarks)
    _note_shared_cameras(file, sessions, remarks)


def _note_overlaps(file: str, sessions: tuple[Session, ...], remarks: Remarks) -> None:
    latest: dict[str, Session] = {}
    for session in sorted(sessions, key=lambda one: (one.span, one.id)):
        if not session.room:
            continue
        before = latest.get(session.room)
        if before and before.span.meet(session.span):
            remarks.note(
                "sessions-overlap",
                say(
                    "sessions {one} and {other} are in room {room} at the same time",
                    one=shown(before.id),
                    other=shown(session.id),
                    room=shown(session.room),
                ),
                path=file,
            )
        if before is None or session.span.end > before.span.end:
            latest[session.room] = session


def _span(cells: Cells, zone: tzinfo, kind: Kind | None) -> Interval | None:
    start, end = _at(cells, "start", zone), _at(cells, "end", zone)
    if start is None or end is None:
        return None
    if end <= start:
        cells.wrong(
            "end",
            say(
                "the session ends at {end}, which is not after its start at {start}",
                end=shown(cells.text("end")),
                start=shown(cells.text("start")),
            ),
        )
        return None
    # A slip in the date; online sessions may well stand for a week of learning.
    if end - start > DAY and kind is not Kind.ONLINE:
        cells.wrong("end", say("the session takes longer than a day: look at both dates"))
        return None
    return Interval(start, end)


def _at(cells: Cells, column: str, zone: tzinfo) -> int | None:
    """A wall time; one without a date is on the day in the row's column of dates, if it has one."""
    on = cells.text("date")
    if not on or not _TIME_ONLY.match(cells.text(column)):
        return cells.read(column, moment(zone))
    try:
        date = day(on)
    except Unfit as unfit:
        # Start and end stand on the same day: it is told once.
        if column == "start":
            cells.wrong("date", unfit.what)
        return None
    return cells.read(column, lambda written: moment(zone)(f"{date} {written}"))


def _hours_fit(cells: Cells, span: Interval, hours: int) -> bool:
    if hours * MINUTE <= span.length:
        return True
    cells.wrong(
        "class_hours",
        say("{hours} class hours in a session of fewer minutes can't be right", hours=hours),
    )
    return False


def _note_shared_cameras(file: str, sessions: tuple[Session, ...], remarks: Remarks) -> None:
    """Two sessions at once before one camera: one film would prove them both."""
    taught = sorted((one for one in sessions if one.cameras), key=lambda one: (one.span, one.id))
    for one, other in combinations(taught, 2):
        shared = sorted(set(one.cameras) & set(other.cameras))
        if shared and one.span.meet(other.span) and one.room != other.room:
            remarks.note(
                "camera-shared",
                say(
                    "sessions {one} and {other} are at the same time, and camera {camera} is to "
                    "film them both: one recording would count twice",
                    one=shown(one.id),
                    other=shown(other.id),
                    camera=shown(shared[0]),
                ),
                path=file,
            )
