"""The household: what the processes of one ``evidence serve`` have in common.

Its folder is made by the process that starts the others, belongs to nobody else, and goes with it:

::

    key          signs cookies, where the deployment names no secret
    pace         how often each visitor asked lately
    bell         touched when a delivery is there to be seen to
    reception    locked by the one process that sees to deliveries
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic
from typing import IO

from evidence.wiring.pace import Pace

FOLDER = "EVIDENCE_HOUSEHOLD"  # how the other processes are told of it
LOOKS = 0.5  # seconds between two looks whether another process rang


@dataclass(frozen=True, slots=True)
class Bell:
    """Rung when a delivery is there, heard by every process where ``place`` is a file of theirs."""

    place: Path | None = None
    rung: Event = field(default_factory=Event)

    def ring(self) -> None:
        """Ring it."""
        if self.place:
            self.place.touch()
        self.rung.set()

    def wait(self, seconds: float) -> None:
        """Wait until it rings, but no longer."""
        heard, until = self._heard(), monotonic() + seconds
        while not self.rung.is_set() and self._heard() == heard and monotonic() < until:
            self.rung.wait(min(LOOKS, seconds) if self.place else seconds)
        self.rung.clear()

    def _heard(self) -> int:
        return self.place.stat().st_mtime_ns if self.place else 0


@dataclass(frozen=True, slots=True)
class Household:
    """What the processes of one server share; ``desk`` is the lock of the reception."""

    key: str = field(repr=False)
    pace: Pace
    bell: Bell
    desk: IO[bytes] | None = None

    @classmethod
    def alone(cls) -> Household:
        """That of a single process."""
        return cls(secrets.token_urlsafe(32), Pace.alone(), Bell())

    @classmethod
    def of(cls, folder: Path) -> Household:
        """That of every process which is told this folder."""
        return cls(
            (folder / "key").read_text(),
            Pace.at(folder / "pace"),
            Bell(folder / "bell"),
            (folder / "reception").open("rb"),
        )

    def close(self) -> None:
        """Leave it."""
        self.pace.close()
        if self.desk:
            self.desk.close()

    def receives(self) -> bool:
        """Whether deliveries are this process's to see to, from now on until it ends."""
        if self.desk is None:
            return True
        try:
            fcntl.flock(self.desk, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def ours() -> Household:
    """The household of this process: the one that it was started in, else one of its own."""
    told = os.environ.get(FOLDER)
    return Household.of(Path(told)) if told else Household.alone()


@contextmanager
def founded() -> Iterator[None]:
    """A household for the processes that are started during the block."""
    with TemporaryDirectory(prefix="evidence-serve-") as made:
        (Path(made) / "key").write_text(secrets.token_urlsafe(32))
        for name in ("bell", "reception"):
            (Path(made) / name).touch()
        os.environ[FOLDER] = made
        try:
            yield
        finally:
            del os.environ[FOLDER]
