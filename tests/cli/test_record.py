"""``evidence record`` as an operator calls it, on streams of a real RTSP server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from evidence.analyzers.media.packets import read
from evidence.cli.recording import tell_seen
from evidence.domain.errors import Unreadable
from evidence.sources.live.journal import Journal
from evidence.sources.live.lost import Lost
from evidence.wiring.recording import Recording
from tests.sources.live.streams import eventually, film, serving
from tests.wiring.deployments import config

EVIDENCE = Path(sys.executable).with_name("evidence")
CAMERA = """
[[camera]]
kind = "rtsp"
name = "{name}"
institution = "INST-1"
class = "C1"
url = "rtsp://127.0.0.1:{port}/{film}.mp4"
segment_seconds = 600
silence_seconds = 5
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("films")
    film(folder / "h264.mp4", "h264")
    with serving(folder) as port:
        yield port


class Installed:
    """A deployment with these cameras."""

    def __init__(self, folder: Path, *cameras: str) -> None:
        self.folder = folder
        place = self.config = config(folder)
        with (place / "evidence.toml").open("a", encoding="utf-8") as file:
            file.writelines(cameras)
        self.environment = {**os.environ, "EVIDENCE_CONFIG": str(place), "LC_ALL": "C.UTF-8"}

    def started(self) -> subprocess.Popen[str]:
        """A recorder that has begun to record."""
        process = subprocess.Popen(
            [EVIDENCE, "record"], env=self.environment, stderr=subprocess.PIPE, text=True
        )
        assert process.stderr
        assert any("recording_began" in line for line in process.stderr)
        return process

    def recordings(self, camera: str) -> Path:
        return self.folder / "landing" / "INST-1" / "C1" / "recordings" / camera


def test_it_tells_which_cameras_answer(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = CAMERA.format(name="front", port=port, film="h264")
    away = CAMERA.format(name="back", port=port, film="nothing")
    installed = Installed(tmp_path, there, away)
    monkeypatch.setenv("EVIDENCE_CONFIG", installed.environment["EVIDENCE_CONFIG"])

    assert tell_seen((), lang="en") == 1

    told = [line for line in capsys.readouterr().out.splitlines() if line[:1] in "✓✗ "]
    front, place, back, _ = told
    assert front == "✓ front: h264, 64 × 48, 10 pictures a second"
    assert place.strip() == "records for INST-1/C1"
    assert back.startswith("✗ back: there is no such stream: ")
    assert not (tmp_path / "landing" / "INST-1").exists()


def test_a_recorder_that_is_told_to_stop_lands_its_last_segment(tmp_path: Path, port: int) -> None:
    installed = Installed(tmp_path, CAMERA.format(name="front", port=port, film="h264"))
    with installed.started() as process:
        with pytest.raises(Unreadable, match="is being recorded by another process"):
            Recording.of(installed.config).record(until=None, stop=Event())
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0

    (segment,) = installed.recordings("front").glob("*.mp4")
    assert read(str(segment)).whole
    assert not list(installed.recordings("front").glob(".*"))
    assert Journal(installed.recordings("front")).entries()[-1].why is Lost.OFF


def test_a_recorder_that_is_killed_leaves_nothing_behind_but_footage(
    tmp_path: Path, port: int
) -> None:
    installed = Installed(tmp_path, CAMERA.format(name="front", port=port, film="h264"))
    with installed.started() as process:
        process.kill()
    folder = installed.recordings("front")
    eventually(lambda: list(folder.glob("*.mp4")))
    assert Journal(folder).left_open()


def test_a_camera_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    installed = Installed(tmp_path, CAMERA.format(name="front", port=1, film="h264"))
    with pytest.raises(Unreadable) as caught:
        Recording.of(installed.config, ["frnt"])
    (problem,) = caught.value.problems
    assert problem.did_you_mean == "front"


def test_two_cameras_of_one_name_are_refused(tmp_path: Path) -> None:
    front = CAMERA.format(name="front", port=1, film="h264")
    with pytest.raises(Unreadable, match="stands there twice"):
        Recording.of(Installed(tmp_path, front, front).config)


def test_without_cameras_there_is_nothing_to_record(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is set up here"):
        Recording.of(Installed(tmp_path).config)


def test_it_stops_by_itself_when_its_time_has_come(tmp_path: Path, port: int) -> None:
    installed = Installed(tmp_path, CAMERA.format(name="front", port=port, film="h264"))
    stop = Event()
    Recording.of(installed.config).record(until=0, stop=stop)
    assert stop.is_set()


def test_the_examples_of_the_shipped_file_are_sound(tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "config" / "evidence.toml").read_text("utf-8")
    blocks = re.findall(
        r"^# (\[\[camera\]\].*?)(?=^#?$)", shipped + "\n\n", re.DOTALL | re.MULTILINE
    )
    examples = [block.replace("\n# ", "\n") for block in blocks]
    found = Recording.of(Installed(tmp_path, *examples).config)
    assert {section.kind for section in found.sections} == {"rtsp", "onvif"}  # type: ignore[attr-defined]
