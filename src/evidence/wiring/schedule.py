"""The schedule put together: the chores of one process, and what each does when it is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from threading import Event

import structlog

from evidence.domain.time import HOUR, SECOND
from evidence.engine.section import EngineSection
from evidence.notify.unsent import NotSent
from evidence.pipeline.calendar import Daily, ended
from evidence.pipeline.crew import Clock
from evidence.pipeline.nightly import Night, NightOver
from evidence.pipeline.stopping import HeedingCrew, HeedingProgress, Stopped
from evidence.pipeline.store import Store
from evidence.service.endpoint import endpoint
from evidence.service.lock import only_one
from evidence.service.scheduler import Chore, daily
from evidence.sources.deployment import Deployment
from evidence.sources.landing import LandingSection
from evidence.wiring.deployment import NightSection, deployment, store_of
from evidence.wiring.night import night
from evidence.wiring.notices import Morning
from evidence.wiring.process import CLOCK, short_name
from evidence.wiring.purging import purge
from evidence.wiring.status import answers
from evidence.wiring.timetable import (
    InstitutionSection,
    ScheduleSection,
    StatusSection,
)

LOCK = ".schedule.lock"
NIGHTS_LOOKED_AT = 60  # one that is not among them is refused by the store all the same
HANDFUL = 2  # classes for each worker between two looks at whether to stop
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A deployment that is looked after; ``stop`` is set when the process is to end.

    ``told`` are the business dates of which this process need not look for notices again.
    """

    deployed: Deployment
    stop: Event
    clock: Clock = CLOCK
    told: set[date] = field(default_factory=set)

    @classmethod
    def of(cls, folder: Path, stop: Event, clock: Clock = CLOCK) -> Scheduled:
        """What a config folder sets.

        Raises:
            Unreadable: with everything that is wrong with it.
        """
        return cls(deployment(folder), stop, clock)

    @property
    def schedule(self) -> ScheduleSection:
        """The times of day."""
        return self.deployed.part("schedule", ScheduleSection)

    @property
    def timezone(self) -> str:
        """The time zone of the times of day."""
        return self.deployed.part("night", NightSection).timezone

    @property
    def grace_seconds(self) -> int:
        """How late something may begin."""
        return int(self.schedule.grace_hours * (HOUR // SECOND))

    def daily(self, at: time) -> Daily:
        """What happens at this time of day, once a business date."""
        turns = self.deployed.part("night", NightSection).day_turns_at_hour
        return Daily(at, self.timezone, turns, self.grace_seconds * SECOND)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, during the block."""
        store = store_of(self.deployed, set_up=True)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The right to be the one schedule of this landing folder.

        Raises:
            RunsAlready: when another process has it.
        """
        folder = self.deployed.part("landing", LandingSection).folder
        with only_one(folder / LOCK, short_name()):
            yield


@contextmanager
def answering(scheduled: Scheduled) -> Iterator[None]:
    """Answer monitors during the block, where ``[status] listen`` says so.

    Raises:
        OSError: when nobody can listen there.
    """
    listen = scheduled.deployed.part("status", StatusSection).listen
    if not listen:
        yield
        return
    with endpoint(listen, answers(scheduled.deployed, scheduled.clock)) as port:
        log.info("status_answered", port=port)
        yield


def chores(scheduled: Scheduled) -> Sequence[Chore]:
    """All that the schedule looks after."""
    times, zone = scheduled.schedule, scheduled.timezone
    return (
        Chore("night", lambda: nights(scheduled), daily(times.at, zone)),
        Chore("notices", lambda: notices(scheduled), daily(times.morning, zone)),
    )


def nights(scheduled: Scheduled) -> None:
    """Run every night that is due, and then take away what is too old to be kept.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    with scheduled.store() as store:
        done = ended(store.runs.latest(NIGHTS_LOOKED_AT))
    due = scheduled.daily(scheduled.schedule.at).due(scheduled.clock.now(), done)
    if not due or scheduled.stop.is_set():
        return
    with night(scheduled.deployed) as tonight:
        heeding = _heeding(tonight, scheduled)
        for on in due:
            try:
                came = heeding.run(on, "", HeedingProgress(scheduled.stop.is_set))
            except NightOver:
                continue  # another machine was quicker
            except Stopped:
                log.info("night_stopped", date=on.isoformat())
                return
            log.info("night_ended", date=on.isoformat(), **came.counts())
        purge(scheduled.deployed, tonight.store, scheduled.clock.now())


def notices(scheduled: Scheduled) -> None:
    """Send the notices of every business date whose morning it is and whose night has ended.

    Raises:
        NotSent: when one did not go out, or the night has not ended; the others have gone.
        Unreadable: when the store does not answer.
    """
    due = scheduled.daily(scheduled.schedule.morning).due(scheduled.clock.now(), scheduled.told)
    if not due or not scheduled.deployed.parts("institution", InstitutionSection):
        return
    with scheduled.store() as store:
        morning = Morning(scheduled.deployed, store)
        for on in due:
            if scheduled.stop.is_set():
                return
            if morning.send(on, scheduled.clock.now()):
                scheduled.told.add(on)
    left = [on.isoformat() for on in due if on not in scheduled.told]
    if left:
        raise NotSent("notices", f"not all of {', '.join(left)} have gone out")


def _heeding(tonight: Night, scheduled: Scheduled) -> Night:
    engine = scheduled.deployed.part("engine", EngineSection)
    crew = HeedingCrew(tonight.crew, HANDFUL * engine.at_once, scheduled.stop.is_set)
    return replace(tonight, crew=crew)
