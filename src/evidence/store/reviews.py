"""The reviews in the database: the steps, append-only and vouched for, and the items they are on.

The items follow from the verdicts and the steps. Whoever asks for them first brings them up to the
newest verdict, so that the night itself knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, insert, select, tuple_, update

from evidence.domain.policy import Effect
from evidence.domain.text import say
from evidence.pipeline.overview import sums
from evidence.pipeline.review import Act, Dossier, Overtaken, State, Step
from evidence.pipeline.worklist import (
    WORST_FIRST,
    Deadlines,
    Flagged,
    Item,
    Place,
    Taken,
    Wanted,
    flagged,
)
from evidence.store.audit import lock, written
from evidence.store.database import Database
from evidence.store.hand import Hand
from evidence.store.overview import counted
from evidence.store.rows.review import ITEM_RULES, ITEMS, JUDGED, STEPS
from evidence.store.rows.work import VERDICTS
from evidence.store.steps import STEP_TAKEN, said_of, step_digest

AT_ONCE = 50  # classes brought up to date in one transaction
_RULE_COLUMNS = tuple(column.name for column in ITEM_RULES.c if column.name != "rule")


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
            newest, listed = connection.execute(select(_newest(VERDICTS), _newest(JUDGED))).one()
        return bool(newest > listed)

    def stamp(self) -> tuple[int, int]:
        """The newest verdict that is listed, and the newest step: the items change with these."""
        with self.database.reading() as connection:
            judged, taken = connection.execute(select(_newest(JUDGED), _newest(STEPS))).one()
        return int(judged), int(taken)

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
            ruled = (ITEM_RULES.c.subject == item.subject, ITEM_RULES.c.part == item.part)
            now_at = {"state": after.state.value}
            connection.execute(update(ITEM_RULES).where(*ruled).values(now_at))

    def page(
        self, wanted: Wanted, limit: int, after: Place | None = None, *, back: bool = False
    ) -> tuple[Item, ...]:
        """Items, most urgent first: from the first on, or those after a place, or before it."""
        query = _ordered(wanted, after, back=back).limit(limit)
        with self.database.reading() as connection:
            found = tuple(_item(row) for row in connection.execute(query))
        return found[::-1] if back else found

    def counts(self, wanted: Wanted) -> Mapping[State, int]:
        """How many items stand where, whatever state is wanted."""
        table = _table_of(wanted)
        standing = select(table.c.state, func.count())
        query = _joined(standing, wanted, state=False, items=_narrow(wanted))
        with self.database.reading() as connection:
            rows = connection.execute(query.group_by(table.c.state))
            found = {State(state): count for state, count in rows}
        return {state: found.get(state, 0) for state in State}

    def beside(self, wanted: Wanted, item: Item, *, back: bool = False) -> Item | None:
        """The item that comes after this one in the list, or before it."""
        return next(iter(self.page(wanted, 1, item.at, back=back)), None)


def _newest(table: Table) -> Any:
    return select(func.coalesce(func.max(table.c.entry), 0)).scalar_subquery()


def _table_of(wanted: Wanted) -> Table:
    """The items, or the items under each of their rules where one rule is asked for."""
    return ITEM_RULES if wanted.rule else ITEMS


def _ordered(wanted: Wanted, after: Place | None, *, back: bool) -> Select[Any]:
    """Items in the order of the list, from a place on, or backwards from it."""
    columns = _table_of(wanted).c
    order = (columns.due, columns.worst, columns.subject, columns.place)
    query = _joined(select(ITEMS), wanted)
    if after is not None:
        here = tuple_(after.due, after.worst, after.subject, after.place)
        query = query.where(tuple_(*order) < here if back else tuple_(*order) > here)
    return query.order_by(*(column.desc() if back else column for column in order))


def _joined(
    query: Select[Any], wanted: Wanted, *, state: bool = True, items: bool = True
) -> Select[Any]:
    """The query over what is wanted; ``items`` tells whether it needs the items themselves."""
    if wanted.rule:
        query = query.where(ITEM_RULES.c.rule == wanted.rule)
        if items:
            same = (ITEMS.c.subject == ITEM_RULES.c.subject, ITEMS.c.part == ITEM_RULES.c.part)
            query = query.where(*same)
    return query.where(*_where(wanted, state=state))


def _narrow(wanted: Wanted) -> bool:
    """Whether something is asked of an item that does not stand under its rules."""
    return bool(wanted.day or wanted.kind or wanted.holder)


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
    listed = _newest(JUDGED)
    told = VERDICTS.c
    names = (told.entry, told.subject, told.version, told.at, told.standing, told.body)
    query = select(*names).where(VERDICTS.c.entry > listed)
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

    for table in (ITEMS, ITEM_RULES, JUDGED):
        connection.execute(delete(table).where(table.c.subject == verdict.subject))
    if rows:
        connection.execute(insert(ITEMS), rows)
        connection.execute(insert(ITEM_RULES), list(_by_rule(rows)))
    connection.execute(insert(JUDGED).values(**_judged(verdict)))
    counted(connection, verdict.subject, sums(verdict.body))


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


def _by_rule(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each item under each of its rules."""
    for row in rows:
        for rule in row["rules"].split():
            yield {"rule": rule, **{name: row[name] for name in _RULE_COLUMNS}}


def _judged(verdict: Any) -> dict[str, Any]:
    return {
        "subject": verdict.subject,
        "entry": verdict.entry,
        "institution": verdict.subject.partition("/")[0],
        "version": verdict.version,
        "standing": verdict.standing,
        "at": verdict.at,
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
    table = _table_of(wanted)
    columns = {
        table.c.institution: wanted.institution,
        table.c.state: wanted.state if state else "",
        ITEMS.c.date: wanted.day,
        ITEMS.c.kind: wanted.kind,
        ITEMS.c.holder: wanted.holder,
    }
    return [column == value for column, value in columns.items() if value]


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
        place=row.place,
    )
