"""The server under measurement: ``evidence serve`` in processes of its own, and what they use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import httpx
import psutil

PORT = 18080


@dataclass(frozen=True, slots=True)
class Served:
    """The process that was started, with all that it started."""

    process: psutil.Process

    def used(self) -> float:
        """Processor seconds until now."""
        every = (self.process, *self.process.children(recursive=True))
        return float(sum(sum(each.cpu_times()[:2]) for each in every))


@contextmanager
def served(config: Path, workers: int) -> Iterator[Served]:
    """The application, listening."""
    program = (
        "from pathlib import Path; from evidence.wiring.serving import processes, serve; "
        f"serve(Path({str(config)!r}), '127.0.0.1', {PORT}, {workers} or processes())"
    )
    environment = {**os.environ, "EVIDENCE_CONFIG": str(config)}
    server = subprocess.Popen([sys.executable, "-c", program], env=environment)
    try:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{PORT}/sign-in", timeout=5)
                break
            except httpx.HTTPError:
                sleep(0.2)
        sleep(2)  # until every process is there
        yield Served(psutil.Process(server.pid))
    finally:
        server.terminate()
        server.wait(30)
