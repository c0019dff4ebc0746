"""Watching: all that the learners played, from the loaded events."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np

from evidence.analyzers.playback.database import query
from evidence.analyzers.playback.order import by_the_clock, numbered, settled
from evidence.analyzers.playback.playing import Gains, Pieces, gains, pieces
from evidence.analyzers.playback.rows import Flags, Numbers, Rows, joined
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
    attempts = _Attempts.of(connection)
    shares = numbered(connection, attempts.events)
    if not shares:
        return _followed(Rows.empty(0), np.zeros(0, np.bool_))

    with ThreadPoolExecutor(threads) as pool:
        tangled = attempts.side_by_side.copy()
        for of_one_moment in pool.map(by_the_clock, shares):
            tangled[of_one_moment] = True
        content = settled(connection, np.flatnonzero(tangled).astype(np.int32))

        def follow(share: Rows) -> Found:
            return _followed(_in_turn(share, content, tangled), attempts.beats)

        parts = list(pool.map(follow, shares))
    return Found(
        joined([part.pieces for part in parts]),
        joined([part.gains for part in parts]),
        int(attempts.events[tangled].sum()) - len(content),
    )


@dataclass(frozen=True, slots=True)
class _Attempts:
    """Of each attempt, by its number: how many events it has, and whether it sends heartbeats.

    And whether those are of several lessons. Numbers count from 1: the first place is nobody's.
    """

    events: Numbers
    beats: Flags
    side_by_side: Flags

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection) -> _Attempts:
        sql = "SELECT events, beats, coalesce(several AND beats, false) AS several FROM attempt"
        told = connection.execute(f"{sql} ORDER BY id").fetchnumpy()
        return cls(*(np.insert(told[name], 0, 0) for name in ("events", "beats", "several")))


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
