"""short-practical: honest but for two class hours that the camera did not hold long enough.

In theory hour T01/1 the picture is away for 95 s inside a file; in practical hour P01/2 the
longest unbroken piece lasts 14 min 58 s, two seconds less than the law asks.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sample_media import papers
from sample_media.drawing import Classroom
from sample_media.filming import Shot, film

CLASS = """
id = "SAMPLE-2021-0512-02"
policy = "sanmenxia-2021"
occupation = "中式面点师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-05-12
ends_on = 2021-05-12
planned_hours = 3
teachers = 1
workstations = 16
registered_at = 2021-05-06T10:00:00+08:00

[institution]
id = "INST-SAMPLE"
name = "样例培训学校"

[recordings]
pattern = "{camera}_{start:%Y%m%d_%H%M%S}.mp4"
"""
HEADING = ("session_id", "kind", "start", "end", "class_hours", "room", "camera", "teacher")
DAY = datetime(2021, 5, 12)


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    people = papers.learners(folder, "L001", 16)
    papers.table(
        folder / "roster.csv",
        ("learner_id", "name", "photo"),
        people,
    )
    sessions = (
        ("T01", "theory", _at(9), _at(9, 45), 1, "101", "cam1", "教师一"),
        ("P01", "practical", _at(14), _at(15, 30), 2, "201", "cam2", "教师一"),
    )
    papers.workbook(folder / "schedule.xlsx", HEADING, sessions)
    theory, practical = folder / "recordings" / "cam1", folder / "recordings" / "cam2"
    away = _shot(theory, _at(9), 2605, hole_after=1200, hole_seconds=95)
    film(Classroom("cam1", 201, 16, practical=False), away)
    film(
        Classroom("cam2", 202, 16, practical=True),
        _shot(practical, _at(13, 59), 2760),
        _shot(practical, _at(14, 46), 600),
        _shot(practical, _at(15), 898),  # 14 min 58 s, minutes away from all others
        _shot(practical, _at(15, 18), 420),
    )


def _at(hour: int, minute: int = 0) -> datetime:
    return DAY.replace(hour=hour, minute=minute)


def _shot(folder: Path, start: datetime, seconds: int, **hole: int) -> Shot:
    return Shot(folder / f"{folder.name}_{start:%Y%m%d_%H%M%S}.mp4", start, seconds, **hole)
