"""Honest bundles for attacks: one room filmed on several days, with the papers of a class."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import ffmpeg
import numpy as np
from benchmarks.attacks.classroom import Classroom, Setting
from imageio_ffmpeg import get_ffmpeg_exe

START = datetime(2021, 4, 19, 9)
MINUTES = 5
PRESETS = ("ultrafast", "superfast", "veryfast")
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


@dataclass(frozen=True, slots=True)
class Camera:
    """How a room's camera encodes: pictures a second, and pictures from key frame to key frame."""

    rate: int
    group: int
    crf: int
    codec: str
    preset: str

    @classmethod
    def any(cls, seed: int, *, rate: int = 0) -> Camera:
        """One of many; a ``rate`` other than 0 is kept to."""
        chance = np.random.default_rng([seed, 3])
        own = int(chance.choice([1, 2]))
        return cls(
            rate=rate or own,
            group=int(chance.choice([2, 4])) * (rate or own),
            crf=int(chance.integers(23, 34)),
            codec="libx265" if chance.random() < 0.15 else "libx264",
            preset=str(chance.choice(PRESETS, p=(0.6, 0.2, 0.2))),
        )


def bundle(folder: Path, seed: int, *, days: int = 2, rate: int = 0) -> Path:
    """The bundle of one room, made where it is not there yet."""
    root = folder / f"room-{seed:03}"
    if (root / "class.toml").exists():
        return root
    (root / "recordings").mkdir(parents=True, exist_ok=True)
    starts = [START + timedelta(days=day) for day in range(days)]
    for day, start in enumerate(starts):
        room = Classroom(Setting.any(seed), day)
        film(room, root / "recordings" / named(start), start, Camera.any(seed, rate=rate))
    papers(root, seed, starts, timedelta(minutes=MINUTES))
    return root


def named(start: datetime) -> str:
    """What a recorder calls a recording."""
    return f"ch01_{start:%Y%m%d_%H%M%S}.mp4"


def film(
    room: Classroom, path: Path, start: datetime, camera: Camera, seconds: float = MINUTES * 60
) -> None:
    """A recording of the room, encoded as one of many cameras would."""
    size = f"{room.setting.width}x{room.setting.height}"
    source = ffmpeg.input("pipe:", format="rawvideo", pix_fmt="bgr24", s=size, r=camera.rate)
    own = {"x265-params": "log-level=error:pools=1"} if camera.codec == "libx265" else {}
    output = source.output(
        str(path),
        vcodec=camera.codec,
        preset=camera.preset,
        crf=camera.crf,
        g=camera.group,
        pix_fmt="yuv420p",
        threads=1,
        **own,
    )
    encoder = output.global_args("-v", "error").run_async(
        cmd=get_ffmpeg_exe(), pipe_stdin=True, overwrite_output=True
    )
    for picture in room.pictures(start, seconds, camera.rate):
        encoder.stdin.write(picture.tobytes())
    encoder.stdin.close()
    if encoder.wait():
        raise subprocess.CalledProcessError(encoder.returncode, "ffmpeg")


def papers(root: Path, seed: int, starts: Sequence[datetime], length: timedelta) -> None:
    """What a class hands in besides its footage: one class hour a start."""
    learners = [f"L{number:03},学员{number}" for number in range(1, 9)]
    sessions = [
        f"T{day:02},theory,{start:%Y-%m-%d %H:%M:%S},{start + length:%Y-%m-%d %H:%M:%S},1,101,ch01,"
        for day, start in enumerate(starts, 1)
    ]
    head = "session_id,kind,start,end,class_hours,room,camera,teacher"
    (root / "roster.csv").write_text("\n".join(["learner_id,name", *learners, ""]), "utf-8")
    (root / "schedule.csv").write_text("\n".join([head, *sessions, ""]), "utf-8")
    (root / "class.toml").write_text(CLASS.format(seed=seed, days=len(starts)), "utf-8")
