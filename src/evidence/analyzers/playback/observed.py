"""Observed: what was found in the logs, handed over learner by learner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from evidence.analyzers.playback.database import query
from evidence.analyzers.playback.loading import Loaded
from evidence.analyzers.playback.playing import Gains, Pieces
from evidence.analyzers.playback.rows import NOWHERE
from evidence.analyzers.playback.watching import Found
from evidence.domain.bundle import ClassBundle
from evidence.domain.learning import Snapshot
from evidence.facts.pieces import Attempt, Gain, Gap, LearnerLog, Piece

ATTEMPTS = "SELECT learner, id, name, beats, files FROM attempt ORDER BY id"
PICTURES = "SELECT learner, ts, image, asked, passed FROM picture ORDER BY learner, ts, image"
ANSWERS = "SELECT learner, ts, passed FROM answer ORDER BY learner, ts"
# So many rows are handed over at once.
AT_ONCE = 10_000


def learner_logs(
    connection: duckdb.DuckDBPyConnection,
    bundle: ClassBundle,
    loaded: Loaded,
    found: Found,
    *,
    opens: Mapping[str, bool],
) -> Iterator[LearnerLog]:
    """One LearnerLog for every learner with an event, in the roster's order."""
    attempts = list(_rows(connection, ATTEMPTS))
    learner = np.array([-1, *(row[0] for row in attempts)], np.int32)
    pieces = _Turns(_told(found.pieces, learner, ("at", "attempt", "row")))
    gains = _Turns(_told(found.gains, learner, ("lesson", "attempt")))
    gaps = _Turns((int(learner[gap[1]]), *gap) for gap in found.gaps)
    pictures = _Turns(_rows(connection, PICTURES))
    answers = _Turns(_rows(connection, ANSWERS))
    for number, windows in groupby(attempts, itemgetter(0)):
        yield LearnerLog(
            learner=bundle.learners[number].id,
            attempts={row[1]: _attempt(row[2], row[4], loaded, beats=row[3]) for row in windows},
            pieces=[Piece._make(row[1:]) for row in pieces.of(number)],
            gains=[Gain._make(row[1:]) for row in gains.of(number)],
            gaps=[Gap._make(row[1:]) for row in gaps.of(number)],
            snapshots=[
                Snapshot(at, image, opens[image], asked, passed)
                for _, at, image, asked, passed in pictures.of(number)
            ],
            lost=loaded.lost_lines,
            answers=[(at, passed) for _, at, passed in answers.of(number)],
        )


def with_prompts(
    connection: duckdb.DuckDBPyConnection, bundle: ClassBundle, logs: Iterator[LearnerLog]
) -> Iterator[LearnerLog]:
    """The same with every prompt that was shown to each learner, in the order of the clock."""
    numbers = {learner.id: number for number, learner in enumerate(bundle.learners)}
    prompts = _Turns(_rows(connection, query("prompts")))
    for log in logs:
        theirs = [tuple(row[1:]) for row in prompts.of(numbers[log.learner])]
        yield replace(log, prompts=theirs)


def _attempt(name: str, files: list[int], loaded: Loaded, *, beats: bool) -> Attempt:
    logs = [log for log in (loaded.logs[number] for number in files) if log]
    return Attempt(
        name,
        tuple(sorted(log.path for log in logs)),
        all(log.dialect.carries_proof for log in logs),
        beats,
    )


def _told(
    table: Pieces | Gains, learner: npt.NDArray[np.int32], order: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a table with their learner before them, by learner and in that order."""
    whose = learner[table.attempt]
    keys = [getattr(table, name) for name in reversed(order)]
    places = np.lexsort((*keys, whose))
    columns = [whose, *(getattr(table, field.name) for field in fields(table))]
    for first in range(0, len(places), AT_ONCE):
        turn = places[first : first + AT_ONCE]
        yield from zip(*(_values(column[turn]) for column in columns), strict=True)


def _values(column: npt.NDArray[Any]) -> list[Any]:
    """A column as values; None for no position."""
    values: list[Any] = column.tolist()
    if column.dtype == np.int64 and (column == NOWHERE).any():
        return [None if value == NOWHERE else value for value in values]
    return values


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
