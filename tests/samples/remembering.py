"""A check that looks at no recording and no picture twice, for tests of many classes alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cryptography.fernet import Fernet

import evidence
from evidence.analyzers.face.chosen import Chosen
from evidence.analyzers.frames import wire as frames_wire
from evidence.analyzers.frames.observer import FrameObserver
from evidence.analyzers.media import wire
from evidence.analyzers.media.observer import PacketObserver
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.learning import LearnerPlayback
from evidence.domain.pictures import Pictures
from evidence.domain.showing import PicturesSeen
from evidence.engine.local import LocalEngine
from evidence.pipeline.check import Checker
from evidence.pipeline.looking import RememberedPictures
from evidence.pipeline.ports import LearnerPictures, PictureObserver, Progress
from evidence.pipeline.remembered import RememberedFootage
from evidence.sources.secret import SecretPlace
from evidence.store.memory import MemoryObservations
from evidence.wiring.checking import checker
from evidence.wiring.faces import FacesSection, face_reader


@dataclass
class RememberedSnapshots:
    """Looks at the pictures of learners once, as long as they are the same ones."""

    observer: LearnerPictures
    kept: dict[tuple[tuple[str, str], ...], PicturesSeen] = field(default_factory=dict)

    def observe(
        self, bundle: ClassBundle, learners: Sequence[LearnerPlayback], progress: Progress
    ) -> PicturesSeen:
        pictures = tuple(
            sorted(
                (path, digest)
                for path, digest in bundle.digests.items()
                if path.startswith(("snapshots/", "photos/"))
            )
        )
        if pictures not in self.kept:
            self.kept[pictures] = self.observer.observe(bundle, learners, progress)
        return self.kept[pictures]


@dataclass
class RememberedLook:
    """Looks at the pictures of recordings, and compares them, once for the same recordings."""

    observer: PictureObserver
    kept: dict[str, tuple[Pictures, ...]] = field(default_factory=dict)

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        told = repr((recordings, [bundle.digests.get(one.path) for one in recordings]))
        if told not in self.kept:
            self.kept[told] = tuple(self.observer.look(bundle, recordings, progress))
        return iter(self.kept[told])


def remembering(scratch: Path) -> Checker:
    """The parts that judge a class; ``scratch`` keeps the key that seals faces."""
    key = scratch / "faces.key"
    key.write_bytes(Fernet.generate_key())
    kept, engine, code = MemoryObservations(), LocalEngine(), evidence.__version__
    parts = checker(
        RememberedFootage(PacketObserver(engine), kept, code, wire.dumps, wire.loads, _now),
        RememberedPictures(
            FrameObserver(engine), kept, code, frames_wire.dumps, frames_wire.loads, _now
        ),
        face_reader(FacesSection(key=SecretPlace(file=key)), engine, kept),
        chosen=Chosen((scratch,)),
    )
    return replace(
        parts,
        pictures=RememberedLook(parts.pictures),
        snapshots=RememberedSnapshots(parts.snapshots),
    )


def _now() -> int:
    return 0
