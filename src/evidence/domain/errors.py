"""Errors: what a person can put right, each with the place and the next step.

The tree::

    EvidenceError
    └── Unreadable              carries Problems: file, row, column, found, expected, nearest name
        ├── BundleUnreadable    a class bundle (exit code 2)
        └── PolicyUnreadable    a policy

They pickle, and none of them carries a person's name or ID number.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from evidence.domain.text import Text, say


class EvidenceError(Exception):
    """Something that a person can put right."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place of a bundle, a policy or a setting.

    ``what`` says what was found and what was expected; ``row`` counts from 1 with the heading as
    row 1, as a spreadsheet shows it; ``did_you_mean`` is the nearest right name, or "".
    """

    what: Text
    file: str = ""
    row: int = 0
    column: str = ""
    did_you_mean: str = ""

    @property
    def place(self) -> Text:
        """File, row and column, as far as they are known."""
        if self.row and self.column:
            return say(
                "{file}, row {row}, column {column}",
                file=self.file,
                row=self.row,
                column=self.column,
            )
        if self.row:
            return say("{file}, row {row}", file=self.file, row=self.row)
        if self.column:
            return say("{file}, {column}", file=self.file, column=self.column)
        return say("{file}", file=self.file)

    def __str__(self) -> str:
        hint = f" (did you mean {self.did_you_mean}?)" if self.did_you_mean else ""
        return f"{self.place}: {self.what}{hint}"


class Unreadable(EvidenceError):
    """An input that can't be used, with everything wrong with it told at once."""

    def __init__(self, subject: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(subject, problems)
        self.subject = subject
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(map(str, self.problems)) or self.subject


class BundleUnreadable(Unreadable):
    """A class bundle that can't be judged until its problems are put right."""


class PolicyUnreadable(Unreadable):
    """A policy that can't be used."""


def nearest(name: str, known: tuple[str, ...]) -> str:
    """The known name closest to ``name``, or "" when none is near."""
    return next(iter(get_close_matches(name, known, n=1, cutoff=0.6)), "")
