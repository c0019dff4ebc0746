"""Watching: all that the learners played, from the loaded events."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial

import duckdb
import numpy as np

from evidence.analyzers.playback.database import query
from evidence.analyzers.playback.order import at_once, by_the_clock, numbered, settled, shares
from evidence.analyzers.playback.playing import Gains, Pieces, gains, pieces
from evidence.analyzers.playback.rows import Flags, Places, Rows, joined
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
    if not len(rows):
        return _followed(rows, np.zeros(0, np.bool_))
    beats, side_by_side = _attempts(connection)

    with ThreadPoolExecutor(threads) as pool:
        turns = list(pool.map(partial(by_the_clock, rows), shares(rows)))
        tangled = side_by_side.copy()
        for attempts in pool.map(partial(at_once, rows), turns):
            tangled[attempts] = True
        content = settled(connection, np.flatnonzero(tangled).astype(np.int32))

        def follow(in_turn: Places) -> Found:
            return _followed(_in_turn(rows.at(in_turn), content, tangled), beats)

        parts = list(pool.map(follow, turns))
    return Found(
        joined([part.pieces for part in parts]),
        joined([part.gains for part in parts]),
        int(np.count_nonzero(tangled[rows.attempt])) - len(content),
    )


def _attempts(connection: duckdb.DuckDBPyConnection) -> tuple[Flags, Flags]:
    """Whether each attempt sends heartbeats, and whether those are of several lessons.

    By its number; those count from 1.
    """
    sql = "SELECT beats, coalesce(several AND beats, false) AS several FROM attempt ORDER BY id"
    told = connection.execute(sql).fetchnumpy()
    none = np.zeros(1, np.bool_)
    beats, several = (np.concatenate([none, told[name]]) for name in ("beats", "several"))
    return beats, several


def _in_turn(share: Rows, content: Rows, tangled: Flags) -> Rows:
    """The rows of a share, those of tangled attempts as their content orders them."""
    theirs = tangled[share.attempt]
    if not theirs.any():
        return share
    first, last = share.attempt[0], share.attempt[-1]
    mine = (content.attempt >= first) & (content.attempt <= last)
    return joined([share.at(~theirs), content.at(mine)])


def _followed(rows: Rows, beats: Flags) -> Found:
    steps = walk(rows, beats[rows.attempt])
    played = pieces(steps)
    return Found(played, gains(steps, played), 0)


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
