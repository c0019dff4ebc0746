"""Speech: what a worker process says to the one that watches it, a line of JSON each.

It reads keys, a line each, from its standard input until that ends. It says that it is ready, then
for each key the lease that it took, if any, and what became of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any

from evidence.engine.worker import Worker
from evidence.pipeline.crew import Fate
from evidence.pipeline.ledger import Job, Lease

READY, TAKEN, FATE = "ready", "taken", "fate"


def serve(worker: Worker, keys: IO[str], out: IO[str]) -> None:
    """Do the jobs whose keys come in, until no more come."""

    def tell(what: Mapping[str, Any]) -> None:
        out.write(json.dumps(what) + "\n")
        out.flush()

    tell({READY: worker.name})
    for line in keys:
        fate = worker.do(line.strip(), lambda lease: tell({TAKEN: asdict(lease)}))
        tell({FATE: fate.value})


def heard(line: str) -> tuple[Lease | None, Fate | None]:
    """What a line says: a lease that was taken, or what became of the key."""
    told: dict[str, Any] = json.loads(line)
    if TAKEN in told:
        lease = told[TAKEN]
        return Lease(**(lease | {"job": Job(**lease["job"])})), None
    return None, Fate(told[FATE]) if FATE in told else None


def own_streams() -> tuple[IO[str], IO[str]]:
    """Standard input and output for speaking alone: whatever else prints goes to the errors."""
    out, sys.stdout = sys.stdout, sys.stderr
    return sys.stdin, out
