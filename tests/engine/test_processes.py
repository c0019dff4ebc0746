"""Processes of this machine: their names, and whether they are gone."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.engine import processes
from evidence.engine.processes import is_gone, this_process
from evidence.pipeline.process import Process

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="only Linux tells when a process was started"
)
HEX = st.text("0123456789abcdef", min_size=1)


@given(st.text("abc-.", min_size=1), st.integers(0, 1 << 22), HEX, HEX)
def test_a_process_is_found_again_by_its_name(host: str, pid: int, kernel: str, start: str) -> None:
    for process in (Process(host, pid), Process(host, pid, kernel, start)):
        assert Process.named(str(process)) == process


@pytest.mark.parametrize("name", ["", "w1", "w1:", "host:x", "host:1:2", "host:1:2:3:4"])
def test_what_names_no_process_is_none(name: str) -> None:
    assert Process.named(name) is None
    assert not is_gone(name)


def named(pid: int) -> str:
    """The name of another process, as it gives it itself."""
    return str(replace(this_process(), pid=pid, start=started(pid)))


def started(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]


def test_this_process_is_not_gone() -> None:
    assert this_process().start == started(os.getpid())
    assert not is_gone(str(this_process()))


def test_a_process_that_was_killed_is_gone_even_before_its_parent_takes_note() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        name = named(child.pid)
        assert not is_gone(name)
        child.send_signal(signal.SIGKILL)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert is_gone(name)
    assert is_gone(name)


def test_a_number_that_another_process_has_by_now_is_of_one_that_is_gone() -> None:
    assert is_gone(str(replace(this_process(), start="1")))


def test_of_another_machine_or_container_nobody_can_say() -> None:
    here = this_process()
    assert not is_gone(str(replace(here, pid=1 << 22, kernel="0" * 12)))
    assert not is_gone(f"{here.host}:{1 << 22}")


def test_a_process_that_may_not_be_looked_at_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = str(this_process())
    monkeypatch.setattr(processes, "_PROC", tmp_path)  # as where others are kept from sight

    assert not is_gone(name)
    assert is_gone(str(replace(this_process(), pid=1 << 22, kernel=name.split(":")[2], start="1")))
