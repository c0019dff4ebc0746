"""Worker processes that can't start, and that end while somebody ends them."""

import os
import signal
import subprocess
import sys

import pytest

from evidence.engine.unfit import EngineUnfit
from evidence.engine.workers import LocalCrew, _Process

DIES = (sys.executable, "-c", "import sys; sys.exit('no such store')")
STAYS = (sys.executable, "-c", "print('ready', flush=True); input()")


def test_a_worker_that_can_not_start_is_told_of_by_its_last_words() -> None:
    crew = LocalCrew(DIES, 4)

    with pytest.raises(EngineUnfit, match="no such store"):
        list(crew.work(["A", "B", "C", "D"]))

    assert crew.processes == []


def test_a_worker_may_be_buried_while_it_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    process = _Process(STAYS)
    child = process._alive()

    def bury_first(_child: object, _number: int) -> None:
        os.kill(child.pid, signal.SIGKILL)
        process._bury(child)

    monkeypatch.setattr(subprocess.Popen, "send_signal", bury_first)
    process.end()

    assert process.child is process.words is None
    assert child.returncode == -signal.SIGKILL
