"""Retention: the one door through which anything append-only leaves, and says so in the log.

The door is a row in the table ``purging``, put there and taken away within the transaction of the
purge: no other transaction ever sees it, and the triggers let nobody else delete.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import and_, delete, insert, or_, select

from evidence.pipeline.faces import FACES_SEEN
from evidence.pipeline.store import Purged
from evidence.store.audit import PURGED, lock, written
from evidence.store.database import Database
from evidence.store.faces import purged as purged_faces
from evidence.store.hand import Hand
from evidence.store.rows.work import FINDINGS, OBSERVATIONS, PURGING, RESULTS, VERDICTS


@dataclass(frozen=True, slots=True)
class SqlRetention:
    """The way out."""

    database: Database

    def purge(self, before: int, by: str, now: int, *, faces_before: int = 0) -> Purged:
        """Take away verdicts, results, observations and faces written before ``before``.

        Faces, and observations of them, already where they were written before ``faces_before``.
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
            of_faces = or_(*(OBSERVATIONS.c.code.like(f"%{part}%") for part in FACES_SEEN))
            seen = connection.execute(
                delete(OBSERVATIONS).where(
                    or_(
                        OBSERVATIONS.c.at < before,
                        and_(OBSERVATIONS.c.at < faces_before, of_faces),
                    )
                )
            )
            faces = purged_faces(connection, max(before, faces_before))
            connection.execute(delete(PURGING))
            purged = Purged(verdicts, findings, results, seen.rowcount, faces)
            written(
                hand,
                PURGED,
                {
                    "before": before,
                    "faces_before": max(before, faces_before),
                    "by": by,
                    **asdict(purged),
                },
                now,
            )
        return purged
