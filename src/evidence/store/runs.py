"""The nights in the database: the business date and scope are the key, so there is one of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from evidence.pipeline.store import Beginning, Begun, Run
from evidence.store.database import Database
from evidence.store.rows.work import RUNS


@dataclass(frozen=True, slots=True)
class SqlRuns:
    """The nights."""

    database: Database

    def begin(self, run: Run, *, again: bool = False) -> Begun:
        """Begin the run of its date; of several at once exactly one is NEW."""
        fresh = self.database.insert(RUNS).values(
            date=run.date, scope=run.scope, by=run.by, began=run.began, times=1, summary=""
        )
        mine = update(RUNS).where(RUNS.c.date == run.date, RUNS.c.scope == run.scope)
        reopened = mine.where(RUNS.c.ended.is_not(None)).values(
            by=run.by, began=run.began, times=RUNS.c.times + 1, ended=None
        )
        with self.database.writing() as connection:
            if connection.execute(fresh).rowcount == 1:
                how = Beginning.NEW
            elif again and connection.execute(reopened).rowcount == 1:
                how = Beginning.AGAIN
            else:
                how = Beginning.JOINED
            found = _run(connection.execute(_of(run.date, run.scope)).one())
        over = how is Beginning.JOINED and found.ended is not None
        return Begun(found, Beginning.OVER if over else how)

    def end(self, date: str, scope: str, summary: str, now: int) -> Run | None:
        """Close the run with its summary; the last summary stays."""
        mine = update(RUNS).where(RUNS.c.date == date, RUNS.c.scope == scope)
        with self.database.writing() as connection:
            connection.execute(mine.values(ended=now, summary=summary))
            row = connection.execute(_of(date, scope)).one_or_none()
        return _run(row) if row else None

    def latest(self, limit: int = 30) -> tuple[Run, ...]:
        """Runs, newest business date first."""
        query = select(RUNS).order_by(RUNS.c.date.desc(), RUNS.c.scope).limit(limit)
        with self.database.reading() as connection:
            return tuple(_run(row) for row in connection.execute(query))


def _of(date: str, scope: str) -> Any:
    return select(RUNS).where(RUNS.c.date == date, RUNS.c.scope == scope)


def _run(row: Any) -> Run:
    return Run(row.date, row.scope, row.by, row.began, row.times, row.ended, row.summary)
