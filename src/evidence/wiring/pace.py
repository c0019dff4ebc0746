"""Pace: how often somebody may do something, counted by all processes of one server together.

Each time uses up a share of the allowance, which comes back evenly (the generic cell rate
algorithm): of somebody no more is kept than the moment at which all of it will be back.
"""

from __future__ import annotations

import fcntl
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from struct import Struct
from threading import Lock
from typing import IO

PLACES = 16_384  # who is remembered at a time
NEAR = 8  # places that one of them may have
_ENTRY = Struct("<Qq")  # who, and when all of the allowance is back (wall time)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many times of one thing ``within`` so many microseconds."""

    what: str
    most: int
    within: int

    @property
    def share(self) -> int:
        """How long one time takes to come back."""
        return self.within // self.most


@dataclass(frozen=True, slots=True)
class Pace:
    """A table of what was used up, in memory that the processes share.

    Where everybody near is remembered already, whoever has the most back is forgotten.
    """

    table: mmap.mmap
    file: IO[bytes] | None = None
    turn: Lock = field(default_factory=Lock)

    @classmethod
    def alone(cls) -> Pace:
        """The table of a single process."""
        return cls(mmap.mmap(-1, PLACES * _ENTRY.size))

    @classmethod
    def at(cls, place: Path) -> Pace:
        """The table in a file, for every process that opens it."""
        place.touch(mode=0o600)
        file = place.open("rb+")
        file.truncate(PLACES * _ENTRY.size)
        return cls(mmap.mmap(file.fileno(), PLACES * _ENTRY.size), file)

    def wait(self, who: str, allowance: Allowance, now: int) -> int:
        """How long somebody has to wait before the next time; 0 for not at all."""
        with self._turn():
            back = self._found(who, allowance)[1]
        return max(0, max(now, back) + allowance.share - allowance.within - now)

    def use(self, who: str, allowance: Allowance, now: int, times: int = 1) -> None:
        """Use up a part of somebody's allowance."""
        with self._turn():
            place, back = self._found(who, allowance)
            later = max(now, back) + times * allowance.share
            _ENTRY.pack_into(self.table, place * _ENTRY.size, _key(who, allowance), later)

    def close(self) -> None:
        """Let go of the table."""
        self.table.close()
        if self.file:
            self.file.close()

    def _found(self, who: str, allowance: Allowance) -> tuple[int, int]:
        """Somebody's place, and when all is back; 0 for somebody who is not known."""
        key = _key(who, allowance)
        near = [(key + step) % PLACES for step in range(NEAR)]
        known = {each: _ENTRY.unpack_from(self.table, each * _ENTRY.size) for each in near}
        for place, (theirs, back) in known.items():
            if theirs == key:
                return place, int(back)
        return min(near, key=lambda each: int(known[each][1])), 0

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self.turn:
            if self.file is None:
                yield
                return
            fcntl.flock(self.file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self.file, fcntl.LOCK_UN)


def _key(who: str, allowance: Allowance) -> int:
    digest = blake2b(f"{allowance.what} {who}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) or 1
