"""The class bundle: everything that an institution hands in for one class, read and understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.domain.findings import Note
from evidence.domain.footage import FootageFile
from evidence.domain.learning import Lesson
from evidence.domain.papers import Visit
from evidence.domain.people import Attendance, Learner
from evidence.domain.teaching import Session, TrainingClass


@dataclass(frozen=True, slots=True)
class ClassBundle:
    """A bundle whose tables hold together; its footage and logs are named but not yet looked at.

    ``root`` is the folder that every path is relative to: the bundle itself, the ``data/`` of a
    bag, or where an archive was unpacked. ``logs`` are the files under ``online/``; ``digests``
    maps every file's path to its SHA-256; ``attendance`` is None where there is no sign-in sheet.
    ``sha256`` is the digest of the sorted lines ``<sha256>  <path>``, so that a folder and the zip
    of it are the same bundle.
    """

    root: Path
    training_class: TrainingClass
    learners: tuple[Learner, ...]
    sessions: tuple[Session, ...]
    lessons: tuple[Lesson, ...]
    attendance: tuple[Attendance, ...] | None
    footage: tuple[FootageFile, ...]
    logs: tuple[str, ...]
    digests: Mapping[str, str]
    sha256: str
    notes: tuple[Note, ...] = ()
    visits: tuple[Visit, ...] = ()
