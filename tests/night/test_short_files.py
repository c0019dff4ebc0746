"""A night over a class whose recorder writes ten seconds a file, on PostgreSQL."""

import json
import os
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from imageio_ffmpeg import get_ffmpeg_exe
from sample_media.drawing import Classroom
from sample_media.filming import Shot, film

from tests.night.deployed import Deployed
from tests.sources.bundles import written

SUBJECT = "INST-0007/SMX-2021-0417-03"
FIRST, SECONDS, EACH = datetime(2021, 4, 20, 9), 60, 10
SCHEDULE = """\
session_id,kind,start,end,class_hours,room,camera,teacher
P01,practical,2021-04-20 09:00,2021-04-20 09:01,1,R1,cam1,W
P02,practical,2021-04-21 09:00,2021-04-21 09:01,1,R1,cam1,W
"""
LEFT_OUT = ("attendance.csv", "recordings.csv", "recordings/a.mp4", "recordings/a.jpg")


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute in files of ten seconds, handed in once more as the next day's."""
    folder = tmp_path_factory.mktemp("landing")
    written(folder / SUBJECT, {"schedule.csv": SCHEDULE, **dict.fromkeys(LEFT_OUT)})
    recordings = folder / SUBJECT / "recordings"
    recordings.mkdir(exist_ok=True)
    whole = folder.parent / "whole.mp4"
    filmed = folder.parent / "filmed.mp4"
    film(Classroom("cam1", 9, 4, practical=True), Shot(filmed, FIRST, SECONDS))
    encoded = [
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-force_key_frames",
        "expr:gte(t,n_forced*10)",
    ]
    command = [get_ffmpeg_exe(), "-v", "error", "-i", str(filmed), *encoded, str(whole)]
    subprocess.run(command, check=True)
    for day in (FIRST, FIRST + timedelta(days=1)):
        cut(whole, recordings, day)
    return folder


def cut(whole: Path, folder: Path, day: datetime) -> None:
    """A recording in pieces, as recorders cut and name them."""
    command = [get_ffmpeg_exe(), "-v", "error", "-i", str(whole), "-c", "copy", "-f", "segment"]
    pieces = ["-segment_time", str(EACH), "-reset_timestamps", "1", f"{folder}/%03d.mp4"]
    subprocess.run([*command, *pieces], check=True)
    for number, piece in enumerate(sorted(folder.glob("[0-9]??.mp4"))):
        at = day + timedelta(seconds=number * EACH)
        named = piece.rename(folder / f"cam1_{at:%Y%m%d_%H%M%S}.mp4")
        os.utime(named, (1_700_000_000, 1_700_000_000))  # long settled


def test_a_day_handed_in_again_in_short_files_is_told_once_with_every_file(
    landing: Path, new_postgresql: Callable[[bool], str]
) -> None:
    deployed = Deployed(new_postgresql(True), landing)
    assert deployed.night("--date", "2021-04-22")["counts"]["done"] == 1

    with deployed.store() as store:
        kept = store.verdicts.latest(SUBJECT)
    assert kept
    found = [one for one in json.loads(kept.body)["findings"] if one["rule"] == "footage-reused"]
    assert [one["subject"]["recording"] for one in found] == ["recordings/cam1_20210421_090000.mp4"]
    paths = [shown["path"] for shown in found[0]["evidence"]]
    assert len(set(paths[::2])) == SECONDS // EACH
    assert {path.partition("_")[2][:8] for path in paths[::2]} == {"20210421"}
    assert {path.partition("_")[2][:8] for path in paths[1::2]} == {"20210420"}
