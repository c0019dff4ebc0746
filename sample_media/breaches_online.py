"""Breaches that a learning log shows, or the pictures that belong to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sample_media import faces, papers
from sample_media.changes import Change, written
from sample_media.regulated import (
    COURSE,
    DAYS,
    HABITS,
    LENGTH,
    SCHEDULE,
    SESSIONS,
    evening,
    recording,
    row,
)
from sample_media.regulated_films import HEADS
from sample_media.watching import Habits, Learner, honest, write_logs

FIRST, SECOND = datetime(2021, 5, 12, 19), datetime(2021, 5, 13, 19)


def watched(way: Callable[[Learner], object]) -> Change:
    """The one learner's log, written anew: watched in another way."""

    def change(folder: Path, _films: Path) -> None:
        for part in ("online", "snapshots"):
            shutil.rmtree(folder / part)
        learner = Learner("L001", HABITS)
        way(learner)
        write_logs(folder, (learner,), by_day=False)

    return change


def too_fast(learner: Learner) -> None:
    """Two minutes of the second lesson at 1.05 times, of which the log says 1.0."""
    learner.watch("V1", FIRST, LENGTH)
    window = learner.open("V2", SECOND)
    window.play(1200)
    window.play(120, speed=1.05)
    window.play(LENGTH - 1320)
    window.close()


def in_two_windows(learner: Learner) -> None:
    """A minute of the first lesson again, on a phone, while the second one plays."""
    learner.watch("V1", FIRST, LENGTH)
    learner.watch("V2", SECOND, LENGTH)
    learner.habits = Habits()
    phone = learner.open("V1", SECOND.replace(minute=10), device="phone")
    phone.play(60)
    phone.close()


def one_prompt_missing(learner: Learner) -> None:
    """One prompt of the second lesson was not shown."""
    learner.watch("V1", FIRST, LENGTH)
    prompts = tuple(range(240, LENGTH, 240))
    learner.habits = replace(HABITS, prompts=prompts[:4] + prompts[5:])
    learner.watch("V2", SECOND, LENGTH)


def out_of_order(learner: Learner) -> None:
    """The second lesson on the first evening."""
    learner.watch("V2", FIRST, LENGTH)
    learner.watch("V1", SECOND, LENGTH)


def without_pictures(learner: Learner) -> None:
    """On the second evening the camera was off."""
    learner.watch("V1", FIRST, LENGTH)
    learner.habits = Habits()
    learner.watch("V2", SECOND, LENGTH)


def photo_held(learner: Learner) -> None:
    """Somebody holds up a photo of the learner when a face is checked."""
    learner.camera = _printed
    learner.watch("V1", FIRST, LENGTH)
    learner.watch("V2", SECOND, LENGTH)


def _printed(learner: Learner, at: datetime, burst: bool) -> bytes | list[bytes]:  # noqa: FBT001
    if burst:
        return faces.printed(learner.face, at, bent=False)
    return honest(learner, at, burst)


def blended(folder: Path, films: Path) -> None:
    """An online lesson in place of the theory; everybody watches it as it should be."""
    recording(folder, "090000").unlink()
    taught = row(DAYS["sanmenxia-2021"], *SESSIONS[1])
    papers.table(folder / "schedule.csv", SCHEDULE, [evening("N01", "2021-05-12"), taught])
    papers.table(folder / "course.csv", COURSE, [("V1", 1, "面点基础", LENGTH, "true")])
    written("class.toml", 'mode = "offline"', 'mode = "blended"')(folder, films)
    assessed = "assessed_on = 2021-08-20\nplanned_hours"
    written("class.toml", "planned_hours", assessed)(folder, films)
    written("attendance.csv", ",T01,", ",N01,")(folder, films)
    learners = [Learner(f"L{n:03}", HABITS, who) for n, who in enumerate(HEADS, 1)]
    for learner in learners:
        learner.watch("V1", FIRST, LENGTH)
    write_logs(folder, learners, by_day=False)
