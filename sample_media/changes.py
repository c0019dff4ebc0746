"""Changes: how a class that breaks a rule differs from the one that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sample_media.regulated import Base

# What is done to a copy of a class; the second folder holds the films.
Change: TypeAlias = Callable[[Path, Path], object]


@dataclass(frozen=True, slots=True)
class Breach:
    """How a class breaks a rule: what is changed in a copy of the one that keeps it.

    ``also`` are rules that nobody can keep who breaks this one, where a policy has them: an hour of
    which no picture was kept holds no picture of a living face, and of one face under two names
    nobody can say whose it is.
    """

    story: str
    change: Change
    base: Base = Base.ROOM
    also: tuple[str, ...] = ()


def written(name: str, old: str, new: str, *, times: int = -1) -> Change:
    """A file in which some words are others, each time that they stand there."""

    def change(folder: Path, _films: Path) -> None:
        place = folder / name
        text = place.read_bytes().decode()
        if old not in text:
            raise ValueError(f"{name} does not hold {old!r}")
        place.write_bytes(text.replace(old, new, times).encode())

    return change


def first(name: str, old: str, new: str) -> Change:
    """The same, the first time only."""
    return written(name, old, new, times=1)


def without(table: Path, learners: tuple[str, ...]) -> None:
    """Take the rows of some learners out of a table."""
    rows = table.read_text("utf-8").splitlines()
    kept = [row for row in rows if not row.startswith(learners)]
    table.write_text("\r\n".join(kept) + "\r\n", "utf-8", newline="")
