"""A look of the watch for machines: times in microseconds since 1970, sentences in English."""

from __future__ import annotations

from typing import Any

from evidence.pipeline.alerts import hour_json, trouble_json
from evidence.pipeline.inventory import problem_json
from evidence.pipeline.watch import ClassNow, Look

SCHEMA_ID = "evidence/watch/1"


def as_json(look: Look) -> dict[str, Any]:
    """The classes that are taught on this day, class hour by class hour."""
    return {
        "schema": SCHEMA_ID,
        "at": look.at,
        "classes": [_class(each) for each in look.classes],
    }


def _class(now: ClassNow) -> dict[str, Any]:
    return {
        "class": now.subject,
        "hours": [hour_json(hour) for hour in now.hours],
        "files": [trouble_json(trouble) for trouble in now.troubles],
        "problems": [problem_json(problem) for problem in now.problems],
    }
