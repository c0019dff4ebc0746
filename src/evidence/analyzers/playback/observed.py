"""Observed: what the queries found, handed over learner by learner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from evidence.analyzers.playback.loading import Loaded
from evidence.domain.bundle import ClassBundle
from evidence.domain.learning import Snapshot
from evidence.facts.pieces import Attempt, Gain, Gap, LearnerLog, Piece

PIECES = """
SELECT learner_number, lesson, attempt, began, ended, row, "start", "end", start_at, end_at,
    speed, plays, opens, resumes, beats, seeks, came
FROM playing ORDER BY learner_number, began, attempt, row
"""
GAINS = """
SELECT learner_number, lesson, attempt, amount, since, reached, position_from, position_to
FROM gain ORDER BY learner_number, lesson, attempt
"""
GAPS = """
SELECT learner_number, lesson, attempt, playing, since, closed
FROM gap ORDER BY learner_number, attempt
"""
ATTEMPTS = "SELECT learner_number, id, name, beats, files FROM attempt ORDER BY id"
PICTURES = "SELECT learner_number, ts, image FROM picture ORDER BY learner_number, ts, image"
AT_ONCE = 10_000


def learner_logs(
    connection: duckdb.DuckDBPyConnection,
    bundle: ClassBundle,
    loaded: Loaded,
    *,
    opens: Mapping[str, bool],
) -> Iterator[LearnerLog]:
    """One LearnerLog for every learner with an event, in the roster's order."""
    pieces = _Turns(_rows(connection, PIECES))
    gains = _Turns(_rows(connection, GAINS))
    gaps = _Turns(_rows(connection, GAPS))
    pictures = _Turns(_rows(connection, PICTURES))
    for number, attempts in groupby(_rows(connection, ATTEMPTS), itemgetter(0)):
        yield LearnerLog(
            learner=bundle.learners[number].id,
            attempts={row[1]: _attempt(row[2], row[4], loaded, beats=row[3]) for row in attempts},
            pieces=[Piece._make(row[1:]) for row in pieces.of(number)],
            gains=[Gain._make(row[1:]) for row in gains.of(number)],
            gaps=[Gap._make(row[1:]) for row in gaps.of(number)],
            snapshots=[Snapshot(at, image, opens[image]) for _, at, image in pictures.of(number)],
            lost=loaded.lost_lines,
        )


def _attempt(name: str, files: list[int], loaded: Loaded, *, beats: bool) -> Attempt:
    logs = [log for log in (loaded.logs[number] for number in files) if log]
    return Attempt(
        name,
        tuple(sorted(log.path for log in logs)),
        all(log.dialect.carries_proof for log in logs),
        beats,
    )


class _Turns:
    """Rows sorted by learner, handed out when it is that learner's turn."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, number: int) -> list[tuple[Any, ...]]:
        """The rows of one learner; to be asked in ascending order."""
        if self._next is None or self._next[0] != number:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, some at a time, on a cursor of its own."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows
