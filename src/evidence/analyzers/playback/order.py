"""Order: the events as numbers, some attempts at a time, each in the order of its events."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import duckdb
import numpy as np

from evidence.analyzers.playback.database import query
from evidence.analyzers.playback.rows import NOWHERE, Codes, Places, Rows, before
from evidence.facts.pieces import NORMAL_RATE

# So many events are fetched in one go, by so many threads.
AT_ONCE = 500_000
THREADS = 2
# About so many are followed in one go: few enough for the processor's caches, and for numbers of 16
# bits to tell their attempts apart, which are sorted without comparing.
SHARE = 1 << 16


def numbered(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Every event of the roster's learners as numbers, in no order."""
    (events, last) = connection.execute(
        "SELECT count(learner), coalesce(max(rowid) + 1, 0) FROM event"
    ).fetchone() or (0, 0)
    rows = Rows.empty(events)
    filled = 0
    # What DuckDB answers is made into arrays by one thread: two of ours keep both cores at it.
    with ThreadPoolExecutor(THREADS) as pool:
        for part in pool.map(partial(_numbered, connection), range(0, last, AT_ONCE)):
            rows.put(filled, part)
            filled += len(part)
    return rows


def _numbered(connection: duckdb.DuckDBPyConnection, first: int) -> Rows:
    given = {"first": first, "last": first + AT_ONCE, "nowhere": NOWHERE}
    with connection.cursor() as cursor:
        return Rows.of(cursor.execute(query("numbered"), given).fetchnumpy())


def shares(rows: Rows) -> list[Places]:
    """The rows of some attempts, of the next ones, and so on."""
    so_far = np.cumsum(np.bincount(rows.attempt))
    share = (so_far // SHARE).astype(np.uint16)[rows.attempt]
    sizes = np.bincount(share)
    return np.split(np.argsort(share, kind="stable"), np.cumsum(sizes)[:-1])


def by_the_clock(rows: Rows, share: Places) -> Places:
    """The rows of a share, attempt after attempt, each in the order of the clock."""
    attempt = rows.attempt[share]
    number = (attempt - attempt.min(initial=0)).astype(np.uint16)
    return share[np.lexsort((rows.ts[share], number))]


def at_once(rows: Rows, in_turn: Places) -> Codes:
    """The attempts of a share that have two events of one moment."""
    attempt, ts = rows.attempt[in_turn], rows.ts[in_turn]
    again = (attempt == before(attempt)) & (ts == before(ts))
    again[:1] = False
    return np.unique(attempt[again])


def settled(connection: duckdb.DuckDBPyConnection, tangled: Codes) -> Rows:
    """The events of those attempts, once each, in the order that their content gives."""
    if not len(tangled):
        return Rows.empty(0)
    with connection.cursor() as cursor:
        cursor.register("tangled", {"id": tangled})
        given = {"normal": NORMAL_RATE, "nowhere": NOWHERE}
        return Rows.of(cursor.execute(query("settled"), given).fetchnumpy())
