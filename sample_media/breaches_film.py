"""Breaches that a film shows, or that it is missing.

The last film is longer than its class hour needs, so that of what is left of it enough is sound.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import ffmpeg

from evidence.attacks.film import copied
from evidence.attacks.kind import Target, kinds
from sample_media import papers
from sample_media.changes import Change, written
from sample_media.regulated import SCHEDULE, recording, row
from sample_media.regulated_films import encode

LAST, MORNING = "144000", "090000"
SOUND = 20 * 60  # seconds of the last film that are left as they are
AGAIN = 4 * 60  # seconds of the morning that are handed in again
GLIMPSE = 10  # seconds of film of each of sixteen days


def attacked(kind: str) -> Change:
    """The last film after one of the attacks of ``evidence attack``, at its least."""

    def change(folder: Path, _films: Path) -> None:
        kinds()[kind].commit(Target(recording(folder, LAST), (), strength=0))

    return change


def removed(start: str) -> Change:
    """The film is missing that begins then."""

    def change(folder: Path, _films: Path) -> None:
        recording(folder, start).unlink()

    return change


def no_film(folder: Path, _films: Path) -> None:
    """A file beside the films that nobody can open."""
    recording(folder, "120000").write_bytes(b"not a film" * 100)


def renamed(folder: Path, _films: Path) -> None:
    """A minute of noise whose name tells nothing."""
    noise = ffmpeg.input("nullsrc=size=640x360:rate=1/2", f="lavfi", t=60)
    shown = noise.filter("geq", lum="128+60*sin(X/9+T)+40*cos(Y/7-T*T)", cb=128, cr=128)
    encode(folder / "recordings" / "上课录像(1).mp4", shown)


def reused(folder: Path, films: Path) -> None:
    """The end of the last film is a piece of the morning's, packet for packet."""
    _ends_with(recording(folder, LAST), films / f"{MORNING}.mp4")


def looped(folder: Path, films: Path) -> None:
    """The end of the last film is its beginning, packet for packet."""
    _ends_with(recording(folder, LAST), films / f"{LAST}.mp4")


def _ends_with(own: Path, other: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch) / "parts.txt"
        lines = (_part(own, 0, SOUND), _part(other, 0, AGAIN))
        listed.write_text("".join(lines), "utf-8")
        copied(own, ffmpeg.input(str(listed), format="concat", safe=0))


def made_the_day_before(folder: Path, _films: Path) -> None:
    """The container says that it was made a day before it is claimed to begin."""
    own = recording(folder, LAST)
    copied(own, ffmpeg.input(str(own)), metadata="creation_time=2021-05-11T06:40:00Z")


def sixteen_days(folder: Path, films: Path) -> None:
    """A practical class hour a day for sixteen days, with a few seconds of film of each."""
    days = [f"2021-05-{day}" for day in range(12, 28)]
    rows = [row(day, f"D{day[-2:]}", "practical", "09:00", 45, 1) for day in days]
    papers.table(folder / "schedule.csv", SCHEDULE, rows)
    (folder / "attendance.csv").unlink()
    written("class.toml", "ends_on = 2021-05-12", "ends_on = 2021-05-27")(folder, films)
    for place in (folder / "recordings").iterdir():
        place.unlink()
    for number, day in enumerate(days):
        cut = ffmpeg.input(str(films / f"{MORNING}.mp4"), ss=120 * number, t=GLIMPSE)
        copied(recording(folder, "090500", day), cut)


def _part(path: Path, start: float, end: float) -> str:
    # A little before the key frame that must not be in it any more.
    return f"file '{path.absolute()}'\ninpoint {start:.3f}\noutpoint {end - 0.01:.3f}\n"
