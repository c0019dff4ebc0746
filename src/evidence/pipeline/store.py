"""The store as the use cases see it: every port to what is kept, and the smaller ones themselves.

The ledger, the verdicts, the observations and the audit log have their ports in ``ledger.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from evidence.pipeline.face_record import FaceRecord
from evidence.pipeline.ledger import Audit, Ledger, Observations, Verdicts
from evidence.pipeline.record import PrintRecord


@dataclass(frozen=True, slots=True)
class KnownRecording:
    """A recording that a class was seen to have: ``start`` is wall time, None where undated."""

    path: str
    sha256: str
    camera: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A class that landed: ``inputs`` is the digest of all that it consists of.

    ``starts`` and ``ends`` (wall time) span its sessions; None where they are not known yet.
    """

    subject: str
    institution: str
    policy: str
    inputs: str
    starts: int | None = None
    ends: int | None = None
    recordings: tuple[KnownRecording, ...] = ()


class Classes(Protocol):
    """The classes that are known, as they were last seen."""

    def put(self, known: KnownClass, now: int) -> None:
        """Keep a class as it is now, with its recordings, in place of what was known of it."""
        ...

    def get(self, subject: str) -> KnownClass | None:
        """One class with its recordings."""
        ...

    def subjects(self, institution: str = "") -> tuple[str, ...]:
        """The known classes of an institution or of all, sorted."""
        ...

    def having(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """(subject, path) of every recording with this content, sorted."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """A night: ``date`` is its business date (ISO), ``scope`` an institution, "" for all.

    ``times`` counts how often it was begun or begun again; ``ended`` is None while it runs, or
    when it was killed; ``summary`` is what it ended with (JSON).
    """

    date: str
    scope: str
    by: str
    began: int
    times: int = 1
    ended: int | None = None
    summary: str = ""


class Beginning(StrEnum):
    """How a run of a business date begins."""

    NEW = "new"  # the first of this date
    JOINED = "joined"  # another is at it, or was killed at it: help, the ledger shares the work
    AGAIN = "again"  # it had ended and was asked for again
    OVER = "over"  # it has ended: refused


@dataclass(frozen=True, slots=True)
class Begun:
    """A run, and how it was come by."""

    run: Run
    how: Beginning


class Runs(Protocol):
    """The nights, one for a business date and scope."""

    def begin(self, run: Run, *, again: bool = False) -> Begun:
        """Begin the run of its date; of several at once exactly one is NEW.

        One that has ended is refused (OVER) unless ``again``.
        """
        ...

    def end(self, date: str, scope: str, summary: str, now: int) -> Run | None:
        """Close the run with its summary; the last summary stays. None where none was begun."""
        ...

    def latest(self, limit: int = 30) -> tuple[Run, ...]:
        """Runs, newest business date first."""
        ...


@dataclass(frozen=True, slots=True)
class Purged:
    """How many of each were taken away."""

    verdicts: int
    findings: int
    results: int
    observations: int
    faces: int = 0


class Retention(Protocol):
    """The one door through which anything append-only ever leaves."""

    def purge(self, before: int, by: str, now: int, *, faces_before: int = 0) -> Purged:
        """Take away verdicts and results written before ``before``, and say so in the audit log.

        Faces, and what was seen of them, go too where they were kept before that or before
        ``faces_before``. The audit log itself always stays.
        """
        ...


class Store(Protocol):
    """Everything that is kept, in one place."""

    @property
    def ledger(self) -> Ledger:
        """The work."""
        ...

    @property
    def verdicts(self) -> Verdicts:
        """The verdicts."""
        ...

    @property
    def observations(self) -> Observations:
        """What was read off recordings."""
        ...

    @property
    def audit(self) -> Audit:
        """What happened."""
        ...

    @property
    def classes(self) -> Classes:
        """The classes."""
        ...

    @property
    def runs(self) -> Runs:
        """The nights."""
        ...

    @property
    def prints(self) -> PrintRecord:
        """What every class showed."""
        ...

    @property
    def faces(self) -> FaceRecord:
        """Whose portraits every class had, sealed."""
        ...

    @property
    def retention(self) -> Retention:
        """The way out."""
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...
