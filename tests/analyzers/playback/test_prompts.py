"""Prompts one by one: when each was shown, in which lesson, and when it was answered."""

from pathlib import Path

from evidence.analyzers.playback.observer import DuckDBPlayback
from evidence.domain.learning import Prompt
from evidence.sources.logs.dialect import read_log
from tests.analyzers.playback.interpreter import Event
from tests.analyzers.playback.logs import DAY, SECOND, Silent, bundle, native, observe, write


def event(at: int, kind: str, prompt: str | None = None, who: str = "L001") -> Event:
    lesson = None if prompt else "intro"
    position = None if prompt else at * SECOND
    return Event(DAY + at * SECOND, who, f"{who}-1", kind, lesson, position, prompt=prompt)


EVENTS = (
    event(0, "play"),
    event(0, "play", who="L002"),
    event(10, "prompt_shown", "a"),
    event(18, "prompt_answered", "a"),
    event(100, "prompt_shown", "b"),
    event(200, "prompt_shown", "a", who="L002"),
    event(300, "prompt_shown", "a"),
    event(450, "prompt_answered", "a"),
    event(500, "pause"),
    event(500, "pause", who="L002"),
    event(600, "prompt_shown", "c"),
    event(601, "prompt_answered", "c"),
)


def test_each_prompt_is_told_with_its_first_answer_from_then_on(tmp_path: Path) -> None:
    write(tmp_path / "log.jsonl", [native(each) for each in EVENTS])
    given = bundle(tmp_path, ["log.jsonl"], learners=["L002", "L003", "L001"])
    reader = DuckDBPlayback(read_log, prompts=True)
    other, mine = reader.observe(given, answer_within=60 * SECOND, progress=Silent()).learners

    def prompt(lesson: str, at: int, answered: int | None) -> Prompt:
        then = None if answered is None else DAY + answered * SECOND
        return Prompt("L001-1", lesson, DAY + at * SECOND, then)

    assert mine.prompts == (
        prompt("intro", 10, 18),
        prompt("intro", 100, None),
        prompt("intro", 300, 450),
        prompt("", 600, 601),
    )
    assert other.prompts == (Prompt("L002-1", "intro", DAY + 200 * SECOND, None),)
    assert observe(given).learners[1].prompts == ()
