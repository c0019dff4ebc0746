"""The processes of this machine: this one by its name, and whether another is gone for sure."""

from __future__ import annotations

import os
import socket
from functools import cache
from hashlib import sha256
from pathlib import Path

from evidence.pipeline.process import Process

_PROC = Path("/proc")
_STARTED = 19  # the place of the start among what stands behind the name of the program
_DEAD = frozenset("ZX")  # ended, and only not yet taken note of by whoever started it


def this_process() -> Process:
    """The process that asks."""
    pid, host = os.getpid(), socket.gethostname().replace(":", "-")
    state = _state(pid)
    if state is None or not _kernel():
        return Process(host, pid)
    return Process(host, pid, _kernel(), state[1])


def is_gone(name: str) -> bool:
    """Whether the process of this name ran here and has ended; of all others nobody can say."""
    asked = Process.named(name)
    if asked is None or not asked.kernel or asked.kernel != _kernel():
        return False
    state = _state(asked.pid)
    if state is None:
        return not _answers(asked.pid)
    return state[0] in _DEAD or state[1] != asked.start


def _answers(pid: int) -> bool:
    """Whether there is such a process, though it be one that this one may not look at."""
    try:
        os.kill(pid, 0)  # no signal: only whether one could be sent
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


@cache
def _kernel() -> str:
    """This start of this machine, and which of its process numbers are seen from here."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii")
        numbers = (_PROC / "self/ns/pid").readlink()
    except OSError:
        return ""
    return sha256(f"{boot}{numbers}".encode()).hexdigest()[:12]


def _state(pid: int) -> tuple[str, str] | None:
    """The state of a process and when it was started, in ticks since the machine was."""
    try:
        said = (_PROC / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    behind = said.rpartition(")")[2].split()
    return behind[0], behind[_STARTED]
