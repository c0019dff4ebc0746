"""Remembered footage: no recording is read twice by the same code, whichever class it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import EndReason, FootageFile, Media, Recording
from evidence.facts.coverage import dated
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.ports import FootageObserver, Progress

# How often what was read is kept: a worker that dies loses no more than this many files.
AT_ONCE = 16
# These two may be the machine's fault and not the file's.
DOUBTED = frozenset({EndReason.CRASHED, EndReason.TIMED_OUT, EndReason.MISSING})


@dataclass(frozen=True, slots=True)
class RememberedFootage:
    """Observes footage by another observer, but only what the store does not know yet.

    ``dumps`` and ``loads`` bring media to text and back; ``code`` is the version that reads them.
    """

    observer: FootageObserver
    kept: Observations
    code: str
    dumps: Callable[[Media], str]
    loads: Callable[[str], Media]
    now: Callable[[], int]

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        """One recording for each file of ``bundle.footage``, in that order; never raises."""
        media = dict(self._remembered(bundle))
        unread = [file for file in bundle.footage if file not in media]
        for first in range(0, len(unread), AT_ONCE):
            media.update(self._read(bundle, unread[first : first + AT_ONCE], progress))
        return tuple(dated(file, media[file]) for file in bundle.footage)

    def _remembered(self, bundle: ClassBundle) -> Iterator[tuple[FootageFile, Media]]:
        for file in bundle.footage:
            digest = bundle.digests.get(file.path, "")
            line = self.kept.get(digest, self.code) if digest else None
            if line is not None:
                yield file, self.loads(line)

    def _read(
        self, bundle: ClassBundle, files: Sequence[FootageFile], progress: Progress
    ) -> Iterator[tuple[FootageFile, Media]]:
        read = self.observer.observe(replace(bundle, footage=tuple(files)), progress)
        for file, recording in zip(files, read, strict=True):
            digest = bundle.digests.get(file.path, "")
            if digest and recording.media.end not in DOUBTED:
                seen = Observation(digest, self.code, self.dumps(recording.media))
                self.kept.put(seen, self.now())
            yield file, recording.media
