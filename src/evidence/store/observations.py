"""The observations in the database: what was read off recordings, by content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from evidence.pipeline.ledger import Observation
from evidence.store.database import Database
from evidence.store.hand import Given, Hand
from evidence.store.rows.work import OBSERVATIONS


@dataclass(frozen=True, slots=True)
class SqlObservations:
    """What was read off recordings."""

    database: Database

    def get(self, digest: str, code: str) -> str | None:
        """The facts of this content as this code version reads them."""
        query = select(OBSERVATIONS.c.body).where(
            OBSERVATIONS.c.digest == digest, OBSERVATIONS.c.code == code
        )
        with self.database.reading() as connection:
            return connection.scalar(query)

    def several(
        self, digests: Sequence[str], codes: Sequence[str]
    ) -> Mapping[tuple[str, str], str]:
        """The facts of several contents, as each of these code versions reads them."""
        told = OBSERVATIONS.c
        query = select(told.digest, told.code, told.body).where(
            told.digest.in_(digests), told.code.in_(codes)
        )
        with self.database.reading() as connection:
            return {(row.digest, row.code): row.body for row in connection.execute(query)}

    def put(self, observation: Observation, now: int) -> None:
        """Keep them; where they are known already, the first ones stay."""
        with self.database.by_hand() as hand:
            observed(hand, (observation,), now)


def observed(hand: Hand, seen: tuple[Observation, ...], now: int) -> None:
    """Keep observations in the caller's transaction; the first ones of a content stay."""
    # In one order for all, so that two transactions never wait for each other in a circle.
    for one in sorted(seen, key=lambda each: (each.digest, each.code)):
        values: Given = {"digest": one.digest, "code": one.code, "at": now, "body": one.body}
        hand.put(OBSERVATIONS, [values], known_stay=True)
