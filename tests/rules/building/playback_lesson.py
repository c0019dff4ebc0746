"""One lesson of a learner's ``log`` (see tests/rules/playback_log.py): ``lesson``, or tea-1."""

from typing import Any

from evidence.domain.learning import LessonPlayback
from tests.rules.playback_log import learner

BUILDS = LessonPlayback


def build(case: dict[str, Any]) -> LessonPlayback:
    wanted = case.get("lesson", "tea-1")
    return next(x for x in learner(case).lessons if x.lesson.id == wanted)
