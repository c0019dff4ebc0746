"""All of a learner's ``log`` (see tests/rules/playback_log.py)."""

from evidence.domain.learning import LearnerPlayback
from tests.rules.playback_log import learner

BUILDS = LearnerPlayback
build = learner
