"""Order: the events as numbers, some attempts at a time, each in the order of its events."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np

from evidence.analyzers.playback.database import query
from evidence.analyzers.playback.rows import NOWHERE, Flags, Places, Rows, before, joined
from evidence.analyzers.playback.walk import first_rows, lesson_on
from evidence.facts.pieces import NORMAL_RATE

# So many events are fetched in one go, and about so many are followed in one go: what the
# processor's caches hold is worth more than few turns.
AT_ONCE = 1_000_000
# Sorting by a number of 16 bits takes no comparing.
MOST_ATTEMPTS = 1 << 16


def numbered(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Every event of the roster's learners as numbers, in no order."""
    (events, last) = connection.execute(
        "SELECT count(learner), coalesce(max(rowid) + 1, 0) FROM event"
    ).fetchone() or (0, 0)
    rows = Rows.empty(events)
    filled = 0
    for first in range(0, last, AT_ONCE):
        given = {"first": first, "last": first + AT_ONCE, "nowhere": NOWHERE}
        part = Rows.of(connection.execute(query("numbered"), given).fetchnumpy())
        rows.put(filled, part)
        filled += len(part)
    return rows


def shares(rows: Rows) -> Iterator[Places]:
    """The rows of some attempts, then of others; each attempt's in the order of the clock."""
    so_far = np.cumsum(np.bincount(rows.attempt, minlength=1))
    first = 0
    while first < len(so_far):
        enough = so_far[first - 1] + AT_ONCE if first else AT_ONCE
        last = min(int(np.searchsorted(so_far, enough)), len(so_far) - 1, first + MOST_ATTEMPTS - 1)
        found = np.flatnonzero((rows.attempt >= first) & (rows.attempt <= last))
        number = (rows.attempt[found] - first).astype(np.uint16)
        yield found[np.lexsort((rows.ts[found], number))]
        first = last + 1


def settled(connection: duckdb.DuckDBPyConnection, rows: Rows, beats: Flags) -> tuple[Rows, int]:
    """The rows with those attempts put in order that the clock alone does not order.

    And how many events were told more than once. ``beats``: which rows are of an attempt with
    heartbeats.
    """
    first = first_rows(rows)
    lesson = lesson_on(rows, first)
    at_once = rows.ts == before(rows.ts)
    side_by_side = beats & (lesson != before(lesson))
    tangled = np.unique(rows.attempt[~first & (at_once | side_by_side)])
    if not len(tangled):
        return rows, 0
    with connection.cursor() as cursor:
        cursor.register("tangled", {"id": tangled})
        given = {"normal": NORMAL_RATE, "nowhere": NOWHERE}
        in_turn = Rows.of(cursor.execute(query("settled"), given).fetchnumpy())
    others = rows.at(~np.isin(rows.attempt, tangled))
    return joined([others, in_turn]), len(rows) - len(others) - len(in_turn)
