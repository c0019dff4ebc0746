"""Cells: how what a clerk typed is read, and what is said where it can't be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from evidence.domain.errors import nearest
from evidence.domain.text import Text, say
from evidence.domain.time import SECOND
from evidence.sources.headings import key
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tables import Row, Table
from evidence.sources.unfit import Unfit

T = TypeVar("T")
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table; whatever in it can't be read is a problem in ``remarks``."""

    table: Table
    row: Row
    remarks: Remarks

    def text(self, column: str) -> str:
        """The cell as it is, "" where it is empty or there is no such column."""
        return self.row.cells.get(column, "")

    def read(self, column: str, parse: Callable[[str], T]) -> T | None:
        """The cell, read; None where that is a problem, which has then been told."""
        found = self.text(column)
        if not found:
            # A column that is missing as a whole has been told once already.
            if column in self.table.headings:
                self.wrong(column, say("this cell is empty, but a value is needed here"))
            return None
        try:
            return parse(found)
        except Unfit as unfit:
            self.wrong(column, unfit.what, unfit.did_you_mean)
            return None

    def read_any(self, column: str, parse: Callable[[str], T]) -> T | None:
        """The same for a cell that may be empty, which is None too."""
        return self.read(column, parse) if self.text(column) else None

    def is_repeated(self, column: str, value: str, seen: dict[str, int]) -> bool:
        """Whether an earlier row has this value, which must be unique; told as a problem."""
        first = seen.setdefault(value, self.row.number)
        if first == self.row.number:
            return False
        self.wrong(
            column,
            say('"{found}" is in row {first} already', found=shown(value), first=first),
        )
        return True

    def wrong(self, column: str, what: Text, did_you_mean: str = "") -> None:
        """Something is wrong with this cell."""
        self.remarks.problem(
            what,
            file=self.table.file,
            row=self.row.number,
            column=self.table.headings.get(column, column),
            did_you_mean=did_you_mean,
        )


def text(found: str) -> str:
    """Any text."""
    return found


def count(found: str) -> int:
    """Reads a whole number from 1 on; "4.0" and "4学时" are 4 too."""
    plain = unicodedata.normalize("NFKC", found)
    match = re.fullmatch(r"(\d+)(?:\.0+)?\s*(?:学时|课时|节)?", plain)
    if match and len(match[1]) <= MOST_DIGITS and int(match[1]) > 0:
        return int(match[1])
    raise Unfit(
        say('found "{found}", expected a whole number, 1 or greater', found=shown(found)),
    )


def seconds(found: str) -> int:
    """Reads a number of seconds above 0, or hours:minutes:seconds, as microseconds."""
    plain = unicodedata.normalize("NFKC", found)
    clock = re.fullmatch(r"(\d{1,3}):([0-5]?\d):([0-5]?\d)(?:\.0+)?", plain)
    if clock:
        length = (int(clock[1]) * 60 + int(clock[2])) * 60 * SECOND + int(clock[3]) * SECOND
    elif number := re.fullmatch(r"(\d{1,7})(?:\.(\d{1,6})\d*)?\s*(?:s|秒)?", plain):
        length = int(number[1]) * SECOND + int((number[2] or "0").ljust(6, "0"))
    else:
        length = 0
    if length > 0:
        return length
    raise Unfit(
        say('found "{found}", expected a length in seconds, such as 2700', found=shown(found)),
    )


def one_of(words: Mapping[T, tuple[str, ...]]) -> Callable[[str], T]:
    """Reads one of some values, each with its words, the contract's first."""
    known = {key(word): value for value, names in words.items() for word in names}
    spelled = {key(word): word for names in words.values() for word in names}
    expected = ", ".join(f"{names[0]} ({names[1]})" for names in words.values())

    def read(found: str) -> T:
        if key(found) in known:
            return known[key(found)]
        near = nearest(key(found), tuple(known))
        raise Unfit(
            say(
                'found "{found}", expected one of {expected}',
                found=shown(found),
                expected=expected,
            ),
            spelled.get(near, ""),
        )

    return read
