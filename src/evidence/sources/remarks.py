"""Remarks: what reading a bundle brought up, problems that stop it and notes that do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence.domain.errors import Problem
from evidence.domain.findings import Note
from evidence.domain.masking import masked
from evidence.domain.text import Text

SHOWN_LETTERS = 60
SHOWN_ROWS = 10


@dataclass(frozen=True, slots=True)
class Remarks:
    """Gathered while all of a bundle is read, so that everything wrong is told at once."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def problem(
        self, what: Text, *, file: str = "", row: int = 0, column: str = "", did_you_mean: str = ""
    ) -> None:
        """One thing that must be put right; the arguments are those of Problem."""
        self.problems.append(Problem(what, shown(file, 200), row, shown(column), did_you_mean))

    def note(self, code: str, message: Text, *, path: str = "", count: int = 1) -> None:
        """One thing that a person may want to know; the arguments are those of Note."""
        self.notes.append(Note(code, message, path, count))


def shown(value: str, most: int = SHOWN_LETTERS) -> str:
    """A stranger's value, fit to be printed: on one line, not endless, and telling of nobody."""
    line = masked("".join(letter if letter.isprintable() else "�" for letter in value))
    return line if len(line) <= most else line[: most - 1] + "…"


def numbered(rows: Sequence[int]) -> str:
    """The numbers of the first few rows, and a sign that there are more."""
    return ", ".join(map(str, rows[:SHOWN_ROWS])) + (" …" if len(rows) > SHOWN_ROWS else "")
