"""Sweeping: what was on its way to the landing folder, and has not come on for a long time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were taken away, and the bytes of them."""

    files: int = 0
    bytes: int = 0


def sweep(folder: Path, before: int) -> Swept:
    """Take away every part below ``folder`` that was not written to since ``before`` (wall time).

    One that somebody is at stays. An offer whose part is gone is fetched from its beginning.
    """
    sizes = [size for part in _parts(folder, before) if (size := _taken_away(part)) is not None]
    return Swept(len(sizes), sum(sizes))


def _parts(folder: Path, before: int) -> Iterator[Path]:
    for part in folder.rglob(".*.part"):
        try:
            if part.is_file() and part.stat().st_mtime_ns // 1000 < before:
                yield part
        except FileNotFoundError:  # it has landed meanwhile
            continue


def _taken_away(part: Path) -> int | None:
    """The bytes of a part that is gone now; None where it stays."""
    try:
        with part.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            size = part.stat().st_size
            part.unlink()
    except (BlockingIOError, FileNotFoundError):
        return None
    return size
