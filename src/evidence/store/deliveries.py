"""The deliveries in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from evidence.pipeline.deliveries import (
    Cut,
    Delivery,
    Outcome,
    Purpose,
    Stage,
    dumps,
    loads,
)
from evidence.store.audit import written
from evidence.store.database import Database
from evidence.store.hand import Hand
from evidence.store.rows.classes import DELIVERIES

MOVED = "delivery-moved"
_WAITING = (Stage.SENDING.value, Stage.RECEIVED.value)
_FORGOTTEN = (Stage.SENDING.value, Stage.REFUSED.value, Stage.DONE.value)


@dataclass(frozen=True, slots=True)
class SqlDeliveries:
    """The deliveries of every institution."""

    database: Database

    def add(self, delivery: Delivery) -> None:
        """Keep a new one."""
        cut = delivery.cut
        values = {
            "id": delivery.id,
            "institution": delivery.institution,
            "purpose": delivery.purpose.value,
            "name": delivery.name,
            "size": delivery.size,
            "by": delivery.by,
            "at": delivery.at,
            "subject": delivery.subject,
            "part": cut.part,
            "note": cut.note,
            "camera": cut.camera,
            "start": cut.start,
            "stage": delivery.stage.value,
            "outcome": "",
            "changed_at": delivery.at,
        }
        with self.database.writing() as connection:
            connection.execute(insert(DELIVERIES).values(**values))

    def get(self, institution: str, key: str) -> Delivery | None:
        """One of an institution's."""
        with self.database.reading() as connection:
            row = connection.execute(_those(institution, key)).one_or_none()
        return _delivery(row) if row else None

    def of(
        self, institution: str, limit: int, before: tuple[int, str] | None = None
    ) -> tuple[Delivery, ...]:
        """An institution's, newest first, or those that come after (moment, id) in this order."""
        mine = select(DELIVERIES).where(DELIVERIES.c.institution == institution)
        if before is not None:
            at, key = before
            same = and_(DELIVERIES.c.at == at, DELIVERIES.c.id > key)
            mine = mine.where(or_(DELIVERIES.c.at < at, same))
        newest = mine.order_by(DELIVERIES.c.at.desc(), DELIVERIES.c.id).limit(limit)
        with self.database.reading() as connection:
            return tuple(_delivery(row) for row in connection.execute(newest))

    def at(self, *stages: Stage) -> tuple[Delivery, ...]:
        """Every institution's that are this far, oldest first."""
        named = [stage.value for stage in stages]
        query = select(DELIVERIES).where(DELIVERIES.c.stage.in_(named))
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(DELIVERIES.c.at, DELIVERIES.c.id))
            return tuple(_delivery(row) for row in rows)

    def under_way(self, institution: str) -> tuple[int, int]:
        """How many of an institution's are being sent or wait, and their bytes."""
        query = select(func.count(), func.coalesce(func.sum(DELIVERIES.c.size), 0)).where(
            DELIVERIES.c.institution == institution, DELIVERIES.c.stage.in_(_WAITING)
        )
        with self.database.reading() as connection:
            count, size = connection.execute(query).one()
        return int(count), int(size)

    def moved(self, delivery: Delivery, was: Stage, now: int) -> bool:
        """Keep how far it is now, if it is still where it was; the audit log is told."""
        outcome = delivery.outcome
        change = update(DELIVERIES).where(
            DELIVERIES.c.id == delivery.id, DELIVERIES.c.stage == was.value
        )
        values = {
            "stage": delivery.stage.value,
            "subject": delivery.subject,
            "outcome": "" if outcome == Outcome() else dumps(outcome),
            "changed_at": now,
        }
        with self.database.writing() as connection:
            if connection.execute(change.values(**values)).rowcount != 1:
                return False
            said = {
                "delivery": delivery.id,
                "institution": delivery.institution,
                "purpose": delivery.purpose.value,
                "stage": delivery.stage.value,
                "class": delivery.subject,
            }
            if delivery.purpose.counts:
                written(Hand.of(connection), MOVED, said, now)
        return True

    def stale(self, before: int) -> tuple[Delivery, ...]:
        """Pre-checks that are over, and what is still being sent, unchanged since ``before``."""
        query = select(DELIVERIES).where(DELIVERIES.c.changed_at < before, _forgettable())
        with self.database.reading() as connection:
            return tuple(_delivery(row) for row in connection.execute(query))

    def forget(self, institution: str, key: str) -> None:
        """Take away one whose bytes never came, or a pre-check."""
        gone = delete(DELIVERIES).where(
            DELIVERIES.c.institution == institution,
            DELIVERIES.c.id == key,
            _forgettable(),
        )
        with self.database.writing() as connection:
            connection.execute(gone)


def _forgettable() -> Any:
    over = DELIVERIES.c.stage.in_(_FORGOTTEN)
    sending = DELIVERIES.c.stage == Stage.SENDING.value
    return or_(sending, and_(DELIVERIES.c.purpose == Purpose.PRE_CHECK.value, over))


def _those(institution: str, key: str) -> Any:
    return select(DELIVERIES).where(DELIVERIES.c.institution == institution, DELIVERIES.c.id == key)


def _delivery(row: Any) -> Delivery:
    return Delivery(
        id=row.id,
        institution=row.institution,
        purpose=Purpose(row.purpose),
        name=row.name,
        size=row.size,
        by=row.by,
        at=row.at,
        subject=row.subject,
        cut=Cut(row.part, row.note, row.camera, row.start),
        stage=Stage(row.stage),
        outcome=loads(row.outcome) if row.outcome else Outcome(),
    )
