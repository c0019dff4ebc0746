"""Classes under each regulation that keep all of it, and are valid.

They are no part of the demo. Five people who exist nowhere are taught one theory and two practical
class hours before a camera that sees their faces, with everything stated that a regulation may ask
for; one of them learns online, too; and there is a room with 81 in it. The classes of
``breaches.py`` are these with one thing changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sample_media import papers
from sample_media.regulated_films import CROWD, HEADS, MINUTES
from sample_media.watching import Habits, Learner, write_logs

# The day of the class, under each policy: one on which that policy was in force.
DAYS = {
    "hebi-2015": "2015-11-12",
    "pingdingshan-2015": "2015-11-12",
    "yuncheng-2018": "2021-05-12",
    "zhengzhou-2019": "2021-05-12",
    "sanmenxia-2021": "2021-05-12",
}
FILMED = "2021-05-12"
CLASS = """
id = "SAMPLE-REGULATED"
policy = "{policy}"
occupation = "{occupation}"
level = "五级"
mode = "{mode}"
certificate = "skill-level"
starts_on = {day}
ends_on = {until}
planned_hours = {hours}
teachers = 1
workstations = 1
{assessed}registered_at = 2015-06-12T10:00:00+08:00

[institution]
id = "INST-SAMPLE"
name = "样例培训学校"

[gates]
applied_on = 2015-06-12
applied_by = "签字人一"
checked_on = {day}
checked_by = "签字人二"
completed_on = {until}
completed_by = "签字人三"

[survey]
answered = 20
satisfied = 19

[last_year]
trained = 100
passed = 90
employed = 50

[apprenticeship]
apprentices = 40
full_time_teachers = 2
"""
ROSTER = (
    "learner_id",
    "name",
    "photo",
    "status",
    "major",
    "post",
    "cohort",
    "certificate",
    "subsidised",
    "previous_assessment_on",
)
TRADE, ONLINE_TRADE = "中式面点师", "快递业务员"
TOLD = ("职工", "", TRADE, "退役士兵", "C-0001", "无", "2020-12-16")
SCHEDULE = ("session_id", "kind", "start", "end", "class_hours", "room", "camera", "teacher")
ATTENDANCE = ("learner_id", "session_id", "status", "note")
SESSIONS = (("T01", "theory", "09:00", 40, 1), ("P01", "practical", "14:00", 80, 2))
COURSE = ("lesson_id", "order", "title", "duration_s", "professional")
LENGTH = 2700
LESSONS = (("V1", 1, "邮件收寄", LENGTH, "true"), ("V2", 2, "邮件投递", LENGTH, "true"))
HABITS = Habits(snapshots=(900, LENGTH + 1200), face_checks=(30, LENGTH + 30))


class Base(StrEnum):
    """A class that keeps every rule which concerns it, and that others are copies of."""

    ROOM = "room"
    ONLINE = "online"
    CROWD = "crowd"


def make(folder: Path, policy: str, films: Path, base: Base = Base.ROOM) -> None:
    """Make a class that keeps every rule of a policy; ``films`` holds the films already."""
    match base:
        case Base.ROOM:
            room(folder, policy, films)
        case Base.ONLINE:
            online(folder, policy)
        case Base.CROWD:
            crowd(folder, policy, films)


def room(folder: Path, policy: str, films: Path) -> None:
    """Five learners in a room. On a day of which there is no film the policy asks for none."""
    day = DAYS[policy]
    class_file(folder, policy, hours=3)
    people = papers.learners(folder, "L001", len(HEADS), heads=HEADS)
    papers.table(folder / "roster.csv", ROSTER, [(*person, *TOLD) for person in people])
    papers.table(folder / "schedule.csv", SCHEDULE, [row(day, *each) for each in SESSIONS])
    signed = [(person[0], each[0], "present", "") for each in SESSIONS for person in people]
    papers.table(folder / "attendance.csv", ATTENDANCE, signed)
    (folder / "recordings").mkdir()
    for start in MINUTES if day == FILMED else ():
        shutil.copyfile(films / f"{start}.mp4", recording(folder, start))


def online(folder: Path, policy: str) -> None:
    """One learner at home, in an occupation that may be taught online throughout."""
    class_file(folder, policy, hours=2, mode="online", assessed="2021-08-20", until="2021-05-13")
    people = papers.learners(folder, "L001", 1, heads=HEADS)
    told = ("职工", "", ONLINE_TRADE, *TOLD[3:])
    papers.table(folder / "roster.csv", ROSTER, [(*person, *told) for person in people])
    rows = [evening("N01", "2021-05-12"), evening("N02", "2021-05-13")]
    papers.table(folder / "schedule.csv", SCHEDULE, rows)
    papers.table(folder / "course.csv", COURSE, LESSONS)
    learner = Learner("L001", HABITS)
    for day, lesson in enumerate(LESSONS):
        learner.watch(lesson[0], datetime(2021, 5, 12 + day, 19), LENGTH)
    write_logs(folder, (learner,), by_day=False)


def crowd(folder: Path, policy: str, films: Path) -> None:
    """A room full of people: one practical class hour, and faces too small to compare."""
    class_file(folder, policy, hours=1)
    crowd_roster(folder, 20)
    rows = [row(DAYS[policy], "P01", "practical", "14:00", 40, 1)]
    papers.table(folder / "schedule.csv", SCHEDULE, rows)
    (folder / "recordings").mkdir()
    shutil.copyfile(films / f"{CROWD}.mp4", recording(folder, "140000"))


def crowd_roster(folder: Path, learners: int) -> None:
    """A roster of so many, without portraits."""
    names = [(f"L{n:03}", f"学员{papers.numeral(n)}", "", *TOLD) for n in range(1, learners + 1)]
    papers.table(folder / "roster.csv", ROSTER, names)


def class_file(
    folder: Path,
    policy: str,
    *,
    hours: int,
    mode: str = "offline",
    assessed: str = "",
    until: str = "",
) -> None:
    """Write ``class.toml``."""
    day = DAYS[policy]
    text = CLASS.format(
        policy=policy,
        occupation=ONLINE_TRADE if mode == "online" else TRADE,
        mode=mode,
        day=day,
        until=until or day,
        hours=hours,
        assessed=f"assessed_on = {assessed}\n" if assessed else "",
    )
    papers.class_toml(folder, text)


def row(day: str, *taught: Any) -> list[object]:
    """A row of the timetable: the session, its kind, its start, its minutes, its class hours."""
    session, kind, start, minutes, hours = taught
    end = int(start[:2]) * 60 + int(start[3:]) + minutes
    until = f"{end // 60:02}:{end % 60:02}"
    return [session, kind, f"{day} {start}", f"{day} {until}", hours, "101", "cam1", "教师一"]


def evening(session: str, day: str) -> Sequence[object]:
    """A row of the timetable for an evening at home."""
    return (session, "online", f"{day} 19:00", f"{day} 19:45", 1, "", "", "")


def recording(folder: Path, start: str, day: str = FILMED) -> Path:
    """Where the recording lies that begins then."""
    return folder / "recordings" / f"cam1_{date.fromisoformat(day):%Y%m%d}_{start}.mp4"
