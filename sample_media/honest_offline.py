"""honest-offline: a class taught as it should be, handed in as recorders and offices do.

24 learners, two teachers, 2 theory and 4 practical class hours. The roster comes from a Chinese
Windows (GB18030), the timetable has Chinese headings; the recorder cuts its files where it likes
and loses a second or less at some seams.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sample_media import papers
from sample_media.drawing import Classroom
from sample_media.filming import Shot, film

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
planned_hours = 6
teachers = 2
workstations = 24
registered_at = 2021-04-28T09:30:00+08:00

[institution]
id = "INST-SAMPLE"
name = "样例培训学校"
"""
SCHEDULE = (
    ("T01", "理论", "2021-05-06 09:00", "2021-05-06 10:30", 2, "101", "ch01", "教师一"),
    ("P01", "实操", "2021-05-06 14:00", "2021-05-06 15:30", 2, "201", "ch02", "教师二"),
    ("P02", "实操", "2021-05-07 09:00", "2021-05-07 10:30", 2, "201", "ch02", "教师二"),
)
FILES = (  # seconds of pictures for each file, and the seam before the next
    ("ch01", datetime(2021, 5, 6, 8, 59, 30), False, ((1800, 0), (2000, 1), (1700, 0))),
    ("ch02", datetime(2021, 5, 6, 13, 59), True, ((2760, 1), (2760, 0))),
    ("ch02", datetime(2021, 5, 7, 8, 58), True, ((1500, 2), (2200, 1), (1997, 0))),
)


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
    for number, (camera, start, practical, cuts) in enumerate(FILES):
        room = Classroom(camera, seed=100 + number, people=24, practical=practical)
        film(room, *_shots(folder / "recordings", camera, start, cuts))


def _signed(people: list[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    return [(learner, row[0], "present", "") for row in SCHEDULE for learner, _, _ in people]


def _shots(
    folder: Path, camera: str, start: datetime, cuts: tuple[tuple[int, int], ...]
) -> list[Shot]:
    shots = []
    for seconds, seam in cuts:
        end = start + timedelta(seconds=seconds)
        shots.append(Shot(folder / f"{camera}_{start:%Y%m%d%H%M%S}.mp4", start, seconds))
        start = end + timedelta(seconds=seam)
    return shots
