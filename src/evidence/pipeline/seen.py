"""Seen files: the digests of large files, kept until the file changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from os import stat_result
from pathlib import Path

from evidence.pipeline.ledger import Observation, Observations

CODE = "sha256-of-file/1"
WORTH_KEEPING = 1 << 20  # bytes: below, reading the file is as quick as asking the store


def stamp(place: Path, found: stat_result) -> str:
    """What changes whenever the file does: its path, size and both times."""
    parts = (str(place.resolve()), found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return sha256(repr(parts).encode("utf-8", "surrogateescape")).hexdigest()


class Stamps:
    """Takes the stamp of a file for its digest, so that no file is read for it.

    For whoever only needs to know whether a file is another than before, not what is in it.
    """

    def mark(self, place: Path) -> str:
        """The stamp; "" for a file that can't be looked at."""
        try:
            return stamp(place, place.stat())
        except OSError:
            return ""

    def get(self, mark: str) -> str | None:
        """The stamp itself."""
        return mark or None

    def put(self, mark: str, digest: str) -> None:
        """There is nothing to remember."""


@dataclass(frozen=True, slots=True)
class SeenInStore:
    """Remembers by path, size and both times: the time of change can't be set from outside."""

    kept: Observations
    now: Callable[[], int]

    def mark(self, place: Path) -> str:
        """What changes whenever the file does; "" for one that is not worth remembering."""
        try:
            found = place.stat()
        except OSError:
            return ""
        if found.st_size < WORTH_KEEPING:
            return ""
        return stamp(place, found)

    def get(self, mark: str) -> str | None:
        """The digest of the file that had this mark."""
        return self.kept.get(mark, CODE)

    def put(self, mark: str, digest: str) -> None:
        """The digest of a file that had this mark before and after it was read."""
        self.kept.put(Observation(mark, CODE, digest), self.now())
