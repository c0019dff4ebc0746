"""The record of prints: what every class ever checked was seen to show, to find it again by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KnownPrint:
    """A recording that was checked: ``recording`` is the digest of its content.

    ``bundle`` is the class's digest and ``subject`` what the night calls the class; ``start`` is
    wall time, None where undated. ``body`` is the print in the comparing analyzer's own form,
    which ``code`` names, and ``words`` (word, second) what to look it up by. ``number`` tells which
    came first, and is 0 before it was kept.
    """

    recording: str
    bundle: str
    subject: str
    path: str
    camera: str
    start: int | None
    code: str
    body: str
    words: tuple[tuple[int, int], ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A word that a known print has, too: ``print`` is its number, ``at`` the second in it."""

    word: int
    print: int
    at: int


class PrintRecord(Protocol):
    """Prints, in the order in which they were kept; none is ever changed."""

    def extent(self) -> int:
        """The number of the newest; 0 where there is none."""
        ...

    def put(self, prints: Sequence[KnownPrint]) -> None:
        """Keep prints; a recording that the same class handed in before is kept once."""
        ...

    def hits(self, words: Sequence[int], upto: int) -> Sequence[Hit]:
        """Where these words stand in the prints numbered ``upto`` or lower, in order."""
        ...

    def behind(self, bundle: str, path: str) -> tuple[str, str] | None:
        """What the night calls the class of that digest, and its recording's own digest."""
        ...

    def get(self, numbers: Sequence[int]) -> Sequence[KnownPrint]:
        """The prints of these numbers, in order, without their words."""
        ...
