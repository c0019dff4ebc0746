"""The inbox: where deliveries lie while they come in, hidden beside the landing folder's classes.

::

    landing/.inbox/INSTITUTION/.ID.part     what is on its way, or waits to be looked at
    landing/.inbox/INSTITUTION/ID/…         what a pre-check came to
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from evidence.domain.text import say
from evidence.pipeline.deliveries import TooMuch
from evidence.sources.file_names import safe_part

FOLDER = ".inbox"
GIGABYTE = 10**9


class Held(Exception):
    """Somebody else is sending the same delivery."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """The inbox of a landing folder; ``least_free`` bytes stay free on its disk."""

    landing: Path
    least_free: int = 0

    def part(self, institution: str, key: str) -> Path:
        """The bytes of a delivery."""
        return self._home(institution) / f".{key}.part"

    def results(self, institution: str, key: str) -> Path:
        """The folder of what a pre-check came to."""
        return self._home(institution) / key

    def begin(self, institution: str, key: str, size: int) -> None:
        """Make room for a delivery.

        Raises:
            TooMuch: when the disk has none.
        """
        part = self.part(institution, key)
        part.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(part.parent).free < size + self.least_free:
            raise TooMuch(say("there is no room for this now: tell the authority"))
        part.touch()

    def arrived(self, institution: str, key: str) -> int | None:
        """How many bytes of it are there; None where it is gone."""
        try:
            return self.part(institution, key).stat().st_size
        except FileNotFoundError:
            return None

    @contextmanager
    def adding(self, institution: str, key: str) -> Iterator[IO[bytes]]:
        """The delivery to add to, for nobody else meanwhile; what was added is on the disk then.

        Raises:
            Held: when somebody else adds to it.
            FileNotFoundError: when it is gone.
        """
        with self.part(institution, key).open("rb+") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Held from error
            stream.seek(0, os.SEEK_END)
            try:
                yield stream
            finally:
                stream.flush()
                os.fsync(stream.fileno())

    def drop(self, institution: str, key: str) -> None:
        """Take the bytes away; what a pre-check came to stays."""
        self.part(institution, key).unlink(missing_ok=True)

    def clear(self, institution: str, key: str) -> None:
        """Take all of it away."""
        self.drop(institution, key)
        shutil.rmtree(self.results(institution, key), ignore_errors=True)

    def _home(self, institution: str) -> Path:
        return self.landing / FOLDER / safe_part(institution)
