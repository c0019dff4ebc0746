"""Live cameras as the status tells of them: by the recorder's lock, the timetable, the journal."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evidence.domain.time import MINUTE
from evidence.pipeline.filming import Film, LiveCamera, ill_films
from evidence.pipeline.status import Limits, ills, status
from evidence.sources.live.journal import Entry, Journal, What
from evidence.sources.live.lost import Lost
from evidence.store.memory import MemoryStore
from evidence.wiring.filming import live_cameras
from tests.wiring.deployments import Hand, scheduled

CAMERA = """
[[camera]]
kind = "rtsp"
name = "front"
institution = "INST-0001"
class = "A"
url = "rtsp://127.0.0.1/1"
"""
NOW = Hand().time


def camera(folder: Path, said: str = CAMERA) -> LiveCamera:
    (found,) = live_cameras(scheduled(folder, said).deployed, NOW)
    return found


@contextmanager
def recorder(folder: Path) -> Iterator[None]:
    """Holds the camera's lock, as whoever records it does."""
    lock = folder / "landing" / ".live" / "front.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def journal(folder: Path) -> Journal:
    return Journal(folder / "landing" / "INST-0001" / "A" / "recordings" / "front")


def test_without_a_recorder_a_camera_is_unattended_whatever_its_journal_says(
    tmp_path: Path,
) -> None:
    journal(tmp_path).add(Entry(NOW - MINUTE, What.RECORDING))

    assert camera(tmp_path) == LiveCamera("front", "INST-0001", Film.UNATTENDED, wanted=True)


def test_what_is_being_recorded_is_told_with_since_when(tmp_path: Path) -> None:
    journal(tmp_path).add(Entry(NOW - MINUTE, What.RECORDING))

    with recorder(tmp_path):
        found = camera(tmp_path)

    assert (found.film, found.since) == (Film.RECORDING, NOW - MINUTE)


def test_what_is_lost_is_told_with_the_reason(tmp_path: Path) -> None:
    journal(tmp_path).add(Entry(NOW - 2 * MINUTE, What.RECORDING))
    journal(tmp_path).add(Entry(NOW - MINUTE, What.INTERRUPTED, Lost.LOGIN, "401"))

    with recorder(tmp_path):
        found = camera(tmp_path)

    assert (found.film, found.since) == (Film.INTERRUPTED, NOW - MINUTE)
    assert str(found.why) == "it refuses the name and password: 401"


def test_a_camera_that_films_no_class_now_is_not_wanted(tmp_path: Path) -> None:
    by_timetable = CAMERA.replace('class = "A"\n', "")

    with recorder(tmp_path):
        assert camera(tmp_path, by_timetable).film is Film.NOT_WANTED
    assert camera(tmp_path, by_timetable).film is Film.UNATTENDED


@pytest.mark.parametrize("film", Film)
@pytest.mark.parametrize("wanted", [True, False])
def test_only_a_class_that_is_not_being_recorded_is_ill(film: Film, wanted: bool) -> None:
    found = status(
        MemoryStore.empty(), (), 1, NOW, (LiveCamera("front", "INST-0001", film, wanted),)
    )

    told = [str(each) for each in ills(found, Limits(night_age=1, free=0), since=NOW)]

    lost = wanted and film in {Film.INTERRUPTED, Film.UNATTENDED}
    assert bool(list(ill_films(found.cameras))) is lost
    assert any("front" in each for each in told) is lost
