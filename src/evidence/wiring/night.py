"""The night put together: the same parts for whoever leads it and for every worker."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from pathlib import Path

import structlog

import evidence
from evidence.analyzers.media.gauge import PacketGauge
from evidence.analyzers.prints.recorded import RecordComparer
from evidence.domain.findings import Verdict
from evidence.domain.time import SECOND
from evidence.engine.cluster import DaskCrew
from evidence.engine.local import LocalEngine
from evidence.engine.processes import is_gone
from evidence.engine.section import EngineSection
from evidence.engine.worker import Worker
from evidence.engine.workers import LocalCrew
from evidence.pipeline.comparing import ComparedPictures
from evidence.pipeline.crew import Crew
from evidence.pipeline.nightly import Night
from evidence.pipeline.others import Others, Wait
from evidence.pipeline.planning import business_date
from evidence.pipeline.pulling import Pull
from evidence.pipeline.reception import RECEIVE
from evidence.pipeline.seen import SeenInStore
from evidence.pipeline.sources_port import Feed
from evidence.pipeline.steps import Steps
from evidence.pipeline.store import Store
from evidence.report import verdict_json
from evidence.sources.deployment import Deployment
from evidence.sources.editions import known_names, policy_on
from evidence.sources.feeds import feeds
from evidence.sources.intake import LandedClasses
from evidence.sources.landing import Landing, LandingSection
from evidence.wiring.checking import checker
from evidence.wiring.deployment import NightSection, deployment, store_of, store_to_look_at
from evidence.wiring.faces import FacesSection, face_record, judged_by
from evidence.wiring.observing import observers_of
from evidence.wiring.places import config_folder
from evidence.wiring.process import CLOCK, worker_name
from evidence.wiring.receiving import receiving_of

WORKER = "evidence.cli.worker"
log = structlog.get_logger()


def waited(wait: Wait) -> None:
    """Log whom a night waits for, where nobody is there to be told."""
    log.info(
        "night_waited",
        process=wait.process,
        classes=len(wait.subjects),
        heard=wait.heard,
        until=wait.until,
    )


@contextmanager
def night(
    deployed: Deployment, *, dry: bool = False, told: Callable[[Wait], None] = waited
) -> Iterator[Night]:
    """A night over a deployment; its store and crew go when the block ends.

    ``told`` is told of whom it waits for.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    store = store_to_look_at(deployed) if dry else store_of(deployed, set_up=True)
    crew = crew_of(deployed)
    try:
        yield night_over(deployed, store, crew, feeds(deployed), told)
    finally:
        crew.close()
        store.close()


def night_over(
    deployed: Deployment,
    store: Store,
    crew: Crew,
    fed: tuple[Feed, ...] = (),
    told: Callable[[Wait], None] = waited,
) -> Night:
    """A night over a store and a crew; without feeds it fetches nothing.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    engine = deployed.part("engine", EngineSection)
    set_for = deployed.part("night", NightSection)
    landing = deployed.part("landing", LandingSection)
    pause = int(engine.lease_seconds * SECOND) // 4
    folder = config_folder()
    pull = Pull(
        fed,
        Landing(landing, PacketGauge(LocalEngine(at_once=1))),
        CLOCK,
        look_back_days=set_for.look_back_days,
        timezone=set_for.timezone,
        pause=pause,
    )
    return Night(
        store=store,
        intake=LandedClasses(landing.folder),
        crew=crew,
        pull=pull,
        policy=lambda named, day: policy_on(named, day, folder=folder).sha256,
        clock=CLOCK,
        code=evidence.__version__,
        by=worker_name(),
        pause=pause,
        others=Others(is_gone, told),
        judging=judged_by(deployed.part("faces", FacesSection)),
    )


def date_of_now(deployed: Deployment) -> date:
    """The business date of a night that begins now."""
    set_for = deployed.part("night", NightSection)
    return business_date(CLOCK.now(), set_for.timezone, turns_at_hour=set_for.day_turns_at_hour)


def crew_of(deployed: Deployment) -> Crew:
    """The crew that ``[engine]`` names."""
    engine = deployed.part("engine", EngineSection)
    if engine.kind == "dask":
        do = partial(do_one, str(config_folder().absolute()))
        return DaskCrew(do, engine.at_once, engine.scheduler)
    # -P: modules come from where they are installed, never from the folder that we run in.
    return LocalCrew((sys.executable, "-P", "-m", WORKER), engine.at_once)


def do_one(config: str, key: str) -> str:
    """What a Dask worker does with a key; its store stays open from one key to the next."""
    return worker(config).do(key).value


@cache
def worker(config: str) -> Worker:
    """The one worker of this process, over the deployment of a config folder.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    deployed = deployment(Path(config))
    engine = deployed.part("engine", EngineSection)
    store = store_of(deployed)
    return Worker(
        name=worker_name(),
        ledger=store.ledger,
        steps={
            **steps_of(deployed, store, Path(config)).all(),
            RECEIVE: receiving_of(deployed, store, Path(config)).receive,
        },
        clock=CLOCK,
        lease=int(engine.lease_seconds * SECOND),
    )


def steps_of(deployed: Deployment, store: Store, config: Path) -> Steps:
    """The steps, over what the store remembers."""
    observers = observers_of(deployed, store)
    record = RecordComparer(store.prints, store.observations, evidence.__version__, CLOCK.now)
    seen = SeenInStore(store.observations, CLOCK.now)
    return Steps(
        intake=LandedClasses(
            deployed.part("landing", LandingSection).folder, seen, known_names(config)
        ),
        checker=checker(
            observers.footage,
            ComparedPictures(observers.pictures, (record,)),
            observers.faces,
            chosen=observers.chosen,
            recorded=face_record(deployed.part("faces", FacesSection), store),
        ),
        policy=lambda named, day: policy_on(named, day, folder=config),
        written=_written,
    )


def _written(verdict: Verdict) -> str:
    return verdict_json.write(verdict).decode()
