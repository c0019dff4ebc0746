"""Order: the events as numbers, some attempts at a time, each in the order of its events."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Self

import duckdb
import numpy as np
import numpy.typing as npt

from evidence.analyzers.playback.database import query
from evidence.analyzers.playback.rows import NOWHERE, Codes, Numbers, Places, Rows, before
from evidence.facts.pieces import NORMAL_RATE

# So many events are fetched in one go, by so many threads: DuckDB keeps a table in groups of
# 122,880 rows, and would look through a group twice that two of them share.
AT_ONCE = 2 * 122_880
THREADS = 2
# About so many are followed in one go: few enough for the processor's caches, and for numbers of 16
# bits to tell their attempts apart, which are sorted without comparing.
SHARE = 1 << 16


@dataclass(frozen=True, slots=True)
class Deal:
    """Events dealt out as they come: those of some attempts, of the next ones, and so on.

    ``share`` tells of each attempt which share it is in; ``begins`` where that begins among all the
    rows; ``filled`` how much of it is there.
    """

    share: npt.NDArray[np.uint16]
    begins: Places
    filled: Places
    rows: Rows
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, events: Numbers, size: int = SHARE) -> Self:
        """Room for so many events of each attempt, by its number."""
        share = (np.cumsum(events) // size).astype(np.uint16)
        sizes = np.zeros(int(share[-1]) + 1, np.intp)
        np.add.at(sizes, share, events)
        ends = np.cumsum(sizes)
        return cls(share, ends - sizes, np.zeros_like(sizes), Rows.empty(int(ends[-1])))

    def put(self, part: Rows) -> None:
        """Take in rows of whatever attempts."""
        share = self.share[part.attempt]
        sizes = np.bincount(share, minlength=len(self.begins))
        with self.lock:
            free = self.begins + self.filled
            self.filled[:] += sizes

        before_it = np.cumsum(sizes) - sizes
        places = np.empty(len(part), np.intp)
        places[np.argsort(share, kind="stable")] = np.arange(len(part)) + np.repeat(
            free - before_it, sizes
        )
        self.rows.put(places, part)

    def shares(self) -> list[Rows]:
        """The rows of each share that has any."""
        bounds = zip(self.begins, self.begins + self.filled, strict=True)
        return [self.rows.at(slice(first, end)) for first, end in bounds if end > first]


def numbered(connection: duckdb.DuckDBPyConnection, events: Numbers) -> list[Rows]:
    """Every event of the roster's learners as numbers, in shares of whole attempts, in no order.

    ``events`` is how many there are of each attempt, by its number.
    """
    deal = Deal.of(events)
    (last,) = connection.execute("SELECT coalesce(max(rowid) + 1, 0) FROM event").fetchone() or (0,)
    # What DuckDB answers is made into arrays by one thread: two of ours keep both cores at it.
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(partial(_dealt, connection, deal), range(0, last, AT_ONCE)):
            pass
    return deal.shares()


def _dealt(connection: duckdb.DuckDBPyConnection, deal: Deal, first: int) -> None:
    given = {"first": first, "last": first + AT_ONCE, "nowhere": NOWHERE}
    with connection.cursor() as cursor:
        deal.put(Rows.of(cursor.execute(query("numbered"), given).fetchnumpy()))


def by_the_clock(share: Rows) -> Codes:
    """Put a share in order, attempt after attempt, each by the clock.

    The attempts of it that have two events of one moment are told: their order is not settled yet.
    """
    number = (share.attempt - share.attempt.min(initial=0)).astype(np.uint16)
    in_turn = np.lexsort((share.ts, number))
    share.put(slice(None), share.at(in_turn))

    again = (share.attempt == before(share.attempt)) & (share.ts == before(share.ts))
    again[:1] = False
    return np.unique(share.attempt[again])


def settled(connection: duckdb.DuckDBPyConnection, tangled: Codes) -> Rows:
    """The events of those attempts, once each, in the order that their content gives."""
    if not len(tangled):
        return Rows.empty(0)
    with connection.cursor() as cursor:
        cursor.register("tangled", {"id": tangled})
        given = {"normal": NORMAL_RATE, "nowhere": NOWHERE}
        return Rows.of(cursor.execute(query("settled"), given).fetchnumpy())
