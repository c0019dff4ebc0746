"""A synthetic city: institutions whose classes have footage, logs and pictures.

Every institution has one blended class: so many class hours filmed, two to a session, and a log of
its learners. Footage, logs and pictures are hard links to a few real files, so that a city of any
size fits on the disk. It is made once for its size, and kept in the temporary folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import ffmpeg
from benchmarks.logs import ATTEMPTS, COURSE, EVENTS_EACH, MAKE
from imageio_ffmpeg import get_ffmpeg_exe

FOLDER = Path(tempfile.gettempdir()) / "evidence-benchmarks" / "city"
FILES = 10  # real recordings: as many as a class has hours, so that none replays itself
HOUR_SECONDS = 2700
SIZE, RATE, BITRATE = "352x288", 5, "64k"
WALKERS = (("44x96", "0x202838"), ("36x84", "0xb03030"), ("40x90", "0xe0d8c0"))
# How far a walker strays, as a share of the room, and in how many seconds: never twice alike.
SWINGS = ((0.25, 13.7, 7.1), (0.15, 37.9, 11.3), (0.08, 5.3, 2.9))
DATE = "2021-04-30"
FIRST = datetime(2021, 4, 20, 9)
CLASS = """\
id = "CITY-{number:04}"
policy = "sanmenxia-2021"
occupation = "茶艺师"
level = "五级"
mode = "blended"
certificate = "skill-level"
starts_on = 2021-04-19
ends_on = 2021-04-30
planned_hours = {hours}
teachers = 3
workstations = {learners}
registered_at = 2021-04-12T09:00:00+08:00
[institution]
id = "INST-{number:04}"
"""


@dataclass(frozen=True, slots=True)
class City:
    """How much of everything there is."""

    institutions: int
    hours_each: int = 10
    learners_each: int = 50

    @property
    def hours(self) -> int:
        """Class hours that are filmed."""
        return self.institutions * self.hours_each

    @property
    def events(self) -> int:
        """Events in all logs."""
        return self.institutions * self.learners_each * ATTEMPTS * EVENTS_EACH

    def landed(self) -> Path:
        """The landing folder of this city."""
        name = f"{self.institutions}-{self.hours_each}-{self.learners_each}-of-{FILES}"
        folder, part = FOLDER / name, FOLDER / f"{name}.part"
        if not folder.exists():
            shutil.rmtree(part, ignore_errors=True)
            for number in range(self.institutions):
                self._class(part / f"INST-{number:04}" / f"CITY-{number:04}", number)
            part.rename(folder)
        return folder

    def _class(self, folder: Path, number: int) -> None:
        learners = [f"L{learner:05d}" for learner in range(self.learners_each)]
        told = {"number": number, "hours": self.hours_each, "learners": self.learners_each}
        _write(folder / "class.toml", CLASS.format(**told))
        rows = "".join(f"{learner},{learner},photos/{learner}.jpg\n" for learner in learners)
        _write(folder / "roster.csv", f"learner_id,name,photo\n{rows}")
        _write(folder / "schedule.csv", self._schedule())
        lessons = "".join(f"{each.id},{each.order},{each.title},1100,true\n" for each in COURSE)
        _write(folder / "course.csv", f"lesson_id,order,title,duration_s,professional\n{lessons}")
        for learner in learners:
            _link(picture(), folder / "photos" / f"{learner}.jpg")
            _link(picture(), folder / "snapshots" / f"{learner}.jpg")
        _link(log(self.learners_each), folder / "online" / "log.jsonl")
        for hour in range(self.hours_each):
            start = _start(hour)
            name = f"cam1_{start:%Y%m%d_%H%M%S}.mp4"
            _link(recording((number + hour) % FILES), folder / "recordings" / name)

    def _schedule(self) -> str:
        rows = ["session_id,kind,start,end,class_hours,room,camera,teacher\n"]
        for first in range(0, self.hours_each, 2):
            last = min(first + 2, self.hours_each)
            start, end = _start(first), _start(last - 1) + timedelta(seconds=HOUR_SECONDS)
            session = f"P{first // 2:02},practical,{start:%Y-%m-%d %H:%M},{end:%Y-%m-%d %H:%M}"
            rows.append(f"{session},{last - first},R1,cam1,W\n")
        return "".join(rows)


def _start(hour: int) -> datetime:
    """Six class hours a day, one after the other."""
    day, at = divmod(hour, 6)
    return FIRST + timedelta(days=day, seconds=at * HOUR_SECONDS)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _link(real: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.link(real, path)


def recording(seed: int) -> Path:
    """45 minutes as a camera's second stream has them: 352 by 288, five pictures a second.

    Three walkers in a still room, who never walk the same way twice.
    """
    path = _made(f"recording-{seed}.mp4")
    if path.exists():
        return path
    room = _still("0x8a8070", SIZE).filter("drawgrid", w=88, h=72, t=2, c="0x605848")
    for number, (size, colour) in enumerate(WALKERS):
        x, y = (_strays(number, seed + turn) for turn in (0.0, 1.7))
        room = room.overlay(_still(colour, size), x=f"(W-w)*({x})", y=f"(H-h)*({y})")
    part = path.with_suffix(".part.mp4")
    coded = room.filter("noise", alls=6, allf="t", all_seed=seed).output(
        str(part),
        t=HOUR_SECONDS,
        vcodec="libx264",
        preset="ultrafast",
        video_bitrate=BITRATE,
        g=4 * RATE,
        pix_fmt="yuv420p",
    )
    coded.global_args("-v", "error").run(get_ffmpeg_exe(), overwrite_output=True)
    return part.rename(path)


def _still(colour: str, size: str) -> Any:
    return ffmpeg.input(f"color=c={colour}:s={size}:r={RATE}", f="lavfi")


def _strays(number: int, phase: float) -> str:
    """Where a walker is, from 0 to 1, as an expression of FFmpeg's."""
    swings = (
        f"{wide}*sin(t/{least + more * number:.2f}+{phase * 2.1 + number:.2f})"
        for wide, least, more in SWINGS
    )
    return "0.5+" + "+".join(swings)


def log(learners: int) -> Path:
    """The log of one class, as its platform wrote it."""
    path = _made(f"log-{learners}.jsonl")
    if not path.exists():
        part = path.with_suffix(".part")
        values = {"path": part, "format": "FORMAT json", "learners": learners}
        sql = MAKE
        for key, value in (values | {"attempts": ATTEMPTS, "each": EVENTS_EACH}).items():
            sql = sql.replace(f"${key}", str(value))
        with duckdb.connect() as connection:
            connection.execute(sql)
        part.rename(path)
    return path


def picture() -> Path:
    """A picture that shows nobody."""
    path = _made("picture.jpg")
    if not path.exists():
        grey = ffmpeg.input("color=gray:size=160x120", f="lavfi")
        grey.output(str(path), vframes=1).global_args("-v", "error").run(get_ffmpeg_exe())
    return path


def _made(name: str) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return FOLDER / name
