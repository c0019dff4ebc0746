"""The record of faces: the portraits of every class ever checked, sealed, to find one again by.

A sheet holds the faces of one class and not whose they are; that lies apart from it, sealed as
well, so that either can be kept elsewhere or taken away by itself. Without the key neither says
anything, and nothing is kept where there is no key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FaceSheet:
    """One class's faces: ``of`` stands for the class and ``content`` for what it handed in.

    ``code`` names the embedder and the key. ``body`` are the sealed faces, ``count`` of them, and
    ``names`` whose they are, sealed, in the same order. ``people`` are marks, one for each person
    whose identity is known: the same mark for the same person, and nothing without the key.
    ``number`` tells which came first, and is 0 before it was kept.
    """

    of: str
    content: str
    code: str
    body: str
    count: int
    names: str = ""
    people: tuple[str, ...] = ()
    number: int = 0


class FaceRecord(Protocol):
    """Sheets, in the order in which they were kept; none is ever changed."""

    def extent(self) -> int:
        """The number of the newest; 0 where there is none."""
        ...

    def stored(self, but: str = "") -> int:
        """How many faces are stored in all; those of the code ``but`` are left out."""
        ...

    def put(self, sheet: FaceSheet, now: int) -> None:
        """Keep a sheet; what the same class handed in before is kept once."""
        ...

    def sheets(self, code: str, upto: int, but: str) -> Iterator[FaceSheet]:
        """The sheets of one code numbered ``upto`` or lower, in order, without their names.

        Those of the class ``but`` are left out.
        """
        ...

    def having(self, marks: Sequence[str], upto: int) -> Sequence[int]:
        """The numbers of the sheets that any of these people are on, in order."""
        ...

    def names(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, str, str]]:
        """For each number: its class, what was handed in, and whose faces they are, sealed."""
        ...
