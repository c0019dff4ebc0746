"""Rows: events of whole attempts as columns of numbers, and what carries from row to row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from evidence.domain.learning import EventKind

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Numbers = npt.NDArray[np.int64]
# Whole numbers of a narrower type.
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
Value = TypeVar("Value", bound=np.generic)
Table = TypeVar("Table", bound="DataclassInstance")

# No position; far below every one of them (they are bounded by 1e13 microseconds).
NOWHERE = -(2**62)
KIND = {kind: code for code, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Rows:
    """Events, one array a field.

    ``kind`` is the place in EventKind. ``lesson`` and ``rate`` are 0, ``position`` and ``came``
    NOWHERE, where nothing is told.
    """

    attempt: Codes
    ts: Numbers
    kind: npt.NDArray[np.uint8]
    lesson: Codes
    position: Numbers
    came: Numbers
    rate: Codes

    @classmethod
    def of(cls, columns: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Named columns, as a query gives them."""
        return cls(**{field.name: columns[field.name] for field in fields(cls)})

    @classmethod
    def empty(cls, count: int) -> Self:
        """Room for so many rows."""
        return cls(
            attempt=np.empty(count, np.int32),
            ts=np.empty(count, np.int64),
            kind=np.empty(count, np.uint8),
            lesson=np.empty(count, np.int32),
            position=np.empty(count, np.int64),
            came=np.empty(count, np.int64),
            rate=np.empty(count, np.int32),
        )

    def put(self, places: Places | slice, part: Rows) -> None:
        """Fill in rows at those places."""
        for field in fields(self):
            getattr(self, field.name)[places] = getattr(part, field.name)

    def __len__(self) -> int:
        return len(self.ts)

    def at(self, places: Places | Flags | slice) -> Rows:
        """Only these rows; of a slice they are not copied."""
        return Rows(*(getattr(self, field.name)[places] for field in fields(self)))

    def are(self, kind: EventKind) -> Flags:
        """Which rows are of that kind."""
        return np.equal(self.kind, KIND[kind])


def joined(parts: Sequence[Table]) -> Table:
    """The columns of parts, one after the other."""
    names = [field.name for field in fields(parts[0])]
    columns = (np.concatenate([getattr(part, name) for part in parts]) for name in names)
    return type(parts[0])(*columns)


def carried(where: Flags) -> Places:
    """For each row the last one up to it that is marked; the first row has to be."""
    marked = np.flatnonzero(where)
    return np.repeat(marked, np.diff(marked, append=len(where)))


def before(values: npt.NDArray[Value]) -> npt.NDArray[Value]:
    """What the row before has; the first row has its own."""
    return np.concatenate([values[:1], values[:-1]])
