"""Ports: what the use cases need of the outer floors, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from evidence.domain.bundle import ClassBundle
from evidence.domain.closeups import CloseUps, Spot
from evidence.domain.findings import Note
from evidence.domain.footage import Recording
from evidence.domain.learning import LearnerPlayback, LostLines
from evidence.domain.pictures import Pictures
from evidence.domain.presence import ClassFaces, FacesSeen, Portrait
from evidence.domain.showing import PicturesSeen
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


class FaceReader(Protocol):
    """Looks for faces in the files of a bundle."""

    def recordings(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[FacesSeen]:
        """The faces of each recording, in that order; never raises."""
        ...

    def portraits(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[Portrait]:
        """Each portrait, in that order, without its digest; never raises."""
        ...


class FaceObserver(Protocol):
    """Sees who of the roster is in the footage."""

    def faces(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> ClassFaces:
        """All the faces of a class; never raises."""
        ...


class CloseUpTaker(Protocol):
    """Takes small pictures of faces, with everybody else in them blurred."""

    def take(self, bundle: ClassBundle, spots: Iterable[Spot], progress: Progress) -> CloseUps:
        """The close-up of each spot; never raises. One that could not be made is ""."""
        ...


class Seal(Protocol):
    """Keeps what must not lie open: only who has the key can read it again."""

    @property
    def name(self) -> str:
        """Tells one key from another, and nothing of it."""
        ...

    def mark(self, text: str) -> str:
        """The same mark for the same text; who has not the key learns nothing from it."""
        ...

    def close(self, text: str) -> str:
        """The text, sealed."""
        ...

    def open(self, sealed: str) -> str | None:
        """The text again; None where it was sealed with another key, or was changed."""
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


class LearnerPictures(Protocol):
    """Looks at the pictures of learners that a bundle's logs point to."""

    def observe(
        self, bundle: ClassBundle, learners: Sequence[LearnerPlayback], progress: Progress
    ) -> PicturesSeen:
        """What every picture shows; never raises. Without instruments, nobody looked."""
        ...
