"""The record of prints in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from evidence.pipeline.record import Hit, KnownPrint
from evidence.store.database import Database
from evidence.store.rows.seen import PRINT_WORDS, PRINTS

AT_ONCE = 4_000  # words asked for in one query


@dataclass(frozen=True, slots=True)
class SqlPrints:
    """What was seen, and the words to find it by."""

    database: Database

    def extent(self) -> int:
        """The number of the newest; 0 where there is none."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.max(PRINTS.c.number))) or 0

    def put(self, prints: Sequence[KnownPrint]) -> None:
        """Keep prints; a recording that the same class handed in before is kept once."""
        # In one order for all, so that two transactions never wait for each other in a circle.
        with self.database.writing() as connection:
            for one in sorted(prints, key=lambda each: (each.recording, each.path)):
                self._put(connection, one)

    def _put(self, connection: Connection, one: KnownPrint) -> None:
        names = ("recording", "bundle", "subject", "path", "camera", "start", "code", "body")
        values = {name: getattr(one, name) for name in names}
        if not connection.execute(self.database.insert(PRINTS).values(**values)).rowcount:
            return
        same = (PRINTS.c.subject == one.subject, PRINTS.c.recording == one.recording)
        number = connection.scalar(select(PRINTS.c.number).where(*same, PRINTS.c.code == one.code))
        rows = [{"word": word, "print": number, "at": at} for word, at in sorted(set(one.words))]
        if rows:
            connection.execute(insert(PRINT_WORDS), rows)

    def hits(self, words: Sequence[int], upto: int) -> Sequence[Hit]:
        """Where these words stand in the prints numbered ``upto`` or lower, in order."""
        found: list[Hit] = []
        asked = sorted(set(words))
        columns = (PRINT_WORDS.c.word, PRINT_WORDS.c.print, PRINT_WORDS.c.at)
        with self.database.reading() as connection:
            for first in range(0, len(asked), AT_ONCE):
                some = PRINT_WORDS.c.word.in_(asked[first : first + AT_ONCE])
                query = select(*columns).where(some, PRINT_WORDS.c.print <= upto)
                found.extend(Hit(*row) for row in connection.execute(query))
        return sorted(found, key=lambda hit: (hit.word, hit.print, hit.at))

    def behind(self, bundle: str, path: str) -> tuple[str, str] | None:
        """What the night calls the class of that digest, and its recording's own digest."""
        found = select(PRINTS.c.subject, PRINTS.c.recording).where(
            PRINTS.c.bundle == bundle, PRINTS.c.path == path
        )
        with self.database.reading() as connection:
            row = connection.execute(found.order_by(PRINTS.c.number.desc()).limit(1)).first()
        return (row.subject, row.recording) if row else None

    def get(self, numbers: Sequence[int]) -> Sequence[KnownPrint]:
        """The prints of these numbers, in order, without their words."""
        query = select(PRINTS).where(PRINTS.c.number.in_(list(numbers))).order_by(PRINTS.c.number)
        with self.database.reading() as connection:
            return [
                KnownPrint(
                    row.recording,
                    row.bundle,
                    row.subject,
                    row.path,
                    row.camera,
                    row.start,
                    row.code,
                    row.body,
                    number=row.number,
                )
                for row in connection.execute(query)
            ]
