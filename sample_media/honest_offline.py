"""honest-offline: a class taught as it should be, handed in as recorders and offices do.

24 learners, two teachers, 1 theory and 3 practical class hours. The roster comes from a Chinese
Windows (GB18030), the timetable has Chinese headings; the recorder cuts its files where it likes
and loses a second or two at some seams. One learner is on leave once and makes up for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sample_media import papers
from sample_media.drawing import Classroom
from sample_media.filming import Shot, film


@dataclass(frozen=True, slots=True)
class Filmed:
    """A session on film: ``cuts`` are the seconds in each file and those lost at the seam after."""

    camera: str
    start: datetime
    people: int
    kind: str
    cuts: tuple[tuple[int, int], ...]

    def shots(self, folder: Path) -> Iterator[Shot]:
        """Its files, named as a Hikvision recorder does."""
        start = self.start
        for seconds, seam in self.cuts:
            yield Shot(folder / f"{self.camera}_{start:%Y%m%d%H%M%S}.mp4", start, seconds)
            start += timedelta(seconds=seconds + seam)


CLASS = """
id = "SAMPLE-2021-0506-01"
policy = "sanmenxia-2021"
timezone = "Asia/Shanghai"
occupation = "中式面点师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-05-06
ends_on = 2021-05-07
planned_hours = 4
teachers = 2
workstations = 24
registered_at = 2021-04-28T09:30:00+08:00

[institution]
id = "INST-SAMPLE"
name = "样例培训学校"
"""
SCHEDULE = (
    ("T01", "理论", "2021-05-06 09:00", "2021-05-06 09:45", 1, "101", "ch01", "教师一"),
    ("P01", "实操", "2021-05-06 14:00", "2021-05-06 15:30", 2, "201", "ch02", "教师二"),
    ("P02", "实操", "2021-05-07 09:00", "2021-05-07 09:45", 1, "201", "ch02", "教师二"),
    ("M01", "实操", "2021-05-07 14:00", "2021-05-07 14:45", 1, "201", "ch02", "教师二"),
)
FILMED = (
    Filmed("ch01", datetime(2021, 5, 6, 8, 59, 30), 24, "theory", ((1500, 1), (1300, 0))),
    Filmed("ch02", datetime(2021, 5, 6, 13, 59), 24, "practical", ((1900, 1), (3620, 0))),
    Filmed("ch02", datetime(2021, 5, 7, 8, 58), 23, "practical", ((1500, 2), (1400, 0))),
    Filmed("ch02", datetime(2021, 5, 7, 13, 59, 30), 1, "practical", ((2760, 0),)),
)
ON_LEAVE = "L007"  # from P02, made up for in M01


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    people = papers.learners(folder, "L001", 24)
    roster = [(name, learner, photo) for learner, name, photo in people]
    papers.table(folder / "roster.csv", ("姓名", "学员编号", "照片"), roster, encoding="gb18030")
    heading = ("课次", "类型", "开始时间", "结束时间", "学时", "教室", "摄像头", "教师")
    papers.table(folder / "schedule.csv", heading, SCHEDULE, encoding="utf-8-sig")
    papers.table(
        folder / "attendance.csv", ("learner_id", "session_id", "status", "note"), _signed(people)
    )
    for number, session in enumerate(FILMED):
        practical = session.kind == "practical"
        room = Classroom(session.camera, 100 + number, session.people, practical=practical)
        film(room, *session.shots(folder / "recordings"))


def _signed(people: list[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Everybody's signature for every session, one written leave, and that leave made up for."""
    rows = [
        (learner, session, "present", "")
        for session in ("T01", "P01", "P02")
        for learner, _, _ in people
        if (learner, session) != (ON_LEAVE, "P02")
    ]
    return [*rows, (ON_LEAVE, "P02", "leave", "sick note"), (ON_LEAVE, "M01", "makeup", "P02")]
