"""clerk-mistakes: tables typed at the end of a long day, to be put right before any judging."""

from __future__ import annotations

from pathlib import Path

from sample_media import papers

CLASS = """
id = "SAMPLE-2021-0524-06"
policy = "sanmenxia-2021"
occupation = "中式面点师"
level = "五级"
mode = "ofline"
certificate = "skill-level"
starts_on = 2021-05-24
ends_on = 2021-05-24
planned_hours = 3
teachers = 1
workstations = 12
registered_at = 2021-05-17T09:00:00+08:00
"""
ROSTER = (
    ("L001", "学员一"),
    ("L002", "学员二"),
    ("L003", "学员三"),
    ("L002", "学员四"),
    ("", "学员五"),
)
SCHEDULE = (
    ("T01", "theory", "2021-05-24 09:00", "2021-05-24 09:45", 1, "cam1"),
    ("P01", "pratical", "2021-05-24 14:00", "2021-05-24 15:30", 2, "cam2"),
    ("P02", "practical", "2021-05-32 09:00", "2021-05-25 10:30", 2, "cam2"),
    ("P03", "practical", "2021-05-26 10:30", "2021-05-26 09:00", 2, "cam2"),
    ("P04", "practical", "2021-05-27 09:00", "2021-05-27 10:30", "two", "cam2"),
)
ATTENDANCE = (
    ("L001", "T01", "present", ""),
    ("L003", "T10", "present", ""),
    ("L030", "T01", "present", ""),
    ("L003", "T01", "presnt", ""),
)


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    papers.table(folder / "roster.csv", ("learner_id", "nmae"), ROSTER)
    columns = "session_id kind start end class_hours camera"
    papers.table(folder / "schedule.csv", columns.split(), SCHEDULE)
    columns = "learner_id session_id status note"
    papers.table(folder / "attendance.csv", columns.split(), ATTENDANCE)
