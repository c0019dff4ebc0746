"""Learning: one learner's online learning, read again from the class's files when somebody asks.

The same parts judge it as by night, on the one learner alone; no footage is opened. What was read
last is remembered until the class changes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from evidence.analyzers.face.chosen import Chosen
from evidence.analyzers.playback.observer import DuckDBPlayback
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import EvidenceError
from evidence.pipeline.judgement import Judgement
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.seen import SeenInStore
from evidence.pipeline.store import Store
from evidence.sources.intake import LandedClasses
from evidence.sources.logs.dialect import read_log
from evidence.sources.policies import policy_by_id
from evidence.wiring.checking import checker, shown
from evidence.wiring.places import config_folder
from evidence.wiring.process import CLOCK

REMEMBERED = 12  # learners

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Learning:
    """Reads the learning of one learner at a time; ``chosen`` compares faces."""

    landing: Path
    store: Store
    chosen: Chosen
    read: OrderedDict[Key, Judgement] = field(default_factory=OrderedDict)
    turn: Lock = field(default_factory=Lock)

    def of(self, subject: str, learner: str) -> Judgement | None:
        """What the class's files tell of a learner; None where there is none to be read."""
        classes = LandedClasses(self.landing, SeenInStore(self.store.observations, CLOCK.now))
        key = (subject, learner, classes.look(subject))
        with self.turn:
            if key in self.read:
                self.read.move_to_end(key)
                return self.read[key]
            found = self._read(classes, subject, learner)
            if found is not None:
                self.read[key] = found
                if len(self.read) > REMEMBERED:
                    self.read.popitem(last=False)
            return found

    def _read(self, classes: LandedClasses, subject: str, learner: str) -> Judgement | None:
        try:
            with classes.opened(subject, Quiet()) as bundle:
                alone = _alone(bundle, learner)
                if not alone.learners or not alone.logs:
                    return None
                policy = policy_by_id(bundle.training_class.policy, folder=config_folder())
                each = DuckDBPlayback(read_log, prompts=True)
                parts = replace(checker(chosen=self.chosen), playback=each)
                found = parts.check(alone, policy, Quiet())
                return shown(found, Quiet())
        except EvidenceError:
            return None


def _alone(bundle: ClassBundle, learner: str) -> ClassBundle:
    """The class with this learner only, and what was learned online."""
    learners = tuple(each for each in bundle.learners if each.id == learner)
    return replace(bundle, learners=learners, footage=(), attendance=None)
