import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.engine.local import Limits, LocalEngine
from evidence.pipeline.work import Ended, Ending, Job

LIMITS = Limits(wall_seconds=60, cpu_seconds=30, memory_bytes=1 << 30, answer_bytes=1 << 20)
CHILDREN = (
    *(f"evidence.analyzers.{name}" for name in ("face", "frames", "media", "proofs", "viewing")),
    *(f"evidence.analyzers.face.{name}" for name in ("cutting", "looking")),
)


@pytest.fixture(autouse=True)
def _children_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def ended(limits: Limits, *words: str) -> Ended:
    engine = LocalEngine(limits, at_once=1)
    return next(told for _, told in engine.run([Job("tests.analyzers.limited", words)]))


@pytest.mark.parametrize(("size", "ending"), [(100, Ending.DONE), (900, Ending.CRASHED)])
def test_a_child_has_no_more_memory_than_its_limit(size: int, ending: Ending) -> None:
    limits = replace(LIMITS, memory_bytes=600 << 20)
    assert ended(limits, "memory", str(size << 20)).ending is ending


def test_a_child_that_uses_up_its_processor_time_is_ended() -> None:
    assert ended(replace(LIMITS, cpu_seconds=1), "spin").ending is Ending.TIMED_OUT


@pytest.mark.parametrize(("lines", "ending"), [(64, Ending.DONE), (65, Ending.CRASHED)])
def test_a_child_answers_no_more_than_its_limit(lines: int, ending: Ending) -> None:
    assert ended(replace(LIMITS, answer_bytes=64 << 10), "answers", str(lines)).ending is ending


def test_an_answer_is_there_though_the_child_dies_of_what_is_next(tmp_path: Path) -> None:
    answer = tmp_path / "answer"
    with answer.open("wb") as out:
        command = [sys.executable, "-m", "tests.analyzers.limited", "30", str(1 << 30), "4096"]
        died = subprocess.run([*command, "--", "die after an answer"], stdout=out, check=False)

    assert died.returncode != 0
    assert answer.read_text() == "one\n"


@pytest.mark.parametrize("module", CHILDREN)
def test_each_child_that_opens_strangers_files_lives_within_limits(module: str) -> None:
    engine = LocalEngine(replace(LIMITS, memory_bytes=1 << 20), at_once=1)
    (starved,) = [told for _, told in engine.run([Job(module, ("nothing.mp4",))])]
    assert starved.ending is Ending.CRASHED  # a mebibyte is not enough to load what reads a file


@pytest.mark.parametrize("module", CHILDREN)
def test_each_child_tells_how_it_is_started(module: str) -> None:
    told = subprocess.run(
        [sys.executable, "-m", module, "1", "2"], capture_output=True, text=True, check=False
    )
    assert told.stderr.startswith("usage: CPU_SECONDS MEMORY_BYTES ANSWER_BYTES -- ")
    assert told.returncode == 1
