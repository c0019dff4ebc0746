"""Loading: every log file into one table of events, and word of what could not be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from evidence.analyzers.playback.database import query
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import nearest
from evidence.domain.findings import Note
from evidence.domain.learning import UNBOUNDED, Dialect, LogRelation, LostLines
from evidence.domain.text import say
from evidence.facts.pieces import STEP_SLACK
from evidence.pipeline.ports import Progress

# What a log file is, by the file, its path in the bundle, and a folder for what must be rewritten;
# None where it is no learning log that is known.
ReadLog = Callable[[Path, str, Path], LogRelation | None]

# How many strangers in a log are told of one by one.
MAX_NAMED = 10


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: the logs by their number, what to tell of them, and what of them is lost."""

    logs: tuple[LogRelation | None, ...]
    notes: tuple[Note, ...]
    lost: tuple[LostLines, ...] = ()

    @property
    def lost_lines(self) -> int:
        """How many lines are lost in all: whose, nobody can know."""
        return min(sum(lost.count for lost in self.lost), UNBOUNDED)


def load(
    connection: duckdb.DuckDBPyConnection,
    bundle: ClassBundle,
    read: ReadLog,
    scratch: Path,
    progress: Progress,
) -> Loaded:
    """Fill the tables ``event, attempt, prompt, picture`` from the bundle's logs."""
    learners = {learner.id: number for number, learner in enumerate(bundle.learners)}
    lessons = {lesson.id: number for number, lesson in enumerate(bundle.lessons, 1)}
    connection.execute("CREATE TABLE roster (number INTEGER, id VARCHAR)")
    connection.execute("CREATE TABLE course (number INTEGER, name VARCHAR)")
    _fill(connection, "roster", [(number, name) for name, number in learners.items()])
    _fill(connection, "course", [(number, name) for name, number in lessons.items()])
    connection.execute(query("events"))
    logs: list[LogRelation | None] = []
    notes: list[Note] = []
    lost: list[LostLines] = []
    for number, path in enumerate(bundle.logs):
        log = read(bundle.root / path, path, scratch)
        gone = _append(connection, number, log) if log else LostLines(path, UNBOUNDED)
        lost += [gone] if gone.count else []
        notes += [_told(gone)] if gone.count else []
        notes += _unknown(connection, log, number) if log else []
        logs.append(log)
        progress.advance()
    _close_pages(connection, logs)
    notes += _name_lessons(connection, lessons, logs)
    notes += _strangers(connection, tuple(learners))
    connection.execute(query("attempts"))
    connection.execute(query("told"))
    return Loaded(tuple(logs), tuple(notes), tuple(lost))


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[int, str]]) -> None:
    """Insert numbered names, in one go however many."""
    connection.execute(
        f"INSERT INTO {table} SELECT unnest($numbers::INTEGER[]), unnest($names::VARCHAR[])",
        {"numbers": [number for number, _ in rows], "names": [name for _, name in rows]},
    )


def _append(connection: duckdb.DuckDBPyConnection, number: int, log: LogRelation) -> LostLines:
    """Take in the events of a log, and count its lines that could not be read."""
    rows = query("lines").format(select=log.select)
    try:
        connection.execute(query("append").format(number=number, lines=rows))
        (lines,) = _row(connection, "SELECT count(*) FROM event WHERE attempt IS NULL")
        if not lines:
            return LostLines(log.path, 0)
        (first,) = _row(connection, query("lost").format(lines=rows))
    except duckdb.Error:
        return LostLines(log.path, UNBOUNDED)
    connection.execute("DELETE FROM event WHERE attempt IS NULL")
    return LostLines(log.path, lines if log.whole else UNBOUNDED, first + log.heading)


def _unknown(
    connection: duckdb.DuckDBPyConnection, log: LogRelation, number: int
) -> Iterator[Note]:
    """Leave out events of no known kind, with word of those of the native log."""
    (unknown,) = _row(
        connection,
        "SELECT count(*) FROM event WHERE file = $number AND kind IS NULL",
        number=number,
    )
    if unknown:
        connection.execute("DELETE FROM event WHERE kind IS NULL")
    if unknown and log.dialect is Dialect.NATIVE:
        yield Note(
            "log-event-unknown",
            say("{path}: {count} events are of no known kind", path=log.path, count=unknown),
            log.path,
            unknown,
        )


def _told(lost: LostLines) -> Note:
    if lost.count < UNBOUNDED:
        message = say(
            "{path}: {count} lines could not be read, the first is line {line}; send the log "
            "again, whole, as the platform wrote it",
            path=lost.path,
            count=lost.count,
            line=lost.first,
        )
        return Note("log-lines-unreadable", message, lost.path, lost.count)
    if lost.first:
        message = say("{path} breaks off at line {line}", path=lost.path, line=lost.first)
        return Note("log-lines-unreadable", message, lost.path)
    message = say(
        "{path} is no learning log that could be read; send it again, whole", path=lost.path
    )
    return Note("log-unreadable", message, lost.path)


def _row(connection: duckdb.DuckDBPyConnection, sql: str, **given: int) -> tuple[int, ...]:
    """The one row of counts that a query gives."""
    row = connection.execute(sql, given).fetchone()
    return tuple(int(value) for value in row or ())


def _close_pages(connection: duckdb.DuckDBPyConnection, logs: list[LogRelation | None]) -> None:
    """Tell every player of a page of Open edX that the page was closed: the log says it once."""
    pages = [n for n, log in enumerate(logs) if log and log.dialect is Dialect.OPEN_EDX]
    if pages:
        (lines,) = _row(connection, "SELECT coalesce(max(rowid) + 1, 0) FROM event")
        connection.execute(query("closed"), {"pages": pages})
        connection.execute(
            "DELETE FROM event WHERE rowid < $lines AND kind = 'end' AND lesson IS NULL "
            "AND elsewhere IS NULL AND list_contains($pages::INTEGER[], file)",
            {"pages": pages, "lines": lines},
        )


def _name_lessons(
    connection: duckdb.DuckDBPyConnection,
    numbers: dict[str, int],
    logs: list[LogRelation | None],
) -> Iterator[Note]:
    """Number what the course does not know by that name: beyond its lessons where it is none."""
    foreign = [n for n, log in enumerate(logs) if log and log.dialect is not Dialect.NATIVE]
    rows = connection.execute(
        "SELECT elsewhere, bool_or(list_contains($foreign::INTEGER[], file)), count(*) FROM event "
        "WHERE elsewhere IS NOT NULL GROUP BY elsewhere ORDER BY elsewhere",
        {"foreign": foreign},
    ).fetchall()
    if not rows:
        return
    named: list[tuple[int, str]] = []
    for name, is_foreign, count in rows:
        number = numbers.get(_last_part(name), 0) if is_foreign else 0
        if not number:
            number = max(numbers.values(), default=0) + len(named) + 1
            yield _no_lesson(name, tuple(numbers), count)
        named.append((number, name))
    connection.execute("CREATE TABLE another (number INTEGER, name VARCHAR)")
    _fill(connection, "another", named)
    connection.execute(
        "UPDATE event SET lesson = another.number FROM another WHERE elsewhere = another.name"
    )


def _last_part(name: str) -> str:
    """What a usage key or an activity's IRI ends in: ``block-v1:…@video+block@intro``: intro."""
    return re.split(r"[/@:#+]", name)[-1]


def _no_lesson(name: str, known: tuple[str, ...], count: int) -> Note:
    near = nearest(name, known)
    if near:
        message = say(
            "{count} events name the lesson {name}, which is not in course.csv; "
            "did you mean {near}?",
            count=count,
            name=name,
            near=near,
        )
    else:
        message = say(
            "{count} events name the lesson {name}, which is not in course.csv",
            count=count,
            name=name,
        )
    return Note("log-lesson-unknown", message, count=count)


def beyond(
    connection: duckdb.DuckDBPyConnection, bundle: ClassBundle, loaded: Loaded
) -> Iterator[Note]:
    """Word of positions that no lesson of that length has: milliseconds for seconds, perhaps."""
    ends = {n: x.duration + STEP_SLACK for n, x in enumerate(bundle.lessons, 1) if x.duration > 0}
    if not ends:
        return
    limits: dict[str, object] = {"numbers": list(ends), "ends": list(ends.values())}
    connection.execute(
        "CREATE TABLE lesson_end AS "
        "SELECT unnest($numbers::INTEGER[]) AS number, unnest($ends::BIGINT[]) AS place",
        limits,
    )
    rows = connection.execute(query("beyond"), {"least": min(ends.values())}).fetchall()
    for number, lesson, count in rows:
        log = loaded.logs[number]
        if log:
            message = say(
                "{path}: {count} positions lie beyond the end of lesson {lesson}; is its length in "
                "course.csv right, and are the positions of the log in seconds?",
                path=log.path,
                count=count,
                lesson=bundle.lessons[lesson - 1].id,
            )
            yield Note("position-beyond-lesson", message, log.path, count)


def _strangers(connection: duckdb.DuckDBPyConnection, known: tuple[str, ...]) -> Iterator[Note]:
    """Word of events of learners who are not on the roster; a name is told only where near one."""
    rows = connection.execute(
        "SELECT stranger, count(*) AS count FROM event WHERE stranger IS NOT NULL "
        "GROUP BY stranger ORDER BY count DESC, stranger"
    ).fetchall()
    for name, count in rows[:MAX_NAMED]:
        near = nearest(name, known)
        if near:
            message = say(
                "{count} events are of the learner {name}, who is not on the roster; "
                "did you mean {near}?",
                count=count,
                name=name,
                near=near,
            )
            yield Note("log-learner-unknown", message, count=count)
    if rows:
        events = sum(count for _, count in rows)
        message = say(
            "{count} events are of {learners} learners who are not on the roster; left out",
            count=events,
            learners=len(rows),
        )
        yield Note("log-learners-unknown", message, count=events)


def repeated(count: int) -> Iterator[Note]:
    """Word of events that were told more than once."""
    if count:
        message = say("logged more than once and counted once: {count} events", count=count)
        yield Note("log-events-repeated", message, count=count)
