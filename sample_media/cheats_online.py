"""cheats-online: ten learners who each cheat in one way, and two who do not.

Three lessons of 45 min; the cheating happens in D2 unless it needs another place. C02 is honest
and comes close to every limit without crossing one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sample_media import papers
from sample_media.honest_online import COURSE_HEADING, LENGTH, SCHEDULE_HEADING
from sample_media.watching import Habits, Learner, write_logs

CLASS = """
id = "SAMPLE-2021-0809-05"
policy = "sanmenxia-2021"
occupation = "电子商务师"
level = "五级"
mode = "online"
certificate = "skill-level"
starts_on = 2021-08-09
ends_on = 2021-08-11
planned_hours = 3
teachers = 1
assessed_on = 2021-08-27
registered_at = 2021-08-02T11:20:00+08:00

[institution]
id = "INST-SAMPLE-2"
name = "样例网络学校"
"""
COURSE = (
    ("D1", 1, "法律基础", LENGTH, "false"),
    ("D2", 2, "客户服务", LENGTH, "true"),
    ("D3", 3, "数据分析", LENGTH, "true"),
)
SCHEDULE = (
    ("N01", "online", "2021-08-09 19:00", "2021-08-09 19:45", 1, "", "", ""),
    ("N02", "online", "2021-08-10 19:00", "2021-08-10 19:45", 1, "", "", ""),
    ("N03", "online", "2021-08-11 19:00", "2021-08-11 19:45", 1, "", "", ""),
)
DAYS = {"D1": 9, "D2": 10, "D3": 11}
HONEST = Habits(
    snapshots=(900, LENGTH + 1200, 2 * LENGTH + 700),
    face_checks=(30, LENGTH + 30, 2 * LENGTH + 30),
    single=True,
)


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    people = papers.learners(folder, "C01", len(WAYS), heads=range(len(WAYS)))
    papers.table(
        folder / "roster.csv",
        ("learner_id", "name", "photo", "previous_assessment_on"),
        [(*person, "2020-12-16") for person in people],
    )
    papers.table(folder / "schedule.csv", SCHEDULE_HEADING, SCHEDULE)
    papers.table(folder / "course.csv", COURSE_HEADING, COURSE)
    learners = [Learner(person[0], HONEST, number) for number, person in enumerate(people)]
    for learner, way in zip(learners, WAYS, strict=True):
        way(learner)
    write_logs(folder, learners, by_day=False)


def _evening(lesson: str, second: int = 0) -> datetime:
    return datetime(2021, 8, DAYS[lesson], 19, 0, second)


def _watch(learner: Learner, *lessons: str) -> None:
    for lesson in lessons:
        learner.watch(lesson, _evening(lesson), LENGTH)


def honest(learner: Learner) -> None:
    """Watches everything, in order, at the speed of life."""
    _watch(learner, "D1", "D2", "D3")


def close_to_every_limit(learner: Learner) -> None:
    """Honest, by a hair: nothing crosses its limit, and everything comes near."""
    learner.habits = replace(HONEST, prompt_every=295, answer_after=58)
    first = learner.open("D1", _evening("D1"))
    first.play(2697.303, speed=1.001)  # gains 2.697 s of the 3 s allowed
    first.close()
    second = learner.open("D2", _evening("D2"))
    second.play(1000)
    second.seek(1002.9)  # skips 2.9 s of the 3 s allowed
    second.play(1567.1)  # 95.04% of the lesson is played now, of the 95% asked
    third = learner.open("D3", second.now)
    third.play(2700)
    second.play(4.9)  # in which both windows play, of the 5 s allowed
    second.close()
    third.close()
    rest = learner.open("D2", _evening("D3"), position=1000)
    rest.play(2.9)
    rest.seek(2574.9)
    rest.play(125.1)
    rest.close()


def steadily_too_fast(learner: Learner) -> None:
    """Plays at 1.05 while the log says 1.0."""
    _watch(learner, "D1")
    window = learner.open("D2", _evening("D2"))
    window.play(2570, speed=1.05)
    window.close()
    _watch(learner, "D3")


def at_double_speed(learner: Learner) -> None:
    """Chooses double speed after a minute."""
    _watch(learner, "D1")
    window = learner.open("D2", _evening("D2"))
    window.play(60)
    window.speed(2.0)
    window.play(1320, speed=2.0)
    window.close()
    _watch(learner, "D3")


def over_unplayed_content(learner: Learner) -> None:
    """Drags the playhead over a quarter of an hour, then plays to the end."""
    _watch(learner, "D1")
    window = learner.open("D2", _evening("D2"))
    window.play(600)
    window.seek(1500)
    window.play(1200)
    window.close()
    again = learner.open("D2", datetime(2021, 8, 10, 20, 30), position=600)
    again.play(900)  # and makes up for it later that evening, which the clause does not ask about
    again.close()
    _watch(learner, "D3")


def in_two_windows(learner: Learner) -> None:
    """Plays two lessons at once, half a minute apart."""
    learner.habits = replace(HONEST, snapshots=tuple(range(600, 3 * LENGTH, 600)))
    learner.watch("D1", _evening("D1"), LENGTH)
    learner.watch("D2", _evening("D1", 30), LENGTH)
    _watch(learner, "D3")


def without_prompts(learner: Learner) -> None:
    """Plays 13 min in which the platform shows nothing."""
    _watch(learner, "D1")
    learner.habits = replace(HONEST, prompts=(240, 480, 1260, 1500, 1740, 1980, 2220, 2460))
    _watch(learner, "D2")
    learner.habits = HONEST
    _watch(learner, "D3")


def asleep_at_the_prompt(learner: Learner) -> None:
    """Answers one prompt after 95 s: as good as none."""
    _watch(learner, "D1")
    learner.habits = replace(HONEST, slow_answers=(2,))
    _watch(learner, "D2")
    learner.habits = HONEST
    _watch(learner, "D3")


def out_of_order(learner: Learner) -> None:
    """Watches the last lesson before the one that it builds on."""
    _watch(learner, "D1")
    learner.watch("D3", _evening("D2"), LENGTH)
    learner.watch("D2", _evening("D3"), LENGTH)


def without_a_snapshot(learner: Learner) -> None:
    """The second hour has no picture."""
    _watch(learner, "D1", "D2", "D3")
    for path in _pictures(learner, "snapshot", "face_check")[2:4]:
        _forget(learner, path)


def with_a_lost_snapshot(learner: Learner) -> None:
    """The log names a picture of the third hour that is not in the bundle."""
    _watch(learner, "D1", "D2", "D3")
    _forget(learner, _pictures(learner, "face_check")[2])
    del learner.pictures[_pictures(learner, "snapshot")[2]]


def with_a_broken_snapshot(learner: Learner) -> None:
    """The picture of the first hour does not open."""
    _watch(learner, "D1", "D2", "D3")
    _forget(learner, _pictures(learner, "face_check")[0])
    path = _pictures(learner, "snapshot")[0]
    learner.pictures[path] = learner.pictures[path][:40]


def _pictures(learner: Learner, *events: str) -> list[str]:
    """The pictures of these events, in the order of the log: one of each an hour."""
    return [str(row["image"]) for _, row in learner.events if row["event"] in events]


def _forget(learner: Learner, path: str) -> None:
    """The platform kept no such picture: a snapshot never was, a face check has its answer only."""
    del learner.pictures[path]
    kept = [(at, row) for at, row in learner.events if row.get("image") != path]
    answered = [
        (at, {key: value for key, value in row.items() if key != "image"})
        for at, row in learner.events
        if row.get("image") == path and row["event"] == "face_check"
    ]
    learner.events = kept + answered


WAYS = (
    honest,
    close_to_every_limit,
    steadily_too_fast,
    at_double_speed,
    over_unplayed_content,
    in_two_windows,
    without_prompts,
    asleep_at_the_prompt,
    out_of_order,
    without_a_snapshot,
    with_a_lost_snapshot,
    with_a_broken_snapshot,
)
