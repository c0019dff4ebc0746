"""The watch put together: it looks, tells, fetches and answers until somebody asks it to stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from threading import Event, Thread
from zoneinfo import ZoneInfo

import structlog

import evidence
from evidence.analyzers.media import wire
from evidence.analyzers.media.gauge import PacketGauge
from evidence.analyzers.media.observer import PacketObserver
from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import EvidenceError
from evidence.domain.text import Moment, Text, say
from evidence.domain.time import DAY, MINUTE, SECOND
from evidence.engine.local import LocalEngine
from evidence.pipeline.alerts import Told
from evidence.pipeline.crew import Clock
from evidence.pipeline.ledger import Observations
from evidence.pipeline.pulling import Pull
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.remembered import RememberedFootage
from evidence.pipeline.seen import Stamps
from evidence.pipeline.watch import Look, Watch
from evidence.pipeline.watching import Arrival, State
from evidence.report.language import ENGLISH
from evidence.report.words import Voice
from evidence.rules.rule import catalogue
from evidence.service.arrivals import arrivals
from evidence.service.endpoint import Answers, endpoint
from evidence.service.lock import only_one
from evidence.service.metrics import watch_metrics
from evidence.sources.deployment import Deployment
from evidence.sources.editions import known_names, policy_on
from evidence.sources.feeds import camera_feeds, lag_of, local_folders
from evidence.sources.intake import LandedClasses
from evidence.sources.landing import Landing, LandingSection
from evidence.sources.paths import is_junk
from evidence.store.memory import MemoryStore
from evidence.wiring.alerting import Alerting
from evidence.wiring.deployment import NightSection, store_of
from evidence.wiring.places import config_folder
from evidence.wiring.process import CLOCK, short_name
from evidence.wiring.timetable import WatchSection

LOCK = ".watch.lock"
COMMAND = "evidence watch"
TOLD_LATELY = 2 * DAY  # no class hour that is watched began longer ago
BREATH = 2  # seconds between two looks at the least
LATE = 2 * MINUTE  # without a look for so long it is ill
log = structlog.get_logger()


def watch_of(deployed: Deployment, clock: Clock = CLOCK, kept: Observations | None = None) -> Watch:
    """The watch over the landing folder of a deployment.

    What is read of a recording is ``kept`` by its stamp, so that a restart does not read it again;
    without a place for it, it is kept in memory.
    """
    section = deployed.part("watch", WatchSection)
    folder = deployed.part("landing", LandingSection).folder
    config = config_folder()
    footage = RememberedFootage(
        PacketObserver(LocalEngine()),
        kept or MemoryStore.empty().observations,
        f"{evidence.__version__} by stamp",
        wire.dumps,
        wire.loads,
        clock.now,
    )
    return Watch(
        intake=LandedClasses(folder, Stamps(), known_names(config)),
        footage=footage,
        policy=lambda named, day: policy_on(named, day, folder=config),
        rules=catalogue(),
        clock=clock,
        arrival=_arrival(deployed),
        changed_at=_changed_at,
        settled=section.settled_seconds * SECOND,
    )


def _arrival(deployed: Deployment) -> Callable[[str], Arrival]:
    """How footage comes in: from a source it comes later by how seldom that is asked."""
    section = deployed.part("watch", WatchSection)
    fed = {feed.institution for feed in camera_feeds(deployed)}

    def arrival(institution: str) -> Arrival:
        delay = section.delay_seconds * SECOND + lag_of(deployed, institution)
        if institution in fed:
            delay += section.ask_every_seconds * SECOND
        return Arrival(section.segment_seconds * SECOND, delay)

    return arrival


def _changed_at(bundle: ClassBundle, path: str) -> int | None:
    try:
        return (bundle.root / path).stat().st_mtime_ns // 1000
    except OSError:
        return None


@dataclass(slots=True)
class Watching:
    """A watch under way; ``stop`` is set when it is to end, ``wake`` when there is something new.

    ``shown`` is called with every look; ``last`` is the last one.
    """

    deployed: Deployment
    watch: Watch
    alerting: Alerting
    stop: Event
    shown: Callable[[Look], None]
    clock: Clock = CLOCK
    wake: Event = field(default_factory=Event)
    asked: Event = field(default_factory=Event)
    last: Look | None = None
    since: int = 0

    @property
    def section(self) -> WatchSection:
        """The settings."""
        return self.deployed.part("watch", WatchSection)

    def round(self) -> None:
        """Look once, and tell what is news; a look that fails is told of and made again."""
        try:
            look = self.watch.look()
        except OSError as error:
            log.warning("look_failed", error=error.strerror or str(error))
            return
        self.last = look
        self.shown(look)
        self.alerting.tell(look)

    def until_stopped(self) -> None:
        """Look again and again."""
        while not self.stop.is_set():
            self.wake.clear()
            self.round()
            self.asked.set()
            self.stop.wait(BREATH)  # many files may arrive at once
            self.wake.wait(self.section.every_seconds)

    def end(self) -> None:
        """Ask it to stop; fit for a signal's handler."""
        self.stop.set()
        self.wake.set()
        self.asked.set()

    def fetch(self, pull: Pull) -> None:
        """Fetch what the sources have of class hours under way, for as long as they owe any."""
        while not self.stop.is_set():
            self.asked.wait()
            self.asked.clear()
            wanting = self.watch.wanting(self.last) if self.last else {}
            if wanting and not self.stop.is_set():
                try:
                    came = pull.pull(self._today(), wanting, "", Quiet())
                    log.info("sources_asked", landed=came.landed, down=len(came.down))
                except (EvidenceError, OSError) as error:
                    log.warning("sources_not_asked", error=str(error))
            self.stop.wait(self.section.ask_every_seconds)

    def _today(self) -> date:
        zone = ZoneInfo(self.deployed.part("night", NightSection).timezone)
        return datetime.fromtimestamp(self.clock.now() / SECOND, zone).date()

    def ills(self) -> tuple[str, ...]:
        """What is ill, for a monitor: hours that somebody must save now, or that nobody looks."""
        voice = Voice(ENGLISH, self.deployed.part("night", NightSection).timezone)
        return tuple(voice.tell(each) for each in self._ills())

    def _ills(self) -> Iterator[Text]:
        at = self.last.at if self.last else self.since
        if self.clock.now() - at > LATE:
            yield say("the classes were last looked at at {at}", at=Moment(at))
        count = states(self.last)[State.AT_RISK]
        if count:
            yield say("class hours that are not being recorded: {count}", count=count)

    def metrics(self) -> bytes:
        """What Prometheus reads."""
        found = {state.value: states(self.last)[state] for state in State}
        at = self.last.at if self.last else None
        faults = sum(len(each.troubles) for each in self.last.classes) if self.last else 0
        return watch_metrics(found, faults, at, healthy=not self.ills())


def states(look: Look | None) -> Counter[State]:
    """How many class hours stand how."""
    classes = look.classes if look else ()
    return Counter(hour.state for each in classes for hour in each.hours)


@contextmanager
def watching(
    deployed: Deployment, stop: Event, shown: Callable[[Look], None], clock: Clock = CLOCK
) -> Iterator[Watching]:
    """A watch with all that belongs to it, the only one of its landing folder, during the block.

    Raises:
        RunsAlready: when there is another one.
        Unreadable: when the store can't be used.
        OSError: when nobody can listen where monitors are to ask.
    """
    folder = deployed.part("landing", LandingSection).folder
    with ExitStack() as parts:
        parts.enter_context(only_one(folder / LOCK, short_name(), command=COMMAND))
        store = store_of(deployed, set_up=True)
        parts.callback(store.close)
        now = clock.now()
        told = Told.of(store.audit, now - TOLD_LATELY)
        alerting = Alerting(deployed, told)
        made = Watching(
            deployed,
            watch_of(deployed, clock, store.observations),
            alerting,
            stop,
            shown,
            clock,
            since=now,
        )
        parts.enter_context(_arrivals(made, folder))
        if camera_feeds(deployed):
            # A fetch that is under way when all ends is broken off: it goes on from there later.
            Thread(target=made.fetch, args=(_pull(made),), name="fetching", daemon=True).start()
        if made.section.listen:
            told_to = Answers(ills=made.ills, metrics=made.metrics)
            port = parts.enter_context(endpoint(made.section.listen, told_to))
            log.info("status_answered", port=port)
        yield made


@contextmanager
def _arrivals(made: Watching, folder: Path) -> Iterator[None]:
    """Wake the watch when a segment arrives, and the fetching when a source's folder has one."""
    roots = [folder, *local_folders(made.deployed)]

    def matters(path: str) -> bool:
        inside = [root for root in roots if Path(path).is_relative_to(root.absolute())]
        return not all(
            is_junk(Path(path).relative_to(root.absolute()).as_posix()) for root in inside
        )

    with arrivals([root.absolute() for root in roots], matters, made.wake.set):
        yield


def _pull(made: Watching) -> Pull:
    landing = made.deployed.part("landing", LandingSection)
    return Pull(
        camera_feeds(made.deployed),
        Landing(landing, PacketGauge(LocalEngine(at_once=1))),
        made.clock,
        look_back_days=0,
        timezone=made.deployed.part("night", NightSection).timezone,
        pause=10 * SECOND,
    )
