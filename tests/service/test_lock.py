"""The lock: one schedule at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from evidence.service.lock import RunsAlready, only_one

HOLDER = """
import sys
from pathlib import Path
from evidence.service.lock import only_one
with only_one(Path(sys.argv[1]), "night-machine:7"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_in_one_line_who_is_at_it(tmp_path: Path) -> None:
    path = tmp_path / "landing" / ".schedule.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"

        with pytest.raises(RunsAlready) as refused, only_one(path, "here:8"):
            pass

        holder.kill()
    assert "runs already, as night-machine:7" in str(refused.value)
    assert "\n" not in str(refused.value)
    with only_one(path, "here:8"):
        assert path.read_text() == "here:8\n"


def test_the_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with only_one(path, "a"):
        pass

    with only_one(path, "b"):
        assert path.read_text() == "b\n"
