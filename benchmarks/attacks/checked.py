"""Checking many copies of few bundles: what was seen of a file is not looked at a second time.

All that a check does with pictures is done here by the same code: packets, looking, comparing,
facts, rules, the verdict. Left out is what no rule about pictures hangs on: faces, learning logs,
and the small pictures that a report shows as proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evidence.analyzers.frames.watchers import watchers
from evidence.analyzers.frames.watching import watch
from evidence.analyzers.media.packets import read
from evidence.analyzers.osd.watching import ClockWatcher
from evidence.analyzers.prints.comparing import PrintComparer
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Pictures
from evidence.pipeline.check import Checker
from evidence.pipeline.comparing import ComparedPictures
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.ports import PlaybackObservation, Progress
from evidence.pipeline.quiet import Quiet
from evidence.rules.rule import catalogue
from evidence.sources.bundle import open_bundle
from evidence.sources.policies import known_ids, policy_by_id
from evidence.wiring.places import config_folder


class Packets:
    """Reads packets as a check does, in this process."""

    def observe(self, bundle: ClassBundle, progress: Progress) -> tuple[Recording, ...]:
        """One recording a file."""
        return tuple(Recording(one, read(str(bundle.root / one.path))) for one in bundle.footage)


class NoLogs:
    """Reads no learning logs: there are none."""

    def observe(
        self, bundle: ClassBundle, *, answer_within: int, progress: Progress
    ) -> PlaybackObservation:
        """Nobody's."""
        return PlaybackObservation(())


@dataclass(slots=True)
class Looking:
    """Looks as a check does, in this process, and only at what it has not seen yet.

    ``clock`` says whether burnt-in clocks are read in what is new.
    """

    known: dict[str, Pictures] = field(default_factory=dict)
    clock: bool = True

    def look(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> Iterator[Pictures]:
        """What was seen, a recording at a time."""
        for one in recordings:
            digest = bundle.digests[one.path]
            if digest not in self.known:
                who = [w for w in watchers() if self.clock or not isinstance(w, ClockWatcher)]
                self.known[digest] = watch(str(bundle.root / one.path), who)
            yield self.known[digest]


def checked(root: Path, looking: Looking) -> Judgement:
    """The judgement that a check gives, as far as pictures go."""
    compared = ComparedPictures(looking, (PrintComparer(),))
    checker = Checker(Packets(), NoLogs(), catalogue(), "benchmark", compared)
    with open_bundle(root, progress=Quiet(), known_policies=known_ids(config_folder())) as bundle:
        policy = policy_by_id(bundle.training_class.policy, folder=config_folder())
        return checker.check(bundle, policy, Quiet())
