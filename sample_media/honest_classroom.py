"""honest-classroom: six learners and their teacher before a camera, all of whom can be recognised.

One learner goes out for ten minutes and comes back. What must not happen is that anybody is missed
or taken for somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sample_media import papers
from sample_media.classroom import Room, Sitter, film

CLASS = """
id = "SAMPLE-2021-0607-08"
policy = "yuncheng-2018"
occupation = "中式面点师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-06-07
ends_on = 2021-06-07
planned_hours = 1
teachers = 1
workstations = 8
registered_at = 2021-06-01T10:00:00+08:00

[institution]
id = "INST-SAMPLE"
name = "样例培训学校"
"""
HEADING = ("session_id", "kind", "start", "end", "class_hours", "room", "camera", "teacher")
START, MINUTES = datetime(2021, 6, 7, 9), 45
HEADS = (0, 1, 2, 3, 7, 5)
TEACHER = 10
SITTERS = (
    *(Sitter(who, seat) for seat, who in enumerate(HEADS[:5])),
    Sitter(HEADS[5], 5, away=range(15, 25)),
    Sitter(TEACHER, 7),
)


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    tables(folder, HEADS)
    film(Room(SITTERS, seed=41), folder / "recordings" / "cam1", START, MINUTES)


def tables(folder: Path, heads: Sequence[int]) -> None:
    """The roster of these heads, and the timetable of one class hour."""
    people = papers.learners(folder, "C01", len(heads), heads=heads)
    papers.table(folder / "roster.csv", ("learner_id", "name", "photo"), people)
    papers.table(
        folder / "schedule.csv",
        HEADING,
        [("T01", "theory", "2021-06-07 09:00", "2021-06-07 09:45", 1, "101", "cam1", "教师一")],
    )
