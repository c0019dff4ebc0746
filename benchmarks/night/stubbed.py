"""The ledger's own limit: jobs a second when the checks themselves cost nothing.

``python -m benchmarks.night.stubbed WHAT URL NAME`` is one worker. It says that it is ready, waits
for a line, and then takes job after job by its key until none is left of its share.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import IO

from evidence.domain.findings import Finding, Outcome, Ruling, Standing
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.domain.time import HOUR, MINUTE, Interval
from evidence.engine.clock import SystemClock
from evidence.engine.worker import Worker
from evidence.pipeline.ledger import Job, JobState, JudgedClass, Result
from evidence.pipeline.ports import Progress
from evidence.store.opening import SqlStore, open_store
from evidence.store.schema import upgrade

ROOT = Path(__file__).resolve().parents[2]
NOW = SystemClock().now()
HOURS = ",".join(
    f'{{"session":"P01","hour":{hour},"verdict":"valid","recorded_seconds":2700.0}}'
    for hour in range(1, 41)
)
BODY = f'{{"schema":"evidence/verdict/1","class_hours":[{HOURS}]}}'


@dataclass(frozen=True, slots=True)
class Rate:
    """What so many jobs took."""

    jobs: int
    wall: float
    cpu: float

    @property
    def a_second(self) -> float:
        """Jobs a second."""
        return self.jobs / self.wall


def job(number: int) -> Job:
    return Job(f"INST-{number % 200:04}/CLASS-{number:06}", "check", "a" * 64, "b" * 64, "1")


def judged(subject: str) -> JudgedClass:
    """A verdict of some three kilobytes, with two findings."""
    return JudgedClass(
        subject=subject,
        standing=Standing.INVALID,
        policy_id="sanmenxia-2021",
        policy_sha256="b" * 64,
        bundle_sha256="a" * 64,
        engine_version="1",
        body=BODY,
        findings=(_finding(1), _finding(2)),
    )


def _finding(hour: int) -> Finding:
    span = Interval(NOW, NOW + MINUTE)
    return Finding(
        rule="practical-continuous-recording",
        effect=Effect.HOUR_INVALID,
        clause="二(四)20",
        text="…",
        subject=Subject(session="P01", hour=hour),
        ruling=Ruling(Outcome.BREACHED, say("too short"), span=span),
    )


def claims(store: SqlStore, name: str) -> None:
    """Claim whatever is free and answer it: what the ledger itself can do."""
    while lease := store.ledger.claim(name, NOW, HOUR):
        store.ledger.finish(lease, Result("{}"), NOW)


def verdicts(store: SqlStore, name: str) -> None:
    """The same, with a verdict, its findings and its entry in the audit log for each."""
    while lease := store.ledger.claim(name, NOW, HOUR):
        store.ledger.finish(lease, Result("{}", judged(lease.job.subject)), NOW)


def workers(store: SqlStore, name: str) -> None:
    """Keys from standard input through a real worker, whose step costs nothing."""

    def step(taken: Job, _: Progress) -> Result:
        return Result("{}", judged(taken.subject))

    worker = Worker(name, store.ledger, {"check": step}, SystemClock(), HOUR)
    for line in sys.stdin:
        worker.do(line.strip())


WAYS: dict[str, Callable[[SqlStore, str], None]] = {
    "claims": claims,
    "verdicts": verdicts,
    "workers": workers,
}


def measured(what: str, url: str, jobs: int, at_once: int) -> Rate:
    """Offer jobs to a new store and see so many processes do them."""
    upgrade(url)
    store = open_store(url)
    offered = [job(number) for number in range(jobs)]
    store.ledger.offer(offered, NOW)
    shares = [offered[at::at_once] for at in range(at_once)]
    with ExitStack() as stack:
        started = [stack.enter_context(_started(what, url, f"w{at}")) for at in range(at_once)]
        began = perf_counter()
        keys = ["\n".join(each.key for each in share) + "\n" for share in shares]
        for child, share in zip(started, keys, strict=True):
            given, _ = pipes(child)
            given.write("go\n" + (share if what == "workers" else ""))
            given.close()
        cpu = sum(float(pipes(child)[1].readline()) for child in started)
        wall = perf_counter() - began
    done = store.ledger.counts()[JobState.DONE]
    broken = store.audit.verify().breaks
    store.close()
    if done != jobs or broken:
        raise SystemExit(f"{done} of {jobs} done, {broken}: so its speed means nothing")
    return Rate(jobs, wall, cpu)


def pipes(child: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    """Its standard input and output."""
    if child.stdin is None or child.stdout is None:
        raise ValueError("a child is started with both pipes")
    return child.stdin, child.stdout


@contextmanager
def _started(what: str, url: str, name: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "benchmarks.night.stubbed", what, url, name]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        if not pipes(child)[1].readline():
            raise SystemExit("a worker could not start")
        yield child


def main(what: str, url: str, name: str) -> None:
    store = open_store(url)
    store.ledger.counts()  # connected
    print("ready", flush=True)
    sys.stdin.readline()
    began = process_time()
    WAYS[what](store, name)
    print(process_time() - began, flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
