"""The record of faces in the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from evidence.pipeline.face_record import FaceSheet
from evidence.store.database import Database
from evidence.store.rows.seen import FACE_NAMES, FACE_PEOPLE, FACE_SHEETS

AT_ONCE = 200  # sheets read in one query, so that a large record never lies in memory as a whole
MARKS = 4_000  # marks asked for in one query


@dataclass(frozen=True, slots=True)
class SqlFaces:
    """Faces, and apart from them whose they are."""

    database: Database

    def extent(self) -> int:
        """The number of the newest; 0 where there is none."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.max(FACE_SHEETS.c.number))) or 0

    def stored(self, but: str = "") -> int:
        """How many faces are stored in all; those of the code ``but`` are left out."""
        query = select(func.sum(FACE_SHEETS.c.faces)).where(FACE_SHEETS.c.code != but)
        with self.database.reading() as connection:
            return int(connection.scalar(query) or 0)

    def put(self, sheet: FaceSheet, now: int) -> None:
        """Keep a sheet; what the same class handed in before is kept once."""
        values = {
            "of": sheet.of,
            "content": sheet.content,
            "code": sheet.code,
            "at": now,
            "faces": sheet.count,
            "body": sheet.body,
        }
        with self.database.writing() as connection:
            if connection.execute(self.database.insert(FACE_SHEETS).values(**values)).rowcount:
                self._whose(connection, sheet)

    def _whose(self, connection: Connection, sheet: FaceSheet) -> None:
        same = (FACE_SHEETS.c.of == sheet.of, FACE_SHEETS.c.content == sheet.content)
        number = connection.scalar(
            select(FACE_SHEETS.c.number).where(*same, FACE_SHEETS.c.code == sheet.code)
        )
        connection.execute(insert(FACE_NAMES).values(sheet=number, body=sheet.names))
        rows = [{"mark": mark, "sheet": number} for mark in sorted(set(sheet.people))]
        if rows:
            connection.execute(insert(FACE_PEOPLE), rows)

    def sheets(self, code: str, upto: int, but: str) -> Iterator[FaceSheet]:
        """The sheets of one code numbered ``upto`` or lower, in order, without their names."""
        kept, last = FACE_SHEETS.c, 0
        columns = (kept.number, kept.of, kept.content, kept.body, kept.faces)
        query = select(*columns).where(kept.code == code, kept.of != but, kept.number <= upto)
        while True:
            following = query.where(kept.number > last).order_by(kept.number).limit(AT_ONCE)
            with self.database.reading() as connection:
                rows = connection.execute(following).all()
            for row in rows:
                yield FaceSheet(row.of, row.content, code, row.body, row.faces, number=row.number)
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].number

    def having(self, marks: Sequence[str], upto: int) -> Sequence[int]:
        """The numbers of the sheets that any of these people are on, in order."""
        found: set[int] = set()
        asked = sorted(set(marks))
        with self.database.reading() as connection:
            for first in range(0, len(asked), MARKS):
                some = FACE_PEOPLE.c.mark.in_(asked[first : first + MARKS])
                query = select(FACE_PEOPLE.c.sheet).where(some, FACE_PEOPLE.c.sheet <= upto)
                found.update(connection.scalars(query))
        return sorted(found)

    def names(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, str, str]]:
        """For each number: its class, what was handed in, and whose faces they are, sealed."""
        joined = FACE_SHEETS.join(FACE_NAMES, FACE_NAMES.c.sheet == FACE_SHEETS.c.number)
        columns = (FACE_SHEETS.c.number, FACE_SHEETS.c.of, FACE_SHEETS.c.content, FACE_NAMES.c.body)
        query = select(*columns).select_from(joined).order_by(FACE_SHEETS.c.number)
        with self.database.reading() as connection:
            some = query.where(FACE_SHEETS.c.number.in_(list(numbers)))
            return {row.number: (row.of, row.content, row.body) for row in connection.execute(some)}


def purged(connection: Connection, before: int) -> int:
    """Take away the sheets kept before ``before``, and whose they were; how many faces went."""
    old = select(FACE_SHEETS.c.number).where(FACE_SHEETS.c.at < before)
    faces = connection.scalar(
        select(func.sum(FACE_SHEETS.c.faces)).where(FACE_SHEETS.c.at < before)
    )
    connection.execute(delete(FACE_PEOPLE).where(FACE_PEOPLE.c.sheet.in_(old)))
    connection.execute(delete(FACE_NAMES).where(FACE_NAMES.c.sheet.in_(old)))
    connection.execute(delete(FACE_SHEETS).where(FACE_SHEETS.c.at < before))
    return int(faces or 0)
