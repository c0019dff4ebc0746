"""cheats-faces: nine learners before the camera; one is honest, the others send somebody else.

Three lessons of 45 min, each watched as it should be: what is wrong is in the pictures only. F08
and F09 send the pictures of one of them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sample_media import faces, papers
from sample_media.honest_online import COURSE_HEADING, LENGTH, SCHEDULE_HEADING
from sample_media.watching import Habits, Learner, honest, write_logs

CLASS = """
id = "SAMPLE-2021-0913-07"
policy = "sanmenxia-2021"
occupation = "电子商务师"
level = "五级"
mode = "online"
certificate = "skill-level"
starts_on = 2021-09-13
ends_on = 2021-09-15
planned_hours = 3
teachers = 1
assessed_on = 2021-12-17
registered_at = 2021-09-06T10:05:00+08:00

[institution]
id = "INST-SAMPLE-2"
name = "样例网络学校"
"""
COURSE = (
    ("G1", 1, "职业道德", LENGTH, "false"),
    ("G2", 2, "客户服务", LENGTH, "true"),
    ("G3", 3, "数据分析", LENGTH, "true"),
)
SCHEDULE = (
    ("N01", "online", "2021-09-13 19:00", "2021-09-13 19:45", 1, "", "", ""),
    ("N02", "online", "2021-09-14 19:00", "2021-09-14 19:45", 1, "", "", ""),
    ("N03", "online", "2021-09-15 19:00", "2021-09-15 19:45", 1, "", "", ""),
)
HABITS = Habits(
    snapshots=(900, LENGTH + 1200, 2 * LENGTH + 700),
    face_checks=(30, LENGTH + 30, 2 * LENGTH + 30),
)
HEADS = (0, 1, 2, 3, 7, 5, 6, 4, 8)
SOMEBODY_ELSE = 10  # whom the embedder takes for none of them
Taken = bytes | list[bytes]


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    people = papers.learners(folder, "F01", len(CAMERAS), heads=HEADS)
    papers.table(
        folder / "roster.csv",
        ("learner_id", "name", "photo", "previous_assessment_on"),
        [(*person, "2020-12-16") for person in people],
    )
    papers.table(folder / "schedule.csv", SCHEDULE_HEADING, SCHEDULE)
    papers.table(folder / "course.csv", COURSE_HEADING, COURSE)
    learners = []
    for person, face, camera in zip(people, HEADS, CAMERAS, strict=True):
        learner = Learner(person[0], HABITS, face, camera)
        for day, lesson in enumerate(COURSE):
            learner.watch(lesson[0], datetime(2021, 9, 13 + day, 19, 0), LENGTH)
        learners.append(learner)
    write_logs(folder, learners, by_day=False)


def _photo_held(learner: Learner, at: datetime, burst: bool) -> Taken:  # noqa: FBT001
    """A photo on paper before every camera."""
    taken = faces.printed(learner.face, at, bent=False)
    return taken if burst else taken[0]


def _bent_photo_held(learner: Learner, at: datetime, burst: bool) -> Taken:  # noqa: FBT001
    """The same, bent to seem round."""
    taken = faces.printed(learner.face, at, bent=True)
    return taken if burst else taken[0]


def _phone_held(learner: Learner, at: datetime, burst: bool) -> Taken:  # noqa: FBT001
    """A phone that shows a photo."""
    taken = faces.screened(learner.face, at)
    return taken if burst else taken[0]


def _same_file(learner: Learner, _at: datetime, burst: bool) -> Taken:  # noqa: FBT001
    """One evening's pictures again on every evening."""
    return honest(learner, datetime(2021, 9, 13, 19, 0), burst)


def _somebody_else(learner: Learner, at: datetime, burst: bool) -> Taken:  # noqa: FBT001
    """A friend who sits in for the learner."""
    moment = f"{learner.id}{at:%Y-%m-%d %H:%M:%S}"
    if burst:
        return faces.burst(SOMEBODY_ELSE, moment)
    return faces.snapshot(SOMEBODY_ELSE, moment)


def _older_picture(learner: Learner, at: datetime, burst: bool) -> Taken:  # noqa: FBT001
    """Pictures of a spring day, as their own files tell."""
    taken = honest(learner, at, burst)
    spring = datetime(2021, 4, 2, 10, 20, 30)
    if isinstance(taken, list):
        return [faces.dated(picture, spring) for picture in taken]
    return faces.dated(taken, spring)


def _of_a_friend(_learner: Learner, at: datetime, burst: bool) -> Taken:  # noqa: FBT001
    """The pictures that F08's own camera took."""
    return honest(Learner("F08", HABITS, HEADS[7]), at, burst)


CAMERAS = (
    honest,
    _photo_held,
    _bent_photo_held,
    _same_file,
    _somebody_else,
    _phone_held,
    _older_picture,
    honest,
    _of_a_friend,
)
