"""The reviews in the database: the steps, append-only and vouched for, and the items they are on.

The items follow from the verdicts and the steps. Whoever asks for them first brings them up to the
newest verdict, so that the night itself knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, tuple_, update

from evidence.domain.policy import Effect
from evidence.domain.text import say
from evidence.pipeline.review import Act, Dossier, Overtaken, State, Step
from evidence.pipeline.worklist import (
    WORST_FIRST,
    Deadlines,
    Flagged,
    Item,
    Taken,
    Wanted,
    flagged,
)
from evidence.store.audit import lock, written
from evidence.store.database import Database
from evidence.store.hand import Hand
from evidence.store.rows import ITEMS, LISTED, STEPS, VERDICTS
from evidence.store.steps import STEP_TAKEN, said_of, step_digest

AT_ONCE = 50  # classes brought up to date in one transaction
_ORDER = (ITEMS.c.due, ITEMS.c.worst, ITEMS.c.subject, ITEMS.c.place)


@dataclass(frozen=True, slots=True)
class SqlReviews:
    """The items, and the steps taken on them."""

    database: Database

    def catch_up(self, deadlines: Deadlines) -> int:
        """Bring the items up to the latest verdicts; how many classes were looked at."""
        looked = 0
        while self._behind():
            with self.database.writing() as connection:
                lock(Hand.of(connection))  # nobody judges or decides meanwhile
                newer = connection.execute(_unlisted()).all()
                for row in newer:
                    _listed(connection, row, deadlines)
            looked += len(newer)
        return looked

    def _behind(self) -> bool:
        with self.database.reading() as connection:
            newest = connection.scalar(select(func.max(VERDICTS.c.entry))) or 0
            listed = connection.scalar(select(func.max(LISTED.c.entry))) or 0
        return newest > listed

    def item(self, subject: str, part: str) -> Item | None:
        """One item; None where nothing is flagged (any more)."""
        query = select(ITEMS).where(ITEMS.c.subject == subject, ITEMS.c.part == part)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        return _item(row) if row else None

    def of_class(self, subject: str) -> tuple[Item, ...]:
        """The items of one class, in the verdict's order."""
        query = select(ITEMS).where(ITEMS.c.subject == subject).order_by(ITEMS.c.place)
        with self.database.reading() as connection:
            return tuple(_item(row) for row in connection.execute(query))

    def steps(self, subject: str, part: str) -> tuple[Taken, ...]:
        """What was done about a part, oldest first, also on earlier verdicts."""
        with self.database.reading() as connection:
            return _steps(connection, subject, part)

    def take(self, item: Item, step: Step, after: Dossier) -> None:
        """Keep a step on an item as it was seen, in the audit log too.

        Raises:
            Overtaken: when somebody took a step meanwhile, or a newer verdict is there.
        """
        mine = (ITEMS.c.subject == item.subject, ITEMS.c.part == item.part)
        with self.database.writing() as connection:
            hand = Hand.of(connection)
            lock(hand)
            now = connection.execute(select(ITEMS.c.steps, ITEMS.c.basis).where(*mine)).first()
            if now is None or (now.steps, now.basis) != (item.steps, item.basis):
                raise Overtaken(
                    say("somebody was quicker, or a newer verdict is there: look again")
                )
            values = _signed(item, step)
            entry = written(hand, STEP_TAKEN, said_of(values), step.at)
            connection.execute(insert(STEPS).values(entry=entry.number, **values))
            connection.execute(update(ITEMS).where(*mine).values(_standing(after)))

    def page(self, wanted: Wanted, limit: int, offset: int) -> tuple[Item, ...]:
        """Items, most urgent first."""
        query = select(ITEMS).where(*_where(wanted)).order_by(*_ORDER)
        with self.database.reading() as connection:
            rows = connection.execute(query.limit(limit).offset(offset))
            return tuple(_item(row) for row in rows)

    def counts(self, wanted: Wanted) -> Mapping[State, int]:
        """How many items stand where, whatever state is wanted."""
        anywhere = _where(wanted, state=False)
        query = select(ITEMS.c.state, func.count()).where(*anywhere).group_by(ITEMS.c.state)
        with self.database.reading() as connection:
            found = {State(state): count for state, count in connection.execute(query)}
        return {state: found.get(state, 0) for state in State}

    def beside(self, wanted: Wanted, item: Item, *, back: bool = False) -> Item | None:
        """The item that comes after this one in the list, or before it."""
        here = select(*_ORDER).where(ITEMS.c.subject == item.subject, ITEMS.c.part == item.part)
        with self.database.reading() as connection:
            at = connection.execute(here).one_or_none()
            if at is None:
                return None
            place = tuple_(*_ORDER)
            side = place < tuple_(*at) if back else place > tuple_(*at)
            order = [column.desc() for column in _ORDER] if back else list(_ORDER)
            query = select(ITEMS).where(*_where(wanted), side).order_by(*order).limit(1)
            row = connection.execute(query).one_or_none()
        return _item(row) if row else None


def _signed(item: Item, step: Step) -> dict[str, Any]:
    values: dict[str, Any] = {
        "subject": item.subject,
        "part": item.part,
        "number": item.steps + 1,
        "act": step.act.value,
        "by": step.by,
        "at": step.at,
        "verdict": item.version,
        "basis": step.basis,
        "reason": step.reason,
        "to": step.to,
    }
    return {**values, "sha256": step_digest(values)}


def _unlisted() -> Any:
    """The newest verdicts of classes whose items are older, in the order they were written."""
    listed = select(func.coalesce(func.max(LISTED.c.entry), 0)).scalar_subquery()
    names = (VERDICTS.c.entry, VERDICTS.c.subject, VERDICTS.c.version, VERDICTS.c.at)
    query = select(*names, VERDICTS.c.body).where(VERDICTS.c.entry > listed)
    return query.order_by(VERDICTS.c.entry).limit(AT_ONCE)


def _listed(connection: Connection, verdict: Any, deadlines: Deadlines) -> None:
    """The items of one class as this verdict has them; what was found before keeps its days."""
    mine = ITEMS.c.subject == verdict.subject
    dated = select(ITEMS.c.part, ITEMS.c.basis, ITEMS.c.due, ITEMS.c.latest).where(mine)
    since = {(row.part, row.basis): (row.due, row.latest) for row in connection.execute(dated)}
    fresh = tuple(day.isoformat() for day in deadlines.of(verdict.at))
    known = _known(connection, verdict.subject)
    rows = []
    for each in flagged(verdict.body):
        due, latest = since.get((each.part, each.basis), fresh)
        dossier = Dossier.of((taken.step for taken in known.get(each.part, ())), each.basis)
        rows.append({**_row(verdict, each), "due": due, "latest": latest, **_standing(dossier)})

    connection.execute(delete(ITEMS).where(mine))
    if rows:
        connection.execute(insert(ITEMS), rows)
    connection.execute(delete(LISTED).where(LISTED.c.subject == verdict.subject))
    connection.execute(insert(LISTED).values(subject=verdict.subject, entry=verdict.entry))


def _row(verdict: Any, each: Flagged) -> dict[str, Any]:
    return {
        "subject": verdict.subject,
        "part": each.part,
        "place": each.place,
        "institution": verdict.subject.partition("/")[0],
        "version": verdict.version,
        "basis": each.basis,
        "effect": each.effect.value,
        "worst": WORST_FIRST.index(each.effect),
        "rules": f" {' '.join(each.rules)} ",
        "kind": each.kind,
        "date": each.date,
    }


def _standing(dossier: Dossier) -> dict[str, Any]:
    return {
        "state": dossier.state.value,
        "holder": dossier.holder,
        "first": dossier.first,
        "settled": dossier.settled.value if dossier.settled else "",
        "steps": dossier.steps,
    }


def _known(connection: Connection, subject: str) -> dict[str, list[Taken]]:
    """Every step taken on a class, by its part."""
    query = select(STEPS).where(STEPS.c.subject == subject).order_by(STEPS.c.number)
    found: dict[str, list[Taken]] = {}
    for row in connection.execute(query):
        found.setdefault(row.part, []).append(_taken(row))
    return found


def _steps(connection: Connection, subject: str, part: str) -> tuple[Taken, ...]:
    on = (STEPS.c.subject == subject, STEPS.c.part == part)
    rows = connection.execute(select(STEPS).where(*on).order_by(STEPS.c.number))
    return tuple(_taken(row) for row in rows)


def _taken(row: Any) -> Taken:
    step = Step(Act(row.act), row.by, row.at, row.basis, row.reason, row.to)
    return Taken(row.number, row.verdict, step)


def _where(wanted: Wanted, *, state: bool = True) -> list[Any]:
    columns = {
        ITEMS.c.institution: wanted.institution,
        ITEMS.c.date: wanted.day,
        ITEMS.c.kind: wanted.kind,
        ITEMS.c.holder: wanted.holder,
        ITEMS.c.state: wanted.state if state else "",
    }
    asked = [column == value for column, value in columns.items() if value]
    if wanted.rule:
        asked.append(ITEMS.c.rules.contains(f" {wanted.rule} ", autoescape=True))
    return asked


def _item(row: Any) -> Item:
    return Item(
        subject=row.subject,
        part=row.part,
        version=row.version,
        basis=row.basis,
        effect=Effect(row.effect),
        rules=tuple(row.rules.split()),
        kind=row.kind,
        date=row.date,
        due=row.due,
        latest=row.latest,
        state=State(row.state),
        holder=row.holder,
        first=row.first,
        settled=Act(row.settled) if row.settled else None,
        steps=row.steps,
    )
