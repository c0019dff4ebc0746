import os
from pathlib import Path

import pytest

from evidence.engine.local import Limits, LocalEngine
from evidence.pipeline.work import Ended, Ending, Job

CHILD = "tests.engine.child"


@pytest.fixture(autouse=True)
def _children_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


def run(*jobs: tuple[str, ...], limits: Limits | None = None) -> list[Ended]:
    engine = LocalEngine(limits or Limits(), at_once=2)
    ended = dict(engine.run([Job(CHILD, job) for job in jobs]))
    return [ended[at] for at in range(len(jobs))]


def test_each_job_answers_in_its_own_place() -> None:
    words = [("answer", f"{at}") for at in range(5)]

    assert run(*words) == [Ended(Ending.DONE, f"{at}") for at in range(5)]


@pytest.mark.parametrize("word", ["with space", "教室", "-leading", "--", 'quo"te', "$(x)"])
def test_an_argument_arrives_as_it_was(word: str) -> None:
    assert run(("answer", word)) == [Ended(Ending.DONE, word)]


def test_a_child_that_fails_is_an_answer_with_its_last_words_but_no_path() -> None:
    (ended,) = run(("fail",))

    assert ended == Ended(Ending.CRASHED, last_words="exit code 1: reading … failed")


def test_a_child_that_dies_leaves_the_others_alone() -> None:
    died, answered = run(("die",), ("answer", "well"))

    assert (died.ending, died.last_words) == (Ending.CRASHED, "ended by signal 6")
    assert answered == Ended(Ending.DONE, "well")


def test_a_child_that_hangs_is_ended(tmp_path: Path) -> None:
    (ended,) = run(("hang", str(tmp_path / "pid")), limits=Limits(wall_seconds=1))

    assert ended.ending is Ending.TIMED_OUT
    assert not (tmp_path / "pid").exists() or not _alive(int((tmp_path / "pid").read_text()))


def test_the_limits_are_told_to_the_child() -> None:
    (ended,) = run(("limits",), limits=Limits(cpu_seconds=7, memory_bytes=8, answer_bytes=9))

    assert ended.answer == "7,8,9"


def test_children_are_ended_when_nobody_listens_any_more(tmp_path: Path) -> None:
    engine = LocalEngine(at_once=2)
    jobs = [Job(CHILD, ("hang", str(tmp_path / "pid"))), Job(CHILD, ("answer", "first"))]
    listening = engine.run([*jobs, Job(CHILD, ("hang", str(tmp_path / "never")))])

    assert next(listening)[1].answer == "first"
    listening.close()

    assert not (tmp_path / "pid").exists() or not _alive(int((tmp_path / "pid").read_text()))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
