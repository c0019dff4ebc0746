"""Nights on both engines, each on its own database, with workers and whole nights killed."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from evidence.domain.text import Text
from evidence.engine.cluster import DaskCrew
from evidence.engine.workers import LocalCrew
from evidence.pipeline.crew import Crew
from evidence.pipeline.ports import Progress
from evidence.pipeline.quiet import Quiet
from evidence.pipeline.summary import End, NightSummary
from evidence.store.opening import open_store
from tests.engine.city import DATE, LAST_WORDS, POISON, ROOT, Here, crew, landed, night

CLASSES = tuple(f"INST-{number % 2 + 1}/CLASS-{number}" for number in range(6))
TAKING_STOCK = len(CLASSES)


@dataclass(frozen=True)
class City:
    """A landing folder, an empty store and an engine."""

    url: str
    landing: Path
    scheduler: str = ""

    def crew(self) -> Crew:
        return crew(self.scheduler, self.url, self.landing)

    def run(self, progress: Progress | None = None, *, workers: Crew | None = None) -> NightSummary:
        hands = workers or self.crew()
        with night(self.url, self.landing, hands) as tonight:
            return tonight.run(DATE, "", progress or Quiet(), again=True)

    def verdicts(self) -> Mapping[str, tuple[str, ...]]:
        """The digests of every version of every verdict."""
        store = open_store(self.url)
        try:
            assert store.audit.verify().breaks == ()
            return {
                subject: tuple(kept.sha256 for kept in store.verdicts.history(subject))
                for subject in store.classes.subjects()
            }
        finally:
            store.close()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a Dask scheduler with two workers, as the engine starts its own."""
    own = DaskCrew(str, 2)
    list(own.work(()))
    yield own.cluster.scheduler_address
    own.close()


@pytest.fixture(params=[("local", "sqlite"), ("dask", "postgresql")], ids="-on-".join)
def city(request: pytest.FixtureRequest, tmp_path: Path) -> City:
    engine, database = request.param
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("ready_sqlite"), tmp_path / "store.db")
        url = f"sqlite:///{tmp_path / 'store.db'}"
    else:
        url = request.getfixturevalue("new_postgresql")(True)
    address = request.getfixturevalue("scheduler") if engine == "dask" else ""
    return City(url, landed(tmp_path / "landing", *CLASSES), address)


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, ready_sqlite: Path
) -> Mapping[str, tuple[str, ...]]:
    """What every night over these classes must end with."""
    folder = tmp_path_factory.mktemp("undisturbed")
    shutil.copy(ready_sqlite, folder / "store.db")
    city = City(f"sqlite:///{folder}/store.db", landed(folder / "landing", *CLASSES))
    assert city.run(workers=Here(city.url, city.landing)).whole
    return city.verdicts()


@dataclass
class At:
    """Progress that does something at one step."""

    step: int
    do: Callable[[], None]
    steps: int = 0

    def stage(self, name: Text, total: int) -> None:
        pass

    def advance(self, steps: int = 1) -> None:
        self.steps += 1
        if self.steps == self.step:
            self.do()


def kill_one(workers: Crew) -> None:
    """End one worker, whatever it is doing."""
    match workers:
        case LocalCrew():
            pid = next(p.child.pid for p in workers.processes if p.child)
        case DaskCrew():
            pid = next(iter(workers.client.run(os.getpid).values()))
        case _:
            raise AssertionError(workers)
    os.kill(pid, signal.SIGKILL)


def test_a_night_killed_in_the_middle_ends_like_an_undisturbed_one(
    city: City, undisturbed: Mapping[str, tuple[str, ...]]
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.engine.city", "lead", city.url, city.landing, city.scheduler],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as lead:
        assert lead.stdout
        for line in lead.stdout:
            if line == f"step {TAKING_STOCK + 2}\n":
                os.killpg(lead.pid, signal.SIGKILL)
                break
    assert lead.returncode == -signal.SIGKILL
    assert len(city.verdicts()) == len(CLASSES)

    summary = city.run()

    assert city.verdicts() == undisturbed
    assert (summary.whole, summary.counts()["unchanged"]) == (True, 0)


def test_a_night_whose_workers_are_killed_ends_like_an_undisturbed_one(
    city: City, undisturbed: Mapping[str, tuple[str, ...]]
) -> None:
    workers = city.crew()

    city.run(At(TAKING_STOCK + 1, lambda: kill_one(workers)), workers=workers)

    assert city.verdicts() == undisturbed


def test_two_nights_at_once_do_nothing_twice(
    city: City, undisturbed: Mapping[str, tuple[str, ...]]
) -> None:
    summaries: list[NightSummary] = []

    def one() -> None:
        workers = city.crew() if city.scheduler else Here(city.url, city.landing)
        summaries.append(city.run(workers=workers))

    nights = [Thread(target=one) for _ in range(2)]
    for each in nights:
        each.start()
    for each in nights:
        each.join()

    assert [summary.whole for summary in summaries] == [True, True]
    assert city.verdicts() == undisturbed


def test_a_class_that_ends_its_workers_is_parked_and_the_others_are_done(city: City) -> None:
    landed(city.landing, POISON)

    summary = city.run()

    (parked,) = summary.of(End.PARKED)
    assert parked.subject == POISON
    if not city.scheduler:
        assert parked.last_words == f"signal 9: {LAST_WORDS}"
    assert [each.subject for each in summary.classes if each.end is not End.PARKED] == sorted(
        CLASSES
    )
    assert city.verdicts()[POISON] == ()
    assert not summary.whole
