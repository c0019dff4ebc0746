"""The overview in the database: what is asked across classes, without opening a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from evidence.domain.findings import Standing
from evidence.pipeline.overview import JudgedLine
from evidence.store.database import Database
from evidence.store.rows import LISTED, VERDICTS


@dataclass(frozen=True, slots=True)
class SqlOverview:
    """What is asked across classes; it is as new as the list of items."""

    database: Database

    def classes(self, institution: str, limit: int) -> tuple[JudgedLine, ...]:
        """The judged classes of an institution, the last judged first."""
        columns = (VERDICTS.c.subject, VERDICTS.c.version, VERDICTS.c.standing, VERDICTS.c.at)
        newest = select(*columns).join(LISTED, LISTED.c.entry == VERDICTS.c.entry)
        mine = newest.where(LISTED.c.subject.startswith(f"{institution}/", autoescape=True))
        with self.database.reading() as connection:
            rows = connection.execute(mine.order_by(VERDICTS.c.entry.desc()).limit(limit))
            return tuple(
                JudgedLine(row.subject, row.version, Standing(row.standing), row.at) for row in rows
            )
