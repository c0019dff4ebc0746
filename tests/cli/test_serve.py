"""``evidence serve``: several processes that are one server to whoever comes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from evidence.pipeline.accounts import Account, Role
from evidence.wiring.office import opened_office
from tests.web.conftest import QUICK
from tests.web.tokens import bearer
from tests.wiring.deployments import config

EVIDENCE = Path(sys.executable).with_name("evidence")
FEW = 12  # requests a minute


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def place(tmp_path: Path, port: int) -> Path:
    told = f'[web]\nlisten = "127.0.0.1:{port}"\nrequests_per_minute = {FEW}\n'
    return config(tmp_path, told)


@pytest.fixture
def server(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = [str(EVIDENCE), "serve", "--workers", "2"]
    environment = {**os.environ, "EVIDENCE_CONFIG": str(place)}
    with subprocess.Popen(program, env=environment, stderr=subprocess.PIPE) as started:
        yield started
        started.terminate()


def processes(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Those that answer."""
    below = psutil.Process(server.pid).children()
    return [each for each in below if "spawn_main" in " ".join(each.cmdline())]


def answered(port: int, headers: dict[str, str]) -> int:
    """The status of a page, by a connection of its own."""
    for _ in range(600):
        try:
            return httpx.get(f"http://127.0.0.1:{port}/keys", headers=headers).status_code
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("nobody answers")


def test_processes_count_together_share_who_is_signed_in_and_one_that_dies_is_replaced(
    place: Path, port: int, server: subprocess.Popen[bytes]
) -> None:
    assert answered(port, {}) == 303
    with opened_office(place) as office:
        office.accounts.add(Account("chen", Role.INSPECTOR), QUICK.hashed("x"), office.clock.now())
        headers = bearer(office, "chen")
    first, second = processes(server)
    statuses = [answered(port, headers) for _ in range(FEW + 2)]
    assert statuses[:FEW] == [200] * FEW
    assert 429 in statuses[FEW:]
    first.send_signal(signal.SIGKILL)
    first.wait(60)
    assert answered(port, {}) == 303
    server.terminate()
    assert server.wait(60) == 0
    assert not second.is_running()
