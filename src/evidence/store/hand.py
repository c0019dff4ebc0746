"""The hand: the database driver's own cursor, for the statements that every job needs.

They are compiled once and then go to the driver as they are: handing one over through SQLAlchemy
takes several times as long as the database takes to do it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Table
from sqlalchemy.dialects import registry, sqlite

_DIALECTS: Mapping[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": registry.load("postgresql.psycopg")(),
}
_PLACES = {"sqlite": "?", "postgresql": "%s"}
_AT_ONCE = 100  # rows in one statement: the drivers count their parameters
Given = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Hand:
    """A cursor on a database of this kind, in whatever transaction it was opened in."""

    cursor: Any
    kind: str

    @classmethod
    def of(cls, connection: Connection) -> Hand:
        """The hand within a transaction of SQLAlchemy's."""
        return cls(connection.connection.cursor(), connection.dialect.name)

    @property
    def on_postgresql(self) -> bool:
        """Whether a statement may hold several that write."""
        return self.kind == "postgresql"

    @property
    def refused(self) -> type[Exception]:
        """What the driver raises where a key is there already."""
        error: type[Exception] = self.cursor.connection.IntegrityError
        return error

    def rows(self, statement: ClauseElement, given: Given) -> list[Any]:
        """All rows that a statement gives."""
        self._do(statement, given)
        found: list[Any] = self.cursor.fetchall()
        return found

    def change(self, statement: ClauseElement, given: Given) -> int:
        """How many rows a statement changed."""
        self._do(statement, given)
        changed: int = self.cursor.rowcount
        return changed

    def put(self, table: Table, rows: Sequence[Given], *, known_stay: bool = False) -> None:
        """New rows of a table, all naming the same columns; rows may be there already if told."""
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            sql = _inserting(self.kind, table, tuple(some[0]), len(some))
            sql += " ON CONFLICT DO NOTHING" if known_stay else ""
            self.cursor.execute(sql, [value for row in some for value in row.values()])

    def _do(self, statement: ClauseElement, given: Given) -> None:
        sql, constants = _for_driver(self.kind, statement)
        self.cursor.execute(sql, {**constants, **given})


@cache
def _for_driver(kind: str, statement: ClauseElement) -> tuple[str, Given]:
    """A statement as the driver takes it, and the values that it brings itself."""
    compiled = statement.compile(dialect=_DIALECTS[kind])
    own = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), own


@cache
def _inserting(kind: str, table: Table, columns: tuple[str, ...], rows: int) -> str:
    quote = _DIALECTS[kind].identifier_preparer.quote
    row = f"({', '.join([_PLACES[kind]] * len(columns))})"
    named = ", ".join(map(quote, columns))
    return f"INSERT INTO {quote(table.name)} ({named}) VALUES {', '.join([row] * rows)}"  # noqa: S608  our own names
