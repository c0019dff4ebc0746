"""Honest bundles for attacks: one room filmed on several days, with the papers of a class."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import ffmpeg
import numpy as np
from benchmarks.attacks.classroom import Classroom, Setting
from imageio_ffmpeg import get_ffmpeg_exe

START = datetime(2021, 4, 19, 9)
MINUTES = 4
RATE = 4  # pictures a second
CLASS = """\
id = "ROOM-{seed:03}"
policy = "sanmenxia-2021"
occupation = "茶艺师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-04-19
ends_on = 2021-04-30
planned_hours = {days}
teachers = 1
workstations = 20
registered_at = 2021-04-12T09:00:00+08:00
[institution]
id = "INST-0001"
name = "一号培训学校"
"""


def bundle(
    folder: Path, seed: int, *, days: int = 2, minutes: float = MINUTES, rate: int = RATE
) -> Path:
    """The bundle of one room, made where it is not there yet."""
    root = folder / f"room-{seed:03}"
    if (root / "class.toml").exists():
        return root
    (root / "recordings").mkdir(parents=True, exist_ok=True)
    starts = [START + timedelta(days=day) for day in range(days)]
    for day, start in enumerate(starts):
        path = root / "recordings" / f"ch01_{start:%Y%m%d_%H%M%S}.mp4"
        film(Classroom(Setting.any(seed), day), path, start, seconds=minutes * 60, rate=rate)
    _papers(root, seed, starts, timedelta(minutes=minutes))
    return root


def film(
    room: Classroom, path: Path, start: datetime, *, seconds: float, rate: int, codec: str = ""
) -> None:
    """A recording of the room, encoded as one of many cameras would."""
    chance = np.random.default_rng([room.setting.seed, 3])
    crf, group = int(chance.integers(23, 34)), int(chance.choice([1, 2, 4])) * rate
    source = ffmpeg.input(
        "pipe:",
        format="rawvideo",
        pix_fmt="bgr24",
        s=f"{room.setting.width}x{room.setting.height}",
        r=rate,
    )
    output = source.output(
        str(path),
        vcodec=codec or "libx264",
        preset="veryfast",
        crf=crf,
        g=group,
        pix_fmt="yuv420p",
        threads=1,
    )
    encoder = output.global_args("-v", "error").run_async(
        cmd=get_ffmpeg_exe(), pipe_stdin=True, overwrite_output=True
    )
    for picture in room.pictures(start, seconds, rate):
        encoder.stdin.write(picture.tobytes())
    encoder.stdin.close()
    if encoder.wait():
        raise subprocess.CalledProcessError(encoder.returncode, "ffmpeg")


def _papers(root: Path, seed: int, starts: Sequence[datetime], length: timedelta) -> None:
    learners = [f"L{number:03},学员{number}" for number in range(1, 9)]
    sessions = [
        f"T{day:02},theory,{start:%Y-%m-%d %H:%M:%S},{start + length:%Y-%m-%d %H:%M:%S},1,101,ch01,"
        for day, start in enumerate(starts, 1)
    ]
    head = "session_id,kind,start,end,class_hours,room,camera,teacher"
    (root / "roster.csv").write_text("\n".join(["learner_id,name", *learners, ""]), "utf-8")
    (root / "schedule.csv").write_text("\n".join([head, *sessions, ""]), "utf-8")
    (root / "class.toml").write_text(CLASS.format(seed=seed, days=len(starts)), "utf-8")
