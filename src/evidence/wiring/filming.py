"""Filming put together: what the recorders' locks and journals say of each live camera."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

from evidence.pipeline.filming import Film, LiveCamera
from evidence.sources.deployment import Deployment
from evidence.sources.landing import LandingSection
from evidence.sources.live.journal import Entry, Journal, What
from evidence.sources.live.lost import Lost, told
from evidence.sources.live.section import LiveSection
from evidence.sources.live.timetables import Timetables
from evidence.wiring.recording import lock_of


def live_cameras(deployed: Deployment, now: int) -> Iterator[LiveCamera]:
    """Every live camera of a deployment, in the order of its sections; nothing is written."""
    folder = deployed.part("landing", LandingSection).folder.absolute()
    timetables = Timetables(folder)
    for section in deployed.parts("camera", LiveSection):
        places = timetables.places(section, now)
        attended = _held(lock_of(folder, section))
        yield _camera(section, places, attended=attended)


def _camera(section: LiveSection, places: tuple[Path, ...], *, attended: bool) -> LiveCamera:
    wanted = bool(places)
    if not attended or not wanted:
        film = Film.NOT_WANTED if attended else Film.UNATTENDED
        return LiveCamera(section.name, section.institution, film, wanted)
    last = _last(places)
    if last is None or last.what is What.STOPPED:
        return LiveCamera(section.name, section.institution, Film.INTERRUPTED, wanted)
    if last.what is What.RECORDING:
        return LiveCamera(section.name, section.institution, Film.RECORDING, wanted, last.at)
    why = told(last.why or Lost.OFF, last.detail)
    film = Film.INTERRUPTED
    return LiveCamera(section.name, section.institution, film, wanted, last.at, why)


def _last(places: tuple[Path, ...]) -> Entry | None:
    """The last word of the journals at these places."""
    said = [entries[-1] for place in places if (entries := Journal(place).entries())]
    return max(said, key=lambda entry: entry.at, default=None)


def _held(lock: Path) -> bool:
    """Whether a recorder has this lock; looking at it takes it from nobody for long."""
    try:
        with lock.open(encoding="utf-8") as looked_at:
            fcntl.flock(looked_at, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
