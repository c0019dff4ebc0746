"""doubtful: an honest class whose files were damaged on the way, zipped by a Chinese Windows.

T01's file is cut off after about half an hour; the file of P01's first hour can't be opened at
all; the file of P02 has lost its name and with it its date. No hour can be called invalid for
that: a person must look. P01's second hour is whole.
"""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from pathlib import Path

from sample_media import papers
from sample_media.drawing import Classroom
from sample_media.filming import Shot, film

CLASS = """
id = "SAMPLE-2021-0518-03"
policy = "sanmenxia-2021"
occupation = "中式面点师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-05-18
ends_on = 2021-05-19
planned_hours = 4
teachers = 1
workstations = 12
registered_at = 2021-05-10T15:00:00+08:00
"""
HEADING = ("session_id", "kind", "start", "end", "class_hours", "room", "camera", "teacher")
SCHEDULE = (
    ("T01", "theory", "2021-05-18 09:00", "2021-05-18 09:45", 1, "101", "教室", "教师一"),
    ("P01", "practical", "2021-05-18 14:00", "2021-05-18 15:30", 2, "201", "实训室", "教师一"),
    ("P02", "practical", "2021-05-19 09:00", "2021-05-19 09:45", 1, "201", "实训室", "教师一"),
)
TOP = "样例班级"


def make(folder: Path) -> None:
    """Make the bundle as ``folder``.zip."""
    papers.class_toml(folder, CLASS)
    people = papers.learners(folder, "L001", 12)
    papers.table(folder / "roster.csv", ("learner_id", "name", "photo"), people)
    papers.table(folder / "schedule.csv", HEADING, SCHEDULE)

    footage = folder / "recordings"
    cut = footage / "教室_20210518_090000.mkv"
    unreadable = footage / "实训室_20210518_140000.mp4"
    whole = footage / "实训室_20210518_144500.mp4"
    film(Classroom("ROOM 101", 301, 12, practical=False), _shot(cut, 18, 9, 0, 2700))
    workshop = Classroom("ROOM 201", 302, 12, practical=True)
    film(workshop, _shot(unreadable, 18, 14, 0, 1200), _shot(whole, 18, 14, 45, 2700))
    film(workshop, _shot(footage / "上课录像(1).mp4", 19, 9, 0, 1200))
    _keep(cut, 0.62)
    _keep(unreadable, 0.5)  # an MP4's index stands at its end: half of one is nothing

    _zipped(folder)
    shutil.rmtree(folder)


def _shot(path: Path, day: int, hour: int, minute: int, seconds: int) -> Shot:
    return Shot(path, datetime(2021, 5, day, hour, minute), seconds)


def _keep(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def _zipped(folder: Path) -> None:
    """Zip with names in GBK and no word of it, as Windows does.

    Python would write UTF-8; so names of the same length go in first, and are replaced after.
    """
    archive = folder.with_suffix(".zip")
    names: dict[bytes, bytes] = {}
    with zipfile.ZipFile(archive, "w") as packed:
        for number, path in enumerate(sorted(p for p in folder.rglob("*") if p.is_file())):
            name = f"{TOP}/{path.relative_to(folder).as_posix()}".encode("gbk")
            placeholder = f"{number:03}".rjust(len(name), "~")
            names[placeholder.encode()] = name
            packed.writestr(
                zipfile.ZipInfo(placeholder, (2021, 5, 20, 17, 30, 0)), path.read_bytes()
            )
    content = archive.read_bytes()
    for stand_in, real in names.items():
        content = content.replace(stand_in, real)
    archive.write_bytes(content)
