"""``evidence schedule`` and ``evidence status`` as an operator calls them."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from jsonschema import validate

from evidence.report.answers import Answer, schema
from tests.wiring.deployments import config

EVIDENCE = Path(sys.executable).with_name("evidence")
ANY_PORT = '[status]\nlisten = "127.0.0.1:0"\nleast_free_gigabytes = 0\n'


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    folder = config(tmp_path, ANY_PORT)
    return {**os.environ, "EVIDENCE_CONFIG": str(folder), "LC_ALL": "C.UTF-8"}


def evidence(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [EVIDENCE, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@contextmanager
def running(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A schedule that has begun to answer, and its port."""
    with subprocess.Popen(
        [EVIDENCE, "schedule"], env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        try:
            told = next(line for line in process.stderr if "status_answered" in line)
            yield process, int(re.sub(r"\x1b\[\d+m", "", told).split("port=")[1])
        finally:
            process.kill()


def test_it_answers_monitors_refuses_a_second_and_ends_well_when_asked_to(
    environment: dict[str, str],
) -> None:
    with running(environment) as (process, port):
        assert "evidence_healthy" in httpx.get(f"http://127.0.0.1:{port}/metrics").text

        second = evidence(environment, "schedule")
        process.send_signal(signal.SIGTERM)
        ended = process.wait(60)

    assert ended == 0
    assert second.returncode == 2  # told in one line that one runs already
    assert second.stderr.startswith("evidence: evidence schedule runs already, as ")
    assert second.stderr.count("\n") == 1


def test_what_is_due_is_done_and_it_ends(environment: dict[str, str]) -> None:
    came = evidence(environment, "schedule", "--once")

    assert (came.returncode, came.stdout) == (0, "")


def test_the_status_is_told_to_people_in_their_language(environment: dict[str, str]) -> None:
    came = evidence(environment, "status", "--lang", "zh")

    assert came.returncode == 0
    assert "还没有运行过夜间核验" in came.stdout


def test_the_status_is_told_to_machines(environment: dict[str, str]) -> None:
    came = evidence(environment, "status", "--json")

    assert came.returncode == 0
    told = json.loads(came.stdout)
    validate(told, schema(Answer.STATUS))
    assert told["missing"] == []
