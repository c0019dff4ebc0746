"""A deployment in a folder of its own, whose ``evidence`` runs in real processes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from typing import Any

from sqlalchemy import select

from evidence.engine.processes import is_gone
from evidence.pipeline.ledger import JobState
from evidence.pipeline.process import Process
from evidence.store.opening import SqlStore, open_store
from evidence.store.rows.work import JOBS
from evidence.store.schema import upgrade

EVIDENCE = Path(sys.executable).with_name("evidence")
LOOK_EVERY = 0.02  # seconds


@dataclass(frozen=True)
class Deployed:
    """A landing folder, a store and an engine; ``more`` are further settings."""

    url: str
    landing: Path
    engine: str = "local"
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """All that sets the deployment."""
        return {
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "EVIDENCE__STORE__URL": self.url,
            "EVIDENCE__LANDING__FOLDER": str(self.landing),
            "EVIDENCE__LANDING__LEAST_FREE_GIGABYTES": "0",
            "EVIDENCE__ENGINE__KIND": self.engine,
            "EVIDENCE__ENGINE__WORKERS": "1",
            "EVIDENCE__ENGINE__LEASE_SECONDS": "4",
            # Whatever time it is, the night of exactly one business date is due.
            "EVIDENCE__SCHEDULE__AT": "00:00",
            "EVIDENCE__SCHEDULE__GRACE_HOURS": "24",
            **self.more,
        }

    @contextmanager
    def started(self, *command: str) -> Iterator[Popen[bytes]]:
        """A command in a process group of its own, which is gone at the end."""
        with Popen(
            [EVIDENCE, *command], env=self.environment, stdout=PIPE, start_new_session=True
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)

    def night(self, *arguments: str) -> Mapping[str, Any]:
        """``evidence run --json``: its summary."""
        came = subprocess.run(
            [EVIDENCE, "run", "--json", *arguments],
            env=self.environment,
            stdout=PIPE,
            check=True,
        )
        told: Mapping[str, Any] = json.loads(came.stdout)
        return told

    @contextmanager
    def store(self) -> Iterator[SqlStore]:
        """The store, looked at from outside."""
        opened = open_store(self.url)
        try:
            yield opened
        finally:
            opened.close()

    def set_up(self) -> "Deployed":
        """With the store's schema."""
        upgrade(self.url)
        return self

    def verdicts(self) -> dict[str, tuple[str, ...]]:
        """The digests of every version of every verdict, of a log that hangs together."""
        with self.store() as store:
            assert store.audit.verify().breaks == ()
            return {
                subject: tuple(kept.sha256 for kept in store.verdicts.history(subject))
                for subject in store.classes.subjects()
            }


def seen(process: Popen[bytes], look: Callable[[], int]) -> int:
    """What ``look`` sees, as soon as it is anything, while the process still runs."""
    while not (found := look()):
        try:
            process.wait(LOOK_EVERY)
        except TimeoutExpired:
            continue
        raise AssertionError(f"it ended ({process.returncode}) before there was anything to see")
    return found


def done(store: SqlStore) -> int:
    """How many checks are done."""
    return store.ledger.counts("check")[JobState.DONE]


def at_work(store: SqlStore) -> int:
    """The living process that is at a check which never ended anybody, or 0."""
    query = select(JOBS.c.worker).where(
        JOBS.c.state == JobState.LEASED.value, JOBS.c.step == "check", JOBS.c.deaths == 0
    )
    with store.database.reading() as connection:
        named = map(Process.named, connection.scalars(query))
        alive = [worker.pid for worker in named if worker and not is_gone(str(worker))]
    return alive[0] if alive else 0
