"""A class of five on film, of heads that exist nowhere: who sits where, in which minute.

In session T01 the third learner goes out and comes back, and a stranger sits in for the fifth, who
is never there. Session T02 is filmed from so far away that no face is large enough.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import ffmpeg
import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe
from sample_media import papers
from sample_media.heads import Picture, Pose, head

WIDTH, HEIGHT, MINUTES = 1280, 720, 15
HEADS = (0, 1, 2, 3, 7)
SOMEBODY_ELSE = 10
THIRD = 2
AWAY = range(5, 9)  # minutes in which the third learner is out of the room
NEAR, FAR = 24, 9  # pixels between the eyes
CLASS = """
id = "TEST-2021-0512"
policy = "yuncheng-2018"
occupation = "中式面点师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = 2021-05-12
ends_on = 2021-05-12
planned_hours = 2
teachers = 1
workstations = 8
registered_at = 2021-05-06T10:00:00+08:00

[institution]
id = "INST-TEST"
name = "测试培训学校"
"""
SCHEDULE = (
    ("T01", "theory", "2021-05-12 09:00", "2021-05-12 09:15", 1, "101", "cam1", "教师一"),
    ("T02", "theory", "2021-05-12 14:00", "2021-05-12 14:15", 1, "101", "cam1", "教师一"),
)


def make(folder: Path) -> None:
    """Make the bundle in ``folder``."""
    papers.class_toml(folder, CLASS)
    people = papers.learners(folder, "L001", len(HEADS), heads=HEADS)
    papers.table(folder / "roster.csv", ("learner_id", "name", "photo"), people)
    heading = ("session_id", "kind", "start", "end", "class_hours", "room", "camera", "teacher")
    papers.table(folder / "schedule.csv", heading, SCHEDULE)
    recordings = folder / "recordings" / "cam1"
    recordings.mkdir(parents=True)
    _film(recordings / "cam1_20210512_090000.mp4", (*HEADS[:4], SOMEBODY_ELSE), NEAR)
    _film(recordings / "cam1_20210512_140000.mp4", HEADS, FAR)


def _film(path: Path, people: tuple[int, ...], eyes: int) -> None:
    """A picture a minute, each a key frame; people move a little from one to the next."""
    dice = np.random.default_rng(eyes)
    pictures = b"".join(_picture(people, eyes, at, dice).tobytes() for at in range(MINUTES))
    size = f"{WIDTH}x{HEIGHT}"
    shown = ffmpeg.input("pipe:", format="rawvideo", pix_fmt="bgr24", s=size, r="1/60", threads=1)
    written = shown.output(str(path), vcodec="libx264", preset="ultrafast", crf=20, g=1, threads=1)
    written.global_args("-v", "error").run(cmd=get_ffmpeg_exe(), input=pictures)


def _picture(people: tuple[int, ...], eyes: int, minute: int, dice: np.random.Generator) -> Picture:
    picture = np.full((HEIGHT, WIDTH, 3), (176, 190, 196), np.uint8)
    cv2.rectangle(picture, (200, 20), (1080, 150), (70, 90, 60), -1)  # the board
    for place, who in enumerate(people):
        turn, lean = dice.uniform(-0.25, 0.25), dice.uniform(-8, 8)
        if place == THIRD and minute in AWAY:
            continue
        pose = Pose(yaw=turn, light=(0.3, dice.uniform(0, 0.6), 0.8), ambient=0.6)
        at = (160 + 240 * place + lean, 430 + 60 * (place % 2))
        head(who).draw(picture, at, eyes, pose)
    return picture
