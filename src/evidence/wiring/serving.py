"""Serving: the web application, started by its name, for it stands above this floor.

One process listens and starts those that answer, each with all of the program; one that dies is
replaced. Whatever they must agree about is in their household or in the store.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from socket import socket
from time import sleep
from typing import NoReturn

import structlog
import uvicorn
from uvicorn.config import STARTUP_FAILURE

from evidence.wiring.deployment import deployment
from evidence.wiring.household import founded
from evidence.wiring.office import opened_office
from evidence.wiring.timetable import WebSection

APPLICATION = "evidence.web.app:made"
MOST = 8  # processes, unless more are asked for
GRACE = 10  # seconds that answers under way have when it is asked to stop
PAUSE = 1  # second before one that died is replaced: it may die again
log = structlog.get_logger()


class _Asked(Exception):
    """Somebody asks it to stop."""


def address(folder: Path) -> tuple[str, int]:
    """Host and port that a config folder's ``[web]`` names.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    host, _, port = deployment(folder).part("web", WebSection).listen.rpartition(":")
    return host.strip("[]"), int(port)


def processes() -> int:
    """How many processes answer unless told: one for each processor that we may use."""
    return min(MOST, len(os.sched_getaffinity(0)))


def serve(folder: Path, host: str, port: int, workers: int) -> None:
    """Answer browsers with so many processes, until somebody asks it to stop.

    Raises:
        Unreadable: when the deployment can't be used.
    """
    with opened_office(folder):
        pass  # whatever is wrong is told once, and the store is set up
    with founded(), closing(_config(host, port).bind_socket()) as listening:
        _keep(host, port, listening, workers)


def _config(host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        APPLICATION,
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,  # addresses hold class ids and filters: that is nobody's business
        server_header=False,
        proxy_headers=True,  # of a proxy on this machine alone
        timeout_graceful_shutdown=GRACE,
    )


def _answer(host: str, port: int, listening: socket) -> None:
    uvicorn.Server(_config(host, port)).run([listening])


def _keep(host: str, port: int, listening: socket, workers: int) -> None:
    """See that so many answer; they are let go of at the end."""

    def begun() -> SpawnProcess:
        started = spawning.Process(target=_answer, args=(host, port, listening))
        started.start()
        return started

    spawning = multiprocessing.get_context("spawn")
    answering = [begun() for _ in range(workers)]
    try:
        with _asked():
            while True:
                wait([each.sentinel for each in answering])
                ended = [each for each in answering if not each.is_alive()]
                if any(each.exitcode == STARTUP_FAILURE for each in ended):
                    raise SystemExit(STARTUP_FAILURE)
                sleep(PAUSE)
                for each in ended:
                    log.warning("server_process_ended", code=each.exitcode)
                    answering[answering.index(each)] = begun()
    except _Asked:
        pass
    finally:
        _let_go(answering)


def _let_go(answering: list[SpawnProcess]) -> None:
    for each in answering:
        each.terminate()
    for each in answering:
        each.join(GRACE + 1)
        each.kill()
        each.join()


@contextmanager
def _asked() -> Iterator[None]:
    """Raises _Asked in the block when a signal asks to stop."""

    def stop(*_: object) -> NoReturn:
        raise _Asked

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
