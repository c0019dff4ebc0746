"""Faces remembered: no file is searched for faces twice, and what is kept of them is sealed.

What is kept is keyed by a file's content and says nothing of who is in it. Without a key nothing
is kept, and all is looked at anew. The retention takes it away with all else that was observed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.presence import ClassFaces, FacesSeen, Portrait, Watched
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.ports import FaceReader, Progress, Seal

Found = TypeVar("Found", FacesSeen, Portrait)

# What the code of an observation holds that tells of faces, so that retention finds them.
FACES_SEEN = ("/faces/", "/portrait/")

# These may be the machine's fault and not the file's.
DOUBTED = frozenset({Watched.CRASHED, Watched.TIMED_OUT, Watched.NO_MODELS})


class NoFaces:
    """Sees nobody."""

    def faces(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> ClassFaces:
        """Nobody at all."""
        return ClassFaces()


@dataclass(frozen=True, slots=True)
class Wire:
    """How what was found goes to text and back."""

    dumps: Callable[[FacesSeen], str]
    loads: Callable[[str], FacesSeen]
    dumps_portrait: Callable[[Portrait], str]
    loads_portrait: Callable[[str], Portrait]


@dataclass(frozen=True, slots=True)
class RememberedFaces:
    """Looks by another reader, but only at what the store does not know yet.

    ``code`` is the version that looks, its models among it.
    """

    reader: FaceReader
    kept: Observations
    seal: Seal
    code: str
    wire: Wire
    now: Callable[[], int]

    def recordings(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[FacesSeen]:
        """The faces of each recording, in that order; never raises."""
        known = self._known(bundle, paths, "faces", self.wire.loads)
        unseen = [path for path in paths if path not in known]
        looked = self.reader.recordings(bundle, unseen, progress)
        for path, seen in zip(unseen, looked, strict=True):
            known[path] = seen
            if seen.watched not in DOUBTED:
                self._keep(bundle, path, "faces", self.wire.dumps(seen))
        yield from (known[path] for path in paths)

    def portraits(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[Portrait]:
        """Each portrait, in that order; never raises."""
        known = self._known(bundle, paths, "portrait", self.wire.loads_portrait)
        unseen = [path for path in paths if path not in known]
        for path, portrait in zip(
            unseen, self.reader.portraits(bundle, unseen, progress), strict=True
        ):
            known[path] = portrait
            if portrait.face is not None:
                self._keep(bundle, path, "portrait", self.wire.dumps_portrait(portrait))
        yield from (known[path] for path in paths)

    def _known(
        self, bundle: ClassBundle, paths: Sequence[str], what: str, loads: Callable[[str], Found]
    ) -> dict[str, Found]:
        known = {}
        for path in paths:
            sealed = self.kept.get(bundle.digests.get(path, ""), self._key(what))
            opened = self.seal.open(sealed) if sealed else None
            if opened is not None:
                known[path] = loads(opened)
        return known

    def _keep(self, bundle: ClassBundle, path: str, what: str, text: str) -> None:
        digest = bundle.digests.get(path, "")
        if digest:
            sealed = Observation(digest, self._key(what), self.seal.close(text))
            self.kept.put(sealed, self.now())

    def _key(self, what: str) -> str:
        return f"{self.code}/{what}/{self.seal.name}"
