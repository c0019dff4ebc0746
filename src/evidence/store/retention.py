"""Retention: the one door through which anything append-only leaves, and says so in the log.

The door is a row in the table ``purging``, put there and taken away within the transaction of the
purge: no other transaction ever sees it, and the triggers let nobody else delete.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select

from evidence.pipeline.store import Purged
from evidence.store.audit import PURGED, lock, written
from evidence.store.database import Database
from evidence.store.hand import Hand
from evidence.store.rows import FINDINGS, OBSERVATIONS, PURGING, RESULTS, VERDICTS


@dataclass(frozen=True, slots=True)
class SqlRetention:
    """The way out."""

    database: Database

    def purge(self, before: int, by: str, now: int) -> Purged:
        """Take away verdicts, results and observations written before ``before``.

        The jobs stay, so that nothing is done again because its result is gone.
        """
        old = VERDICTS.c.at < before
        with self.database.writing() as connection:
            hand = Hand.of(connection)
            lock(hand)  # the log's end first: no verdict is written meanwhile
            connection.execute(insert(PURGING).values(id=1))
            aged = FINDINGS.c.verdict.in_(select(VERDICTS.c.entry).where(old))
            findings = connection.execute(delete(FINDINGS).where(aged)).rowcount
            verdicts = connection.execute(delete(VERDICTS).where(old)).rowcount
            results = connection.execute(delete(RESULTS).where(RESULTS.c.at < before)).rowcount
            seen = connection.execute(delete(OBSERVATIONS).where(OBSERVATIONS.c.at < before))
            connection.execute(delete(PURGING))
            purged = Purged(verdicts, findings, results, seen.rowcount)
            written(hand, PURGED, {"before": before, "by": by, **asdict(purged)}, now)
        return purged
