"""Watching: all that the learners played, from the loaded events."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np

from evidence.analyzers.playback.database import query
from evidence.analyzers.playback.order import numbered, settled, shares
from evidence.analyzers.playback.playing import Gains, Pieces, gains, pieces
from evidence.analyzers.playback.rows import Flags, Places, joined
from evidence.analyzers.playback.walk import walk


@dataclass(frozen=True, slots=True)
class Found:
    """What was played, and the longest time of each attempt without an answered prompt.

    ``gaps`` have the fields of ``facts.pieces.Gap``, in the order of their attempts. ``repeated``
    is how many events were told more than once.
    """

    pieces: Pieces
    gains: Gains
    repeated: int
    gaps: list[tuple[int, int, int, int, int]] = field(default_factory=list)


def watch(connection: duckdb.DuckDBPyConnection, threads: int) -> Found:
    """Follow every attempt, each thread some of them at a time."""
    rows = numbered(connection)
    beats = _beats(connection)

    def follow(places: Places) -> Found:
        share = rows.at(places)
        in_turn, repeated = settled(connection, share, beats[share.attempt])
        steps = walk(in_turn, beats[in_turn.attempt])
        found = pieces(steps)
        return Found(found, gains(steps, found), repeated)

    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(follow, shares(rows)))
    return Found(
        joined([part.pieces for part in parts]),
        joined([part.gains for part in parts]),
        sum(part.repeated for part in parts),
    )


def _beats(connection: duckdb.DuckDBPyConnection) -> Flags:
    """Whether each attempt sends heartbeats, by its number; those count from 1."""
    found = connection.execute("SELECT beats FROM attempt ORDER BY id").fetchnumpy()["beats"]
    return np.concatenate([np.zeros(1, np.bool_), np.asarray(found, np.bool_)])


def with_gaps(
    connection: duckdb.DuckDBPyConnection, found: Found, *, answer_within: int, lessons: int
) -> Found:
    """The same with the times without an answered prompt, in the ``lessons`` of the course."""
    played = found.pieces
    columns = {
        "attempt": played.attempt,
        "lesson": played.lesson,
        "row": played.row,
        "began": played.at,
        "ended": played.until,
        "plays": played.plays,
    }
    with connection.cursor() as cursor:
        cursor.register("playing", columns)
        given = {"answer_within": answer_within, "lessons": lessons}
        return replace(found, gaps=cursor.execute(query("gaps"), given).fetchall())
