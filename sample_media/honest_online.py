"""honest-online: six people who learn at home, each in their own way, and none of them cheats.

Three lessons of 45 min for an occupation that may be taught online throughout. The platform sends
a heartbeat every 30 s, a prompt every 4 min, and keeps a random picture each class hour. Of each
face check it keeps 12 pictures, taken while the head turns; of E004's, on an older device, one.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sample_media import papers
from sample_media.watching import Habits, Learner, write_logs

CLASS = """
id = "SAMPLE-2021-0607-04"
policy = "sanmenxia-2021"
occupation = "电子商务师"
level = "五级"
mode = "online"
certificate = "skill-level"
starts_on = 2021-06-07
ends_on = 2021-06-09
planned_hours = 3
teachers = 1
assessed_on = 2021-08-20
registered_at = 2021-06-01T08:45:00+08:00

[institution]
id = "INST-SAMPLE"
name = "样例培训学校"
"""
COURSE = (
    ("E1", 1, "职业道德", 2700, "false"),
    ("E2", 2, "网店开设", 2700, "true"),
    ("E3", 3, "直播销售", 2700, "true"),
)
COURSE_HEADING = ("lesson_id", "order", "title", "duration_s", "professional")
SCHEDULE = (
    ("N01", "online", "2021-06-07 19:00", "2021-06-07 19:45", 1, "", "", ""),
    ("N02", "online", "2021-06-08 19:00", "2021-06-08 19:45", 1, "", "", ""),
    ("N03", "online", "2021-06-09 19:00", "2021-06-09 19:45", 1, "", "", ""),
)
SCHEDULE_HEADING = (
    "session_id",
    "kind",
    "start",
    "end",
    "class_hours",
    "room",
    "camera",
    "teacher",
)
LENGTH = 2700


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    people = papers.learners(folder, "E001", 6, heads=range(6))
    papers.table(
        folder / "roster.csv",
        ("learner_id", "name", "photo", "previous_assessment_on"),
        [(*person, "2020-12-16") for person in people],
    )
    papers.table(folder / "schedule.csv", SCHEDULE_HEADING, SCHEDULE)
    papers.table(folder / "course.csv", COURSE_HEADING, COURSE)
    ways = (_straight, _with_pauses, _with_a_look_back, _on_a_slow_net, _in_two_sittings, _early)
    learners = [_learner(person[0], number) for number, person in enumerate(people)]
    old_platform = learners[3]  # of whose face checks a single picture each is kept
    old_platform.habits = replace(old_platform.habits, single=True)
    for learner, way in zip(learners, ways, strict=True):
        way(learner)
    write_logs(folder, learners, by_day=True)


def _learner(name: str, face: int) -> Learner:
    dice = random.Random(name)
    shots = tuple(hour * LENGTH + dice.randint(300, 2400) for hour in range(3))
    checks = tuple(hour * LENGTH + 20 for hour in range(3))
    return Learner(
        name,
        Habits(answer_after=dice.randint(4, 20), snapshots=shots, face_checks=checks),
        face,
    )


def _evening(day: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2021, 6, 7 + day, 19, minute, second)


def _straight(learner: Learner) -> None:
    for day, lesson in enumerate(COURSE):
        learner.watch(lesson[0], _evening(day, 1), LENGTH)


def _with_pauses(learner: Learner) -> None:
    for day, lesson in enumerate(COURSE):
        window = learner.open(lesson[0], _evening(day, 3, 12))
        for part in (700, 1100, 900):
            window.play(part)
            window.pause(420)
        window.close()


def _with_a_look_back(learner: Learner) -> None:
    learner.watch("E1", _evening(0, 2), LENGTH)
    window = learner.open("E2", _evening(1, 2))
    window.play(1500)
    window.seek(1200)  # again, please
    window.play(300)
    window.seek(600)
    window.play(60)
    window.seek(1500)  # all of this was played before
    window.play(1200)
    window.close()
    learner.watch("E3", _evening(2, 2), LENGTH)


def _on_a_slow_net(learner: Learner) -> None:
    for day, lesson in enumerate(COURSE):
        window = learner.open(lesson[0], _evening(day, 5, 40), device="phone")
        for part in (400.5, 1300.0, 999.5):
            window.play(part)
            window.stall(14.5)
        window.close()


def _in_two_sittings(learner: Learner) -> None:
    for day, lesson in enumerate(COURSE):
        first = learner.open(lesson[0], _evening(day, 10))
        first.play(1250)
        first.close()
        second = learner.open(lesson[0], _evening(day, 50), position=1250, device="phone")
        second.play(1450)
        second.close()


def _early(learner: Learner) -> None:
    for day, lesson in enumerate(COURSE):
        learner.watch(lesson[0], datetime(2021, 6, 7 + day, 6, 30, 7), LENGTH)
