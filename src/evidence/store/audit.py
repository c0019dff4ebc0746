"""The audit log in the database: every entry is written behind a lock on the log's end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Connection, String, bindparam, func, select, update

from evidence.pipeline.ledger import Entry, Fault, LogBreak, LogCheck
from evidence.store.chain import FAULTS_TOLD, breaks, canonical, linked
from evidence.store.database import Database
from evidence.store.hand import Given, Hand
from evidence.store.rows.review import STEPS
from evidence.store.rows.work import AUDIT, AUDIT_HEAD, VERDICTS
from evidence.store.steps import STEP_TAKEN, said_of, step_digest

VERDICT_WRITTEN = "verdict-written"
PURGED = "purged"
_END = select(AUDIT_HEAD.c.number, AUDIT_HEAD.c.hash).with_for_update()
_MOVED = update(AUDIT_HEAD).values(
    number=bindparam("to", type_=BigInteger), hash=bindparam("hashed", type_=String)
)
_VOUCHED = ("subject", "version", "standing", "policy_sha256", "bundle_sha256", "sha256")


@dataclass(frozen=True, slots=True)
class SqlAudit:
    """The audit log."""

    database: Database

    def append(self, event: str, details: Mapping[str, str | int], now: int) -> Entry:
        """Write the next row."""
        with self.database.by_hand() as hand:
            return written(hand, event, details, now)

    def entries(self, after: int = 0, limit: int = 1000) -> tuple[Entry, ...]:
        """Rows in their order, those after row ``after``."""
        query = select(AUDIT).where(AUDIT.c.number > after).order_by(AUDIT.c.number).limit(limit)
        with self.database.reading() as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def verify(self, kept: str = "") -> LogCheck:
        """Read every row, and every verdict against its row."""
        with self.database.reading() as connection:
            head = connection.execute(select(AUDIT_HEAD.c.number, AUDIT_HEAD.c.hash)).one_or_none()
            found = islice(self._breaks(connection, tuple(head or (-1, "")), kept), FAULTS_TOLD)
            return LogCheck(
                breaks=tuple(found),
                rows=_count(connection, AUDIT),
                verdicts=_count(connection, VERDICTS),
                head=head.hash if head else "",
            )

    def _breaks(
        self, connection: Connection, head: tuple[int, str], kept: str
    ) -> Iterator[LogBreak]:
        def known(hashed: str) -> bool:
            return (
                connection.scalar(select(AUDIT.c.number).where(AUDIT.c.hash == hashed)) is not None
            )

        rows = self.database.streaming(connection, select(AUDIT).order_by(AUDIT.c.number))
        yield from breaks(((_entry(row), row.details) for row in rows), head, known, kept)
        yield from self._verdict_breaks(connection)
        yield from self._step_breaks(connection)

    def _step_breaks(self, connection: Connection) -> Iterator[LogBreak]:
        """Steps of reviews that are not as the log says, are gone, or that it does not know."""
        said_here = AUDIT.c.event == STEP_TAKEN
        both = (
            select(AUDIT.c.number.label("row"), AUDIT.c.details.label("said"), STEPS)
            .select_from(AUDIT.outerjoin(STEPS, STEPS.c.entry == AUDIT.c.number))
            .where(said_here)
            .order_by(AUDIT.c.number)
        )
        for row in self.database.streaming(connection, both):
            fault = _step_fault(row)
            if fault:
                yield LogBreak(row.row, fault, _step_name(json.loads(row.said)))

        strange = (
            select(STEPS)
            .select_from(STEPS.outerjoin(AUDIT, (STEPS.c.entry == AUDIT.c.number) & said_here))
            .where(AUDIT.c.number.is_(None))
            .order_by(STEPS.c.entry)
        )
        for row in self.database.streaming(connection, strange):
            yield LogBreak(row.entry, Fault.STEP_FOREIGN, _step_name(row._mapping))

    def _verdict_breaks(self, connection: Connection) -> Iterator[LogBreak]:
        purges = _purges(connection)
        written_here = AUDIT.c.event == VERDICT_WRITTEN
        vouched = (
            select(AUDIT.c.number, AUDIT.c.at, AUDIT.c.details.label("said"), VERDICTS)
            .select_from(AUDIT.outerjoin(VERDICTS, VERDICTS.c.entry == AUDIT.c.number))
            .where(written_here)
            .order_by(AUDIT.c.number)
        )
        for row in self.database.streaming(connection, vouched):
            fault = _fault(row, purges)
            if fault:
                yield LogBreak(row.number, fault, _name(json.loads(row.said)))

        strange = (
            select(VERDICTS.c.entry, VERDICTS.c.subject, VERDICTS.c.version)
            .select_from(
                VERDICTS.outerjoin(AUDIT, (VERDICTS.c.entry == AUDIT.c.number) & written_here)
            )
            .where(AUDIT.c.number.is_(None))
            .order_by(VERDICTS.c.entry)
        )
        for row in self.database.streaming(connection, strange):
            yield LogBreak(row.entry, Fault.VERDICT_FOREIGN, _name(row._mapping))


def written(hand: Hand, event: str, details: Mapping[str, str | int], now: int) -> Entry:
    """Write the next row, in the caller's transaction: whoever comes next waits for its end."""
    number, previous = lock(hand)
    entry = linked(previous, number + 1, now, event, details)
    row: Given = {
        "number": entry.number,
        "at": now,
        "event": event,
        "details": canonical(details),
        "previous": entry.previous,
        "hash": entry.hash,
    }
    hand.put(AUDIT, [row])
    hand.change(_MOVED, {"to": entry.number, "hashed": entry.hash})
    return entry


def lock(hand: Hand) -> tuple[int, str]:
    """The number and the hash at the end of the log, held until the transaction ends."""
    ((number, hashed),) = hand.rows(_END, {})
    return number, hashed


def vouching(verdict: Mapping[str, Any]) -> dict[str, str | int]:
    """What the log says of a verdict."""
    return {name: verdict[name] for name in _VOUCHED}


def _fault(row: Any, purges: tuple[tuple[int, int], ...]) -> Fault | None:
    if row.entry is None:
        purged = any(number > row.number and row.at < before for number, before in purges)
        return None if purged else Fault.VERDICT_DROPPED
    said = canonical(vouching(row._mapping))
    whole = said == row.said and row.sha256 == sha256(row.body.encode()).hexdigest()
    return None if whole else Fault.VERDICT_EDITED


def _step_fault(row: Any) -> Fault | None:
    if row.entry is None:
        return Fault.STEP_DROPPED
    step = row._mapping
    whole = canonical(said_of(step)) == row.said and row.sha256 == step_digest(step)
    return None if whole else Fault.STEP_EDITED


def _step_name(step: Mapping[str, Any]) -> str:
    return f"{step['subject']} {step['part']} #{step['number']}"


def _purges(connection: Connection) -> tuple[tuple[int, int], ...]:
    """The row number of every purge, and the moment before which it took verdicts away."""
    query = select(AUDIT.c.number, AUDIT.c.details).where(AUDIT.c.event == PURGED)
    return tuple(
        (row.number, json.loads(row.details)["before"]) for row in connection.execute(query)
    )


def _name(verdict: Mapping[str, Any]) -> str:
    return f"{verdict['subject']} v{verdict['version']}"


def _count(connection: Connection, table: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _entry(row: Any) -> Entry:
    try:
        details = json.loads(row.details)
    except ValueError:  # somebody edited it; its hash tells
        details = {}
    return Entry(row.number, row.at, row.event, details, row.previous, row.hash)
