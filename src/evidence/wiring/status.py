"""The status put together: for a person who asks, and for monitors."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from evidence.domain.errors import Unreadable
from evidence.domain.text import say
from evidence.domain.time import HOUR, SECOND
from evidence.engine.clock import SystemClock
from evidence.pipeline.crew import Clock
from evidence.pipeline.status import GIGABYTE, Limits, Status, ills, status
from evidence.report.language import ENGLISH
from evidence.report.words import Voice
from evidence.service.endpoint import Answers
from evidence.service.metrics import metrics
from evidence.sources.deployment import Deployment
from evidence.sources.landing import Landing, LandingSection
from evidence.store.opening import open_store
from evidence.store.section import StoreSection
from evidence.wiring.deployment import NightSection, store_to_look_at
from evidence.wiring.filming import live_cameras
from evidence.wiring.timetable import StatusSection

Look = tuple[Status | None, tuple[str, ...]]
CLOCK = SystemClock()
FRESH = 10 * SECOND


def status_now(deployed: Deployment, clock: Clock = CLOCK) -> Status:
    """How it is now; nothing is written.

    Raises:
        StoreUnfit: when the store does not answer.
    """
    store = store_to_look_at(deployed)
    landing = deployed.part("landing", LandingSection)
    try:
        missing = Landing(landing).still_missing()
        now = clock.now()
        cameras = tuple(live_cameras(deployed, now))
        return status(store, missing, _free(landing.folder), now, cameras)
    finally:
        store.close()


def answers(deployed: Deployment, clock: Clock = CLOCK) -> Answers:
    """What monitors are answered from now on."""
    looks = _Looks(deployed, clock, since=clock.now())

    def told() -> bytes:
        found, ill = looks.look()
        return metrics(found, healthy=not ill)

    return Answers(ills=lambda: looks.look()[1], metrics=told)


@dataclass(slots=True)
class _Looks:
    """Looks at the status, and gives a look that is some seconds old once more.

    However often monitors ask, the store is asked now and then.
    """

    deployed: Deployment
    clock: Clock
    since: int
    at: int | None = None
    seen: Look = (None, ())
    turn: Lock = field(default_factory=Lock)

    def look(self) -> Look:
        """The status, None where the store does not answer, and what is ill."""
        with self.turn:
            now = self.clock.now()
            if self.at is None or now - self.at >= FRESH:
                self.seen = _look(self.deployed, self.clock, self.since)
                self.at = now
            return self.seen


def _look(deployed: Deployment, clock: Clock, since: int) -> Look:
    voice = Voice(ENGLISH, deployed.part("night", NightSection).timezone)
    try:
        open_store(deployed.part("store", StoreSection).url).close()  # one that was lost is ill
        found = status_now(deployed, clock)
    except (Unreadable, SQLAlchemyError):
        return None, (voice.tell(say("the store does not answer")),)
    section = deployed.part("status", StatusSection)
    limits = Limits(
        int(section.night_max_age_hours * HOUR), int(section.least_free_gigabytes * GIGABYTE)
    )
    return found, tuple(voice.tell(each) for each in ills(found, limits, since))


def _free(folder: Path) -> int:
    """Bytes free on the disk that a folder lies on, or will."""
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free
