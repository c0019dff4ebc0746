"""The overview in the database: what is asked across classes, without opening a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select

from evidence.domain.findings import Standing
from evidence.domain.policy import Effect
from evidence.pipeline.overview import Broke, JudgedLine, Span, Stood, Sums
from evidence.pipeline.review import State
from evidence.store.database import Database
from evidence.store.rows.review import FINDING_SUMS, HOUR_SUMS, ITEMS, JUDGED

UNDECIDED = tuple(state.value for state in State if state is not State.SETTLED)


@dataclass(frozen=True, slots=True)
class SqlOverview:
    """What is asked across classes; it is as new as the list of items."""

    database: Database

    def classes(
        self, institution: str, limit: int, before: int | None = None
    ) -> tuple[JudgedLine, ...]:
        """The judged classes of an institution, the last judged first, or those below an entry."""
        waits = (
            select(func.count())
            .where(ITEMS.c.subject == JUDGED.c.subject, ITEMS.c.state.in_(UNDECIDED))
            .scalar_subquery()
        )
        mine = select(JUDGED, waits.label("open")).where(JUDGED.c.institution == institution)
        if before is not None:
            mine = mine.where(JUDGED.c.entry < before)
        with self.database.reading() as connection:
            rows = connection.execute(mine.order_by(JUDGED.c.entry.desc()).limit(limit))
            return tuple(_line(row) for row in rows)

    def newest(self) -> int:
        """The entry of the newest verdict that is listed."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.max(JUDGED.c.entry))) or 0

    def institutions(self) -> tuple[str, ...]:
        """Every institution that a class was judged of, sorted."""
        query = select(JUDGED.c.institution).distinct().order_by(JUDGED.c.institution)
        with self.database.reading() as connection:
            return tuple(connection.scalars(query))

    def by_institution(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by institution, those with most that do not count first."""
        found = self._stood(HOUR_SUMS.c.institution, span)
        return tuple(
            sorted(found, key=lambda each: (-each.hours.get(Standing.INVALID, 0), each.name))
        )

    def by_week(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by week, in the order of time."""
        return tuple(sorted(self._stood(HOUR_SUMS.c.week, span), key=lambda each: each.name))

    def by_kind(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by the kind of teaching."""
        return tuple(sorted(self._stood(HOUR_SUMS.c.kind, span), key=lambda each: each.name))

    def by_rule(self, span: Span) -> tuple[Broke, ...]:
        """Findings by rule, the most frequent first."""
        told = FINDING_SUMS.c
        query = _within(
            select(told.rule, told.effect, func.sum(told.findings)), FINDING_SUMS, span
        ).group_by(told.rule, told.effect)
        found: dict[str, dict[Effect, int]] = {}
        with self.database.reading() as connection:
            for rule, effect, count in connection.execute(query):
                found.setdefault(rule, {})[Effect(effect)] = int(count)
        broke = (Broke(rule, effects) for rule, effects in found.items())
        return tuple(sorted(broke, key=lambda each: (-each.all, each.rule)))

    def _stood(self, by: ColumnElement[str], span: Span) -> Iterable[Stood]:
        told = HOUR_SUMS.c
        query = _within(select(by, told.standing, func.sum(told.hours)), HOUR_SUMS, span)
        found: dict[str, dict[Standing, int]] = {}
        with self.database.reading() as connection:
            for name, standing, hours in connection.execute(query.group_by(by, told.standing)):
                found.setdefault(name, {})[Standing(standing)] = int(hours)
        return tuple(Stood(name, hours) for name, hours in found.items())


def _line(row: Any) -> JudgedLine:
    standing = Standing(row.standing)
    return JudgedLine(row.subject, row.version, standing, row.at, row.open, row.entry)


def counted(connection: Connection, subject: str, added: Sums) -> None:
    """Count a class by its newest verdict, in place of what was counted before."""
    home = subject.partition("/")[0]
    hours = [
        {"week": week, "kind": kind, "standing": standing, "hours": count}
        for (week, kind, standing), count in added.hours.items()
    ]
    findings = [
        {"week": week, "rule": rule, "effect": effect, "findings": count}
        for (week, rule, effect), count in added.findings.items()
    ]
    for table, rows in ((HOUR_SUMS, hours), (FINDING_SUMS, findings)):
        connection.execute(delete(table).where(table.c.subject == subject))
        if rows:
            mine: list[dict[str, Any]] = [
                {"subject": subject, "institution": home, **row} for row in rows
            ]
            connection.execute(insert(table), mine)


def _within(query: Select[Any], table: Any, span: Span) -> Select[Any]:
    if span.institution:
        query = query.where(table.c.institution == span.institution)
    if span.first:
        query = query.where(table.c.week >= span.first)
    if span.last:
        query = query.where(table.c.week <= span.last)
    return query
