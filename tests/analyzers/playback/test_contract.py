"""DuckDB's answer against the contract read out event by event, on logs that nobody thought of."""

import random
import tempfile
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.domain.learning import UNBOUNDED, LearnerPlayback
from tests.analyzers.playback.interpreter import Event, interpret
from tests.analyzers.playback.logs import COURSE, DAY, SECOND, bundle, native, observe, write

ROSTER = ["L1", "L2", "L3", "L4"]
LESSONS = [None, "intro", "tea-1", "tea-2", "tea-3", "elsewhere"]
ZONES = [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30)), None]
STEPS = [
    0,
    1,
    SECOND,
    5 * SECOND,
    10 * SECOND,
    61 * SECOND,
    90 * SECOND,
    90 * SECOND + 1,
    700 * SECOND,
]
KINDS = [
    *(["heartbeat"] * 8),
    *(["play"] * 3),
    *(["pause"] * 3),
    *(["seek"] * 3),
    *(["prompt_shown", "prompt_answered"] * 2),
    *["start", "end", "rate", "blur", "focus", "complete", "snapshot", "face_check"],
]


def attempt(draw: random.Random, learner: str, name: str) -> list[Event]:
    """One playback window of a player that is sometimes honest, sometimes not, sometimes broken."""
    kinds = [k for k in KINDS if k != "heartbeat"] if draw.random() < 0.3 else KINDS
    told = draw.random()
    at, place = DAY + draw.randrange(0, 3000) * SECOND, draw.choice([0, 0, 100]) * SECOND
    lesson, moving, rate = draw.choice(LESSONS[1:]), False, SECOND
    events = []
    long = draw.random() < 0.2
    wandering = draw.choice([0, 0.06, 0.06, 0.5])
    ties = draw.choice([0, 0, 0.3])
    for _ in range(draw.randrange(60, 120) if long else draw.randrange(1, 25)):
        step = draw.choice(STEPS) if draw.random() < 0.5 else draw.randrange(0, 30 * SECOND)
        step = draw.randrange(50, 95) * SECOND if long and draw.random() < 0.9 else step
        step = 0 if draw.random() < ties else step
        at += step
        place += step * rate // SECOND if moving or draw.random() < 0.1 else 0
        if draw.random() < 0.15:
            place += draw.choice([-40, -1, 1, 2, 3, 4, 60]) * SECOND + draw.choice([0, 0, 1])
            place = max(0, place)
        if draw.random() < wandering:
            lesson, place = draw.choice(LESSONS), draw.choice([0, place])
        kind = draw.choice(kinds)
        moving = {"play": True, "pause": False, "end": False}.get(kind, moving)
        fields = {"position": place} if draw.random() < max(told, 0.3) else {}
        if kind == "seek":
            to = max(0, place + draw.choice([-100, -3, 3, 4, 50, 500]) * SECOND)
            fields |= {"came": place} if draw.random() < 0.8 else {}
            fields |= {"went": to} if draw.random() < 0.9 else {}
            if draw.random() < 0.2:
                events.append(Event(at, learner, name, "play", lesson, position=to))
            place = to
        if kind == "rate" or draw.random() < 0.05:
            rate = draw.choice([500_000, SECOND, SECOND, 1_050_000, 1_500_000, 2 * SECOND])
            fields |= {"rate": rate}
        if kind.startswith("prompt"):
            fields |= {"prompt": draw.choice(["p", "q", "r"])}
        if kind == "prompt_shown" and draw.random() < 0.3:
            step, prompt = draw.choice([0, 60 * SECOND, 60 * SECOND + 1]), fields["prompt"]
            answer = Event(at + step, learner, name, "prompt_answered", None, prompt=prompt)
            events.append(answer)
        if kind in {"snapshot", "face_check"}:
            fields |= {"image": draw.choice(["snapshots/a.jpg", "snapshots/b.jpg"])}
        named = lesson if draw.random() < 0.9 else None
        events.append(Event(at, learner, name, kind, named, **fields))
    return events


def check(draw: random.Random, folder: Path) -> None:
    """A whole log of some learners: written out of order and in part twice, read, and compared."""
    events = [
        event
        for learner in [*ROSTER, "stranger"]
        for name in draw.sample(["a", "b", "ab", "窗口"], draw.randrange(0, 4))
        for event in attempt(draw, learner, name)
    ]
    draw.shuffle(events)
    events += draw.choices(events, k=draw.randrange(0, 4)) if events else []
    log = "online/log.jsonl"
    write(folder / log, [native(event, draw.choice(ZONES)) for event in events])

    observation = observe(bundle(folder, [log], learners=ROSTER))

    assert list(observation.learners) == interpret(
        events,
        ROSTER,
        list(COURSE),
        answer_within=60 * SECOND,
        log=log,
        lost=0 if events else UNBOUNDED,
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=True))
def test_any_log_is_read_as_the_contract_says(draw: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(draw, Path(folder))


def without_logs(learner: LearnerPlayback) -> LearnerPlayback:
    """The same, whichever files told of it."""
    return replace(
        learner,
        lessons=tuple(replace(lesson, logs=()) for lesson in learner.lessons),
        gaps=tuple(replace(gap, logs=()) for gap in learner.gaps),
        hours=tuple(replace(hour, logs=()) for hour in learner.hours),
        logs=(),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=True), st.integers(1, 3))
def test_the_order_of_lines_and_files_does_not_matter(draw: random.Random, files: int) -> None:
    rows = [native(event) for name in ("a", "b") for event in attempt(draw, "L1", name)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root / "whole.jsonl", rows)
        draw.shuffle(rows)
        parts = [f"{number}.jsonl" for number in range(files)]
        for number, part in enumerate(parts):
            write(root / part, rows[number::files] or rows[:1])

        whole = observe(bundle(root, ["whole.jsonl"], learners=ROSTER)).learners
        split = observe(bundle(root, parts, learners=ROSTER)).learners

    assert list(map(without_logs, split)) == list(map(without_logs, whole))
