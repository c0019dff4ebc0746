"""A night whose footage lies on an SFTP server and whose logs a platform gives over HTTP."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sample_media.drawing import Classroom
from sample_media.filming import Shot, film
from sqlalchemy import select

from evidence.store.rows.work import OBSERVATIONS
from tests.night.deployed import Deployed
from tests.sources.bundles import written
from tests.sources.cameras.servers import PASSWORD, USER, Quiet, serving, sftp

ROOT = Path(__file__).parents[2]
CLASS = "SMX-2021-0417-03"
SUBJECT = f"INST-0007/{CLASS}"
TOKEN = "let-me-in"  # noqa: S105 - of the platform below
DATE = ("--date", "2021-04-20")
SCHEDULE = """\
session_id,kind,start,end,class_hours,room,camera,teacher
P01,practical,2021-04-20 09:00,2021-04-20 09:45,1,R1,cam1,W
P02,practical,2021-04-20 10:00,2021-04-20 10:45,1,R1,cam1,W
O01,online,2021-04-20 19:00,2021-04-20 19:45,1,,,
"""
COMES_LATE: Mapping[str, str | bytes | None] = {
    "schedule.csv": SCHEDULE,
    "attendance.csv": None,
    "recordings.csv": None,
    "recordings/a.mp4": None,
    "recordings/a.jpg": None,
    "online/log.jsonl": None,
}
SOURCES = """
[[source]]
kind = "files"
name = "nas"
institution = "INST-0007"
url = "{url}"
host_key = "{host_key}"
user = "{user}"
password = {{ env = "NAS_PASSWORD" }}

[[platform]]
kind = "endpoint"
name = "platform"
institution = "INST-0007"
classes = ["{training_class}"]
url = "{platform}/api/{{class}}/events"
token = {{ env = "PLATFORM_TOKEN" }}
"""


class Platform(Quiet):
    """Gives one learner's evening to whoever has the token."""

    def respond(self) -> None:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self.answer(status=401)
            return
        events = [
            {"ts": f"2021-04-20T19:{minute:02}:00+08:00", "learner": "L001", "attempt": "a1"}
            | {"lesson": "C1", "event": "play" if not minute else "heartbeat"}
            | {"position": minute * 60}
            for minute in range(10)
        ]
        self.answer(json.dumps({"events": events}).encode(), kind="application/json")


def filmed(folder: Path, start: datetime) -> None:
    """A class hour of people at work, as the camera's own folder has it."""
    path = folder / f"cam1_{start:%Y%m%d_%H%M%S}.mp4"
    room = Classroom("cam1", start.hour, 4, practical=True)
    film(room, Shot(path, start, 2700))
    os.utime(path, (1_700_000_000, 1_700_000_000))  # long settled


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """What the recorder has: the first of the two class hours."""
    folder = tmp_path / "recorder"
    filmed(folder, datetime(2021, 4, 20, 9))
    return folder


@pytest.fixture
def deployed(tmp_path: Path, recorder: Path) -> Iterator[Deployed]:
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    landing = tmp_path / "landing"
    written(landing / SUBJECT, COMES_LATE)
    with ExitStack() as stack:
        nas = stack.enter_context(sftp(recorder))
        told = {"user": USER, "training_class": CLASS, **nas}
        told["platform"] = stack.enter_context(serving(Platform))
        file = config / "evidence.toml"
        file.write_text(file.read_text("utf-8") + SOURCES.format(**told), "utf-8")
        secrets = {"NAS_PASSWORD": PASSWORD, "PLATFORM_TOKEN": TOKEN}
        more = {"EVIDENCE_CONFIG": str(config), **secrets}
        yield Deployed(f"sqlite:///{tmp_path}/evidence.db", landing, more=more)


def hours(deployed: Deployed) -> dict[str, Any]:
    """The class hours of the latest verdict, by session."""
    with deployed.store() as store:
        kept = store.verdicts.latest(SUBJECT)
    assert kept
    return {hour["session"]: hour for hour in json.loads(kept.body)["class_hours"]}


def read_at(deployed: Deployed) -> dict[tuple[str, str], int]:
    """When what is known of each file was read."""
    with deployed.store() as store, store.database.reading() as connection:
        rows = connection.execute(select(OBSERVATIONS))
        return {(row.digest, row.code): row.at for row in rows}


def test_from_the_servers_to_the_verdict_and_a_late_file_reopens_just_its_class_hours(
    deployed: Deployed, recorder: Path
) -> None:
    first = deployed.night(*DATE)

    assert (first["counts"]["landed"], first["not_landed"], first["sources_down"]) == (2, [], [])
    before, known = hours(deployed), read_at(deployed)
    assert {name: hour["recorded_seconds"] for name, hour in before.items()} == {
        "P01": 2700.0,
        "P02": 0.0,
    }
    assert list((deployed.landing / SUBJECT / "online").iterdir())

    again = deployed.night(*DATE)

    assert (again["counts"]["landed"], again["counts"]["unchanged"]) == (0, 1)
    assert [len(versions) for versions in deployed.verdicts().values()] == [1]

    filmed(recorder, datetime(2021, 4, 20, 10))
    late = deployed.night(*DATE)

    assert (late["counts"]["landed"], late["counts"]["unchanged"]) == (1, 0)
    after = hours(deployed)
    assert after["P02"]["recorded_seconds"] == 2700.0
    assert after["P01"] == before["P01"]
    assert [len(versions) for versions in deployed.verdicts().values()] == [2]
    read = read_at(deployed)
    assert known.items() <= read.items()  # what was read before was not read again
