"""Ports: what the use cases need of the outer floors, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from evidence.domain.bundle import ClassBundle
from evidence.domain.findings import Note
from evidence.domain.footage import Recording
from evidence.domain.learning import LearnerPlayback, LostLines
from evidence.domain.pictures import Pictures
from evidence.domain.text import Text


class Progress(Protocol):
    """Told how far long work has come."""

    def stage(self, name: Text, total: int) -> None:
        """A new stretch of work of ``total`` steps, and what it is called."""
        ...

    def advance(self, steps: int = 1) -> None:
        """So many steps more are done."""
        ...


class FootageObserver(Protocol):
    """Reads what the packets of a bundle's footage say."""

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        """One recording for each file of ``bundle.footage``, in that order; never raises."""
        ...


class PictureObserver(Protocol):
    """Looks at the pictures of a bundle's recordings."""

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        """What was found in each recording, in that order; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class PlaybackObservation:
    """What the learning logs say, learner by learner in the roster's order, and what is lost."""

    learners: tuple[LearnerPlayback, ...]
    notes: tuple[Note, ...] = ()
    lost: tuple[LostLines, ...] = ()


class PlaybackObserver(Protocol):
    """Reads the learning logs of a bundle."""

    def observe(
        self, bundle: ClassBundle, *, answer_within: int, progress: Progress
    ) -> PlaybackObservation:
        """Every learner of the roster that the logs tell of.

        ``answer_within`` is the microseconds after which a prompt counts as not shown.
        """
        ...
