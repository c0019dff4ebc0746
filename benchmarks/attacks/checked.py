"""Checking many copies of few bundles: what was seen of a file is not looked at a second time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.analyzers.frames.watchers import watchers
from evidence.analyzers.frames.watching import watch
from evidence.analyzers.media.packets import read
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Pictures
from evidence.domain.presence import FacesSeen, Portrait, Watched
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.ports import Progress
from evidence.pipeline.quiet import Quiet
from evidence.sources.bundle import open_bundle
from evidence.sources.policies import known_ids, policy_by_id
from evidence.wiring.checking import checker
from evidence.wiring.places import config_folder


class Packets:
    """Reads packets as a check does, in this process."""

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        """One recording a file."""
        return tuple(Recording(one, read(str(bundle.root / one.path))) for one in bundle.footage)


@dataclass(slots=True)
class Looking:
    """Looks as a check does, in this process, and only at what it has not seen yet."""

    known: dict[str, Pictures] = field(default_factory=dict)

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        """What was seen, a recording at a time."""
        for one in recordings:
            digest = bundle.digests[one.path]
            if digest not in self.known:
                self.known[digest] = watch(str(bundle.root / one.path), watchers())
            yield self.known[digest]


class NoFaces:
    """Sees nobody: drawn people have no faces."""

    def recordings(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[FacesSeen]:
        """None in any recording."""
        return (FacesSeen(Watched.NO_MODELS) for _ in paths)

    def portraits(
        self, bundle: ClassBundle, paths: Sequence[str], progress: Progress
    ) -> Iterator[Portrait]:
        """None at all."""
        return iter(())


def checked(root: Path, looking: Looking) -> Judgement:
    """The judgement that a check gives, faces aside."""
    with open_bundle(root, progress=Quiet(), known_policies=known_ids(config_folder())) as bundle:
        policy = policy_by_id(bundle.training_class.policy, folder=config_folder())
        return checker(Packets(), looking, NoFaces()).check(bundle, policy, Quiet())
