"""Comparing: the recordings of a class held against each other, once all were looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Pictures
from evidence.pipeline.looking import with_pictures
from evidence.pipeline.ports import PictureObserver, Progress


class Comparer(Protocol):
    """Finds the seconds of recordings that are also other seconds."""

    def compare(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> tuple[Recording, ...]:
        """The recordings, with the seconds that replay others told in their pictures."""
        ...


@dataclass(frozen=True, slots=True)
class ComparedPictures:
    """Looks by another observer, then compares what was seen.

    What one recording shows is remembered by its content; what it shares with others hangs on
    who the others are, and is found anew.
    """

    observer: PictureObserver
    comparers: tuple[Comparer, ...]

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        """What was found in each recording, in that order; never raises."""
        seen = with_pictures(recordings, self.observer.look(bundle, recordings, progress))
        for comparer in self.comparers:
            seen = comparer.compare(bundle, seen)
        return (recording.pictures for recording in seen)
