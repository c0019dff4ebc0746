"""Learning logs for tests: events written as an institution's platform would, in a class bundle."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from evidence.analyzers.playback.observer import DuckDBPlayback
from evidence.domain.bundle import ClassBundle
from evidence.domain.learning import Lesson
from evidence.domain.people import Learner
from evidence.domain.teaching import Certificate, Mode, TrainingClass
from evidence.domain.text import Text
from evidence.pipeline.ports import PlaybackObservation
from evidence.sources.logs.dialect import read_log
from tests.analyzers.playback.interpreter import Event

SECOND = 1_000_000
SHANGHAI = timezone(timedelta(hours=8))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = (datetime(2021, 4, 19, 9, tzinfo=SHANGHAI) - EPOCH) // timedelta(microseconds=1)
COURSE = (
    Lesson("intro", 1, "Welcome", 600 * SECOND, professional=False),
    Lesson("tea-1", 2, "Leaves", 3000 * SECOND, professional=True),
    Lesson("tea-2", 3, "Water", 3000 * SECOND, professional=True),
    Lesson("tea-3", 4, "Length unknown", 0, professional=True),
)


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: Text, total: int) -> None:
        """A new stretch of work."""

    def advance(self, steps: int = 1) -> None:
        """So many steps more."""


def bundle(
    root: Path,
    logs: Iterable[str],
    *,
    learners: Iterable[str] = ("L001",),
    course: Sequence[Lesson] = COURSE,
    digests: Mapping[str, str] | None = None,
) -> ClassBundle:
    return ClassBundle(
        root=root,
        training_class=TrainingClass(
            id="C1",
            policy="sanmenxia-2021",
            timezone="Asia/Shanghai",
            occupation="茶艺师",
            level="五级",
            mode=Mode.ONLINE,
            certificate=Certificate.SKILL_LEVEL,
            starts_on=date(2021, 4, 19),
            ends_on=date(2021, 4, 30),
            planned_hours=40,
        ),
        learners=tuple(Learner(learner) for learner in learners),
        sessions=(),
        lessons=tuple(course),
        attendance=None,
        footage=(),
        logs=tuple(logs),
        digests=digests or {},
        sha256="",
    )


def observe(given: ClassBundle, *, answer_within: int = 60 * SECOND) -> PlaybackObservation:
    return DuckDBPlayback(read_log).observe(given, answer_within=answer_within, progress=Silent())


def rfc3339(ts: int, zone: timezone | None = SHANGHAI) -> str:
    """A wall time as text; without an offset where ``zone`` is None."""
    moment = (EPOCH + timedelta(microseconds=ts)).astimezone(zone or SHANGHAI)
    return moment.replace(tzinfo=zone).isoformat()


def native(event: Event, zone: timezone | None = SHANGHAI) -> dict[str, Any]:
    """An event as the native log has it."""
    seconds = {"position": event.position, "from": event.came, "to": event.went}
    row: dict[str, Any] = {
        "ts": rfc3339(event.ts, zone),
        "learner": event.learner,
        "attempt": event.attempt,
        "event": event.event,
        "device": event.device,
        "lesson": event.lesson,
        "prompt": event.prompt,
        "image": event.image,
        "passed": event.passed,
        "rate": None if event.rate is None else event.rate / 1e6,
    }
    row |= {name: None if value is None else value / 1e6 for name, value in seconds.items()}
    return {name: value for name, value in row.items() if value is not None}


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A file of one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), "utf-8")
    return path
