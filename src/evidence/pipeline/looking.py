"""Looking: the pictures of a class's recordings, each looked at once by the same code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import UNSEEN, Pictures, Seen
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.ports import PictureObserver, Progress

# How often what was seen is kept: a worker that dies loses no more than this many files.
AT_ONCE = 4
# These two may be the machine's fault and not the file's.
DOUBTED = frozenset({Seen.CRASHED, Seen.TIMED_OUT})


class Blind:
    """Looks at nothing."""

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        """Nothing for each recording."""
        return (UNSEEN for _ in recordings)


@dataclass(frozen=True, slots=True)
class RememberedPictures:
    """Looks by another observer, but only at what the store does not know yet.

    ``dumps`` and ``loads`` bring pictures to text and back; ``code`` is the version that looks.
    """

    observer: PictureObserver
    kept: Observations
    code: str
    dumps: Callable[[Pictures], str]
    loads: Callable[[str], Pictures]
    now: Callable[[], int]

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        """What was found in each recording, in that order; never raises."""
        found = dict(self._remembered(bundle, recordings))
        unseen = [one for one in recordings if one.path not in found]
        for first in range(0, len(unseen), AT_ONCE):
            found.update(self._seen(bundle, unseen[first : first + AT_ONCE], progress))
        return (found[one.path] for one in recordings)

    @property
    def _key(self) -> str:
        return f"{self.code}/pictures"

    def _remembered(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> Iterator[tuple[str, Pictures]]:
        for one in recordings:
            digest = bundle.digests.get(one.path, "")
            line = self.kept.get(digest, self._key) if digest else None
            if line is not None:
                yield one.path, self.loads(line)

    def _seen(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[tuple[str, Pictures]]:
        looked = self.observer.look(bundle, recordings, progress)
        for one, pictures in zip(recordings, looked, strict=True):
            digest = bundle.digests.get(one.path, "")
            if digest and pictures.seen not in DOUBTED:
                self.kept.put(Observation(digest, self._key, self.dumps(pictures)), self.now())
            yield one.path, pictures


def with_pictures(
    recordings: Sequence[Recording], pictures: Iterator[Pictures]
) -> tuple[Recording, ...]:
    """The recordings together with what their pictures show."""
    return tuple(
        replace(one, pictures=seen) for one, seen in zip(recordings, pictures, strict=True)
    )
