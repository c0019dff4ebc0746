"""A learner's log in short, for the cases of the sheets: ``log`` holds its events.

An event is "WHEN WINDOW EVENT [POSITION] [key=value …]", in seconds; WHEN may be a range with a
step, "0-600/10", and POSITION then "x1.05" or "20+x1.05": so fast it goes on from 0, or from 20.
Events of the player are of lesson tea-1 unless ``lesson=`` names another. ``dialect = "xapi"``
carries no prompts and pictures, ``lost`` counts lines that could not be read, ``opens`` lists the
pictures that open.
"""

from fractions import Fraction
from typing import Any

from evidence.domain.learning import LearnerPlayback, Lesson
from evidence.domain.time import SECOND
from tests.analyzers.playback.interpreter import Event, interpret

COURSE = [
    Lesson("intro", 1, "Welcome", 600 * SECOND, professional=False),
    Lesson("tea-1", 2, "Leaves", 1000 * SECOND, professional=True),
    Lesson("tea-2", 3, "Water", 1000 * SECOND, professional=True),
    Lesson("tea-3", 4, "Cups", 1000 * SECOND, professional=True),
    Lesson("long", 5, "Everything", 0, professional=False),
]
MORNING = 1_618_794_000 * SECOND
ASIDE = {"prompt_shown", "prompt_answered", "snapshot", "face_check", "blur", "focus"}
KEYS = {"from": "came", "to": "went", "rate": "rate"}


def learner(case: dict[str, Any]) -> LearnerPlayback:
    """What the case's log comes to, by the contract read out."""
    (playback,) = interpret(
        [event for told in case["log"] for event in events(told)],
        ["me"],
        COURSE,
        answer_within=case.get("answer_within", 60) * SECOND,
        log="online/log.jsonl",
        opens=frozenset(case.get("opens", [])),
        carries_proof=case.get("dialect", "native") == "native",
        lost=case.get("lost", 0),
    )
    return playback


def events(told: str) -> list[Event]:
    when, window, kind, *rest = told.split()
    fields: dict[str, Any] = {"lesson": None if kind in ASIDE else "tea-1"}
    place = None
    for part in rest:
        key, found, value = part.partition("=")
        if not found:
            place = part
        elif key in KEYS:
            fields[KEYS[key]] = micros(value)
        else:
            fields[key] = value
    return [
        Event(MORNING + at, "me", window, kind, position=position(place, at - first), **fields)
        for first, at in times(when)
    ]


def times(when: str) -> list[tuple[int, int]]:
    span, _, step = when.partition("/")
    first, _, last = span.partition("-")
    if not step:
        return [(micros(first), micros(first))]
    return [(micros(first), at) for at in range(micros(first), micros(last) + 1, micros(step))]


def position(told: str | None, passed: int) -> int | None:
    if told is None or "x" not in told:
        return None if told is None else micros(told)
    start, _, pace = told.rpartition("x")
    return micros(start.removesuffix("+") or "0") + int(passed * Fraction(pace))


def micros(seconds: str) -> int:
    return int(Fraction(seconds) * SECOND)
