"""Classes under each regulation: one that keeps all of it, and for each rule one that breaks it.

They are no part of the demo. Five people who exist nowhere are taught one theory and two practical
class hours before a camera that sees their faces, with everything stated that a regulation may ask
for. A class that breaks a rule is a copy of that one with one thing changed; what needs a film or a
log of its own is one of the other samples, or an attack on one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import ffmpeg
import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe

from sample_media import papers
from sample_media.heads import Picture, Pose, head

WIDTH, HEIGHT, EYES = 1280, 720, 24  # EYES: pixels between two eyes
HEADS = (0, 1, 2, 3, 7)
# The day of the class, under each policy: one on which that policy was in force.
DAYS = {
    "hebi-2015": "2015-11-12",
    "pingdingshan-2015": "2015-11-12",
    "yuncheng-2018": "2021-05-12",
    "zhengzhou-2019": "2021-05-12",
    "sanmenxia-2021": "2021-05-12",
}
CLASS = """
id = "SAMPLE-REGULATED"
policy = "{policy}"
occupation = "中式面点师"
level = "五级"
mode = "offline"
certificate = "skill-level"
starts_on = {day}
ends_on = {day}
planned_hours = 3
teachers = 1
workstations = 8
registered_at = 2015-06-12T10:00:00+08:00

[institution]
id = "INST-SAMPLE"
name = "样例培训学校"

[gates]
applied_on = 2015-06-12
applied_by = "签字人一"
checked_on = {day}
checked_by = "签字人二"
completed_on = {day}
completed_by = "签字人三"

[survey]
answered = 20
satisfied = 19

[last_year]
trained = 100
passed = 90
employed = 50

[apprenticeship]
apprentices = 40
full_time_teachers = 2
"""
ROSTER = (
    "learner_id", "name", "photo", "status", "major", "post", "cohort", "certificate", "subsidised",
)  # fmt: skip
TOLD = ("职工", "", "中式面点师", "退役士兵", "C-0001", "无")
SCHEDULE = ("session_id", "kind", "start", "end", "class_hours", "room", "camera", "teacher")
SESSIONS = (("T01", "theory", "09:00", 40, 1), ("P01", "practical", "14:00", 80, 2))
MINUTES = {"090000": 42, "140000": 16, "144000": 16}  # on film, by when a file begins
STILL = 2  # minutes from one drawn picture to the next, which it turns into


def make(folder: Path, policy: str = "sanmenxia-2021", *, films: Path | None = None) -> None:
    """Make the class that keeps every rule of a policy; ``films`` holds them already.

    A policy whose day the films are not of asks for none, and gets none.
    """
    day = DAYS[policy]
    papers.class_toml(folder, CLASS.format(policy=policy, day=day))
    people = papers.learners(folder, "L001", len(HEADS), heads=HEADS)
    papers.table(folder / "roster.csv", ROSTER, [(*person, *TOLD) for person in people])
    papers.table(folder / "schedule.csv", SCHEDULE, [_row(day, *each) for each in SESSIONS])
    signed = [(person[0], each[0], "present", "") for each in SESSIONS for person in people]
    papers.table(folder / "attendance.csv", ("learner_id", "session_id", "status", "note"), signed)
    if films:
        (folder / "recordings").mkdir()
        for start in MINUTES:
            name = f"cam1_{day.replace('-', '')}_{start}.mp4"
            shutil.copyfile(films / f"{start}.mp4", folder / "recordings" / name)


def film(folder: Path) -> None:
    """Film the sessions: a picture drawn every two minutes turns into the next, all the while."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (start, minutes) in enumerate(MINUTES.items()):
        dice = np.random.default_rng(seed)
        drawn = minutes // STILL + 2
        pictures = b"".join(_picture(dice).tobytes() for _ in range(drawn))
        shown = ffmpeg.input(
            "pipe:",
            format="rawvideo",
            pix_fmt="bgr24",
            s=f"{WIDTH}x{HEIGHT}",
            r=f"1/{60 * STILL}",
            threads=1,
        )
        moved = shown.filter("framerate", fps="1/2", interp_start=0, interp_end=255, scene=100)
        written = moved.output(
            str(folder / f"{start}.mp4"),
            vcodec="libx264",
            preset="ultrafast",
            crf=24,
            g=30 * STILL,
            t=60 * minutes,
            threads=1,
        )
        written.global_args("-v", "error").run(cmd=get_ffmpeg_exe(), input=pictures)


def _picture(dice: np.random.Generator) -> Picture:
    picture = np.full((HEIGHT, WIDTH, 3), (176, 190, 196), np.uint8)
    cv2.rectangle(picture, (200, 20), (1080, 150), (70, 90, 60), -1)  # the board
    for place, who in enumerate(HEADS):
        turn, lean = dice.uniform(-0.25, 0.25), dice.uniform(-8, 8)
        pose = Pose(yaw=turn, light=(0.3, dice.uniform(0, 0.6), 0.8), ambient=0.6)
        head(who).draw(picture, (160 + 240 * place + lean, 430 + 60 * (place % 2)), EYES, pose)
    return picture


def _row(day: str, *taught: Any) -> list[object]:
    """A row of the timetable: the session, its kind, its start, its minutes, its class hours."""
    session, kind, start, minutes, hours = taught
    end = int(start[:2]) * 60 + int(start[3:]) + minutes
    until = f"{end // 60:02}:{end % 60:02}"
    return [session, kind, f"{day} {start}", f"{day} {until}", hours, "101", "cam1", "教师一"]


@dataclass(frozen=True, slots=True)
class Broken:
    """How a class breaks a rule: what is changed in a copy of the one that keeps it.

    ``filmed`` says that the copy needs the films. ``sample`` names a class that stands elsewhere,
    in place of a change: another sample, or an attack on one.
    """

    story: str
    change: Callable[[Path], object] | None = None
    filmed: bool = False
    sample: str = ""


def _written(name: str, old: str, new: str) -> Callable[[Path], object]:
    """A file in which some words are others, each time that they stand there."""

    def change(folder: Path) -> None:
        place = folder / name
        text = place.read_text("utf-8")
        if old not in text:
            raise ValueError(f"{name} does not hold {old!r}")
        place.write_text(text.replace(old, new), "utf-8", newline="")

    return change


def _first(name: str, old: str, new: str) -> Callable[[Path], object]:
    """The same, the first time only."""

    def change(folder: Path) -> None:
        place = folder / name
        place.write_text(place.read_text("utf-8").replace(old, new, 1), "utf-8", newline="")

    return change


def _more_learners(count: int) -> Callable[[Path], object]:
    """More people on the roster than ever came."""

    def change(folder: Path) -> None:
        place = folder / "roster.csv"
        rows = [",".join((f"X{n:03}", f"学员{n}", "", *TOLD)) for n in range(count)]
        place.write_text(place.read_text("utf-8") + "\r\n".join(rows) + "\r\n", "utf-8", newline="")

    return change


def _one_more_with_a_face(folder: Path) -> None:
    """A sixth person on the roster, with a portrait, who is in no picture of the last film."""
    for recording in _recordings(folder)[:-1]:
        recording.unlink()
    other = folder.parent / f"{folder.name}-other"
    papers.learners(other, "L001", 6, heads=(*HEADS, 5))
    (other / "photos" / "L006.jpg").replace(folder / "photos" / "L006.jpg")
    shutil.rmtree(other)
    row = ",".join(("L006", "学员六", "photos/L006.jpg", *TOLD))
    roster, sheet = folder / "roster.csv", folder / "attendance.csv"
    roster.write_text(roster.read_text("utf-8") + f"{row}\r\n", "utf-8", newline="")
    signed = "".join(f"L006,{each[0]},present,\r\n" for each in SESSIONS)
    sheet.write_text(sheet.read_text("utf-8") + signed, "utf-8", newline="")


def _one_on_the_roster(folder: Path) -> None:
    """Only the last of the five is on the roster; the last film alone shows it.

    Surely nobody of the roster is who is unlike every portrait of it: of the other four, two are.
    """
    for recording in _recordings(folder)[:-1]:
        recording.unlink()
    for name in ("roster.csv", "attendance.csv"):
        _without(folder / name, ("L001", "L002", "L003", "L004"))


def _one_away(folder: Path) -> None:
    _first("roster.csv", "C-0001", "")(folder)
    sheet = folder / "attendance.csv"
    _without(sheet, ("L001",))
    absent = "".join(f"L001,{each[0]},absent,\r\n" for each in SESSIONS)
    sheet.write_text(sheet.read_text("utf-8") + absent, "utf-8", newline="")


def _without(table: Path, learners: tuple[str, ...]) -> None:
    """Take the rows of some learners out of a table."""
    rows = table.read_text("utf-8").splitlines()
    kept = [row for row in rows if not row.startswith(learners)]
    table.write_text("\r\n".join(kept) + "\r\n", "utf-8", newline="")


def _blended(folder: Path) -> None:
    """Part of the class online, in an occupation that is not on the list."""
    _written("class.toml", 'mode = "offline"', 'mode = "blended"')(folder)
    papers.table(
        folder / "course.csv",
        ("lesson_id", "order", "title", "duration_s", "professional"),
        [("V1", 1, "面点基础", 2700, "true")],
    )


def _assessed_in_may(folder: Path) -> None:
    _blended(folder)
    _written("class.toml", "planned_hours", "assessed_on = 2021-05-20\nplanned_hours")(folder)


def _sixteen_days(folder: Path) -> None:
    """A row a day for sixteen days."""
    rows = [_row(f"2021-05-{day}", f"D{day}", "practical", "09:00", 45, 1) for day in range(12, 28)]
    papers.table(folder / "schedule.csv", SCHEDULE, rows)
    (folder / "attendance.csv").unlink()
    _written("class.toml", "ends_on = 2021-05-12", "ends_on = 2021-05-27")(folder)


def _recordings(folder: Path) -> list[Path]:
    return sorted((folder / "recordings").iterdir())


def _nothing(_folder: Path) -> None:
    """The papers alone: no recording was handed in."""


def _broken_file(folder: Path) -> None:
    _recording(folder, "cam1_20210512_090000.mp4").write_bytes(b"not a film" * 100)


def _renamed(folder: Path) -> None:
    """A minute of footage whose name tells nothing."""
    shown = ffmpeg.input("testsrc=size=320x240:rate=1", f="lavfi", t=60)
    place = _recording(folder, "上课录像(1).mp4")
    written = shown.output(str(place), vcodec="libx264", preset="ultrafast")
    written.global_args("-v", "error").run(cmd=get_ffmpeg_exe())


def _recording(folder: Path, name: str) -> Path:
    (folder / "recordings").mkdir()
    return folder / "recordings" / name


def _same_portrait(folder: Path) -> None:
    shutil.copyfile(folder / "photos" / "L001.jpg", folder / "photos" / "L002.jpg")


BROKEN = {
    "registered-first": Broken(
        "entered after it began",
        _written("class.toml", "registered_at = 2015-06-12", "registered_at = 2022-06-12"),
    ),
    "minimum-hours": Broken(
        "3 class hours for a completion certificate",
        _written("class.toml", '"skill-level"', '"completion"'),
    ),
    "eligibility": Broken(
        "a pupil of the very trade",
        _first("roster.csv", "职工,,中式面点师", "在校,中式面点师,"),
    ),
    "teacher-ratio": Broken("21 learners, one teacher", _more_learners(16)),
    "workstation-ratio": Broken(
        "21 learners, one workstation",
        lambda folder: (
            _more_learners(16)(folder),
            _written("class.toml", "workstations = 8", "workstations = 1")(folder),
        ),
    ),
    "class-size": Broken("81 learners", _more_learners(76)),
    "class-hour-length": Broken(
        "three class hours in 80 minutes", _first("schedule.csv", "15:20,2", "15:20,3")
    ),
    "practical-share": Broken(
        "all of it theory", _first("schedule.csv", "P01,practical", "P01,theory")
    ),
    "apprentice-ratio": Broken(
        "41 apprentices for two teachers",
        _written("class.toml", "apprentices = 40", "apprentices = 41"),
    ),
    "offline-practice-hours": Broken("two practical hours beside the online lessons", _blended),
    "assessment-window": Broken("assessed in May", _assessed_in_may),
    "satisfaction": Broken(
        "16 of 20 satisfied", _written("class.toml", "satisfied = 19", "satisfied = 16")
    ),
    "attendance-rate": Broken(
        "one absence", _first("attendance.csv", "L003,P01,present", "L003,P01,absent")
    ),
    "course-length": Broken("sixteen days", _sixteen_days),
    "institution-standing": Broken(
        "79 of 100 passed last year", _written("class.toml", "passed = 90", "passed = 79")
    ),
    "three-gates": Broken(
        "nobody signed the completion audit",
        _written("class.toml", 'completed_by = "签字人三"\n', ""),
    ),
    "certificate-required": Broken(
        "one learner without a certificate", _first("roster.csv", "C-0001", "")
    ),
    "cohort-rates": Broken("one of five demobilised soldiers neither came nor passed", _one_away),
    "subsidy-repeats": Broken(
        "subsidised before for the same occupation and level",
        _first("roster.csv", "无", "2020 中式面点师/五级"),
    ),
    "ghost-learner": Broken("one portrait under two ids", _same_portrait),
    "headcount": Broken("a sixth name, five people", _one_more_with_a_face, filmed=True),
    "face-attendance": Broken("one was never there", _one_more_with_a_face, filmed=True),
    "strangers": Broken("five people, one of them on the roster", _one_on_the_roster, filmed=True),
    "footage-present": Broken("sessions without footage", _nothing),
    "theory-recorded-throughout": Broken("no film of the theory", _nothing),
    "practical-continuous-recording": Broken("no film of the practice", _nothing),
    "footage-unreadable": Broken("a file that is no film", _broken_file),
    "footage-undated": Broken("a renamed file", _renamed),
    "footage-frozen": Broken("a recorder that hung", sample="attack frozen-tail"),
    "footage-black": Broken("a dark minute", sample="attack black"),
    "footage-covered": Broken("a cloth over the lens", sample="attack covered-lens"),
    "footage-looped": Broken("minutes that run again", sample="attack loop-copied"),
    "footage-reused": Broken("another day's footage", sample="attack reused"),
    "footage-clock": Broken("slowed footage", sample="attack slowed"),
    "fast-forward": Broken("C03 to C05", sample="cheats-online"),
    "multiple-windows": Broken("C06", sample="cheats-online"),
    "prompt-gap": Broken("C07, C08", sample="cheats-online"),
    "lesson-order": Broken("C09", sample="cheats-online"),
    "hourly-snapshot": Broken("C10 to C12", sample="cheats-online"),
    "face-liveness": Broken("F02 to F07", sample="cheats-faces"),
}


def broken(rule: str, keeps: Path, folder: Path) -> None:
    """Make the class that breaks a rule, from the one at ``keeps`` that keeps it.

    Raises:
        ValueError: when it is another sample, or an attack on one.
    """
    how = BROKEN[rule]
    if how.change is None:
        raise ValueError(f"{rule}: see {how.sample}")
    shutil.copytree(keeps, folder)
    how.change(folder)
