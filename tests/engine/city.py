"""A small city's night in processes of its own: ``python -m tests.engine.city ROLE URL LANDING``.

Real bundles, a real store, real workers; only the looking at footage and logs is left out, which
others test. A class called POISON ends whoever checks it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

from evidence.domain.findings import Verdict
from evidence.domain.text import Text
from evidence.domain.time import SECOND
from evidence.engine.clock import SystemClock
from evidence.engine.cluster import DaskCrew
from evidence.engine.speech import own_streams, serve
from evidence.engine.worker import Worker
from evidence.engine.workers import LocalCrew
from evidence.pipeline.check import Checker
from evidence.pipeline.crew import Crew, Handled
from evidence.pipeline.ledger import Job, Result
from evidence.pipeline.nightly import Night
from evidence.pipeline.ports import Progress
from evidence.pipeline.pulling import Pull
from evidence.pipeline.steps import CHECK, Steps
from evidence.pipeline.store import Store
from evidence.report import verdict_json
from evidence.rules.rule import catalogue
from evidence.sources.intake import LandedClasses
from evidence.sources.landing import Landing, LandingSection
from evidence.store.opening import open_store
from tests.pipeline.classes import LONG_HOURS, Filmed, Logged, policy
from tests.sources.bundles import CLASS, written

ROOT = Path(__file__).parents[2]
DATE = date(2021, 4, 30)
LEASE = 2 * SECOND
PAUSE = SECOND // 4
PATIENCE = 30.0
CLOCK = SystemClock()
POISON = "INST-9/POISON"
LAST_WORDS = "about to run out of memory"


class Listener:
    """Progress that tells every step of it."""

    def __init__(self) -> None:
        self.steps = 0

    def stage(self, name: Text, total: int) -> None:
        print(name, total, flush=True)

    def advance(self, steps: int = 1) -> None:
        self.steps += steps
        print("step", self.steps, flush=True)


def landed(landing: Path, *subjects: str) -> Path:
    """Small sound bundles, each a class of its own."""
    for subject in subjects:
        name = subject.rpartition("/")[2]
        changed = CLASS.replace("SMX-2021-0417-03", name)
        written(landing / subject, {"class.toml": changed})
    return landing


@contextmanager
def night(url: str, landing: Path, crew: Crew) -> Iterator[Night]:
    store = open_store(url, PATIENCE)
    folder = Landing(LandingSection(folder=landing))
    pull = Pull((), folder, CLOCK, look_back_days=1, timezone="UTC", pause=PAUSE)
    try:
        yield Night(
            store=store,
            intake=LandedClasses(landing),
            crew=crew,
            pull=pull,
            policy=lambda _named, _day: LAW.sha256,
            clock=CLOCK,
            code="1",
            by="city",
            pause=PAUSE,
        )
    finally:
        crew.close()
        store.close()


LAW = policy(LONG_HOURS)


def crew(scheduler: str, url: str, landing: Path) -> Crew:
    """The workers of a Dask scheduler; without one, processes of this machine."""
    if scheduler:
        return DaskCrew(Doing(url, str(landing)), 0, scheduler)
    command = (sys.executable, "-m", "tests.engine.city", "worker", url, str(landing))
    return LocalCrew(command, 1)


class Here:
    """A crew in this very process."""

    def __init__(self, url: str, landing: Path) -> None:
        self.store = open_store(url, PATIENCE)
        self.worker = worker_over(self.store, landing)

    def work(self, keys: Sequence[str]) -> Iterator[Handled]:
        for key in keys:
            yield Handled(key, self.worker.do(key))

    def close(self) -> None:
        self.store.close()


class Doing:
    """What a Dask worker is sent: where to work, never what with."""

    def __init__(self, url: str, landing: str) -> None:
        self.url, self.landing = url, landing

    def __call__(self, key: str) -> str:
        return worker(self.url, self.landing).do(key).value


@cache
def worker(url: str, landing: str) -> Worker:
    return worker_over(open_store(url, PATIENCE), Path(landing))


def worker_over(store: Store, landing: Path) -> Worker:
    checker = Checker(Filmed(), Logged(), catalogue(), "1")
    steps = Steps(LandedClasses(landing), checker, lambda _named, _day: LAW, _body)

    def check(job: Job, progress: Progress) -> Result:
        if job.subject == POISON:
            print(LAST_WORDS, file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
        return steps.check(job, progress)

    return Worker(str(os.getpid()), store.ledger, {**steps.all(), CHECK: check}, CLOCK, LEASE)


def _body(verdict: Verdict) -> str:
    return verdict_json.write(verdict).decode()


def main(role: str, url: str, landing: str, scheduler: str = "") -> None:
    if role == "worker":
        keys, out = own_streams()
        serve(worker(url, landing), keys, out)
        return
    with night(url, Path(landing), crew(scheduler, url, Path(landing))) as tonight:
        tonight.run(DATE, "", Listener(), again=True)


if __name__ == "__main__":
    # By its name, so that what Dask is sent can be found on the other side.
    import_module("tests.engine.city").main(*sys.argv[1:])
