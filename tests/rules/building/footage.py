"""One class hour's footage: ``session`` "09:00-09:45", and a table for each of ``recordings``.

A recording has ``at`` (its start; none: undated), ``s`` (seconds), ``camera``, ``silences``
([at, seconds] each), ``resets`` (seconds), ``end``, ``claimed``, ``path``, ``container``, ``by``
(what dated it) and ``stated`` (whether the institution named the camera). ``replays`` are tables
with ``flaw``, ``possible`` and ``certain`` ([from, to] seconds each), ``of`` (path), ``there``
(seconds), ``bundle`` and ``mirrored``; ``flaws`` are tables with ``flaw``,
``possible`` and ``certain``; ``clock`` are the readings [at, what it tells];
``repeats`` are the share of pictures that come twice and its error, both in percent;
``seen`` is whether its pictures could be looked at, ``made`` when the container says it was made.
"""

from fractions import Fraction
from typing import Any

from evidence.domain.footage import (
    Break,
    DatedBy,
    EndReason,
    FootageFile,
    Media,
    Recording,
    Silence,
)
from evidence.domain.pictures import (
    ClockReading,
    Flaw,
    Pictures,
    Place,
    Rhythm,
    Seen,
    Speed,
    Spell,
    Step,
)
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import SECOND, Interval
from evidence.facts.coverage import ClassHourFootage, class_hour_footage

BUILDS = ClassHourFootage
MIDNIGHT = 1_618_761_600_000_000
CHINA = 8 * 3600 * SECOND  # a camera's own clock is that much ahead of UTC


def micros(seconds: float | str) -> int:
    return round(Fraction(str(seconds)) * SECOND)


def clock(text: str) -> int:
    hours, minutes, seconds = [*text.split(":"), "0"][:3]
    return MIDNIGHT + (int(hours) * 60 + int(minutes)) * 60 * SECOND + micros(seconds)


def recording(told: dict[str, Any], number: int) -> Recording:
    silences = [Silence(micros(at), micros(length)) for at, length in told.get("silences", [])]
    silences += [Silence(micros(at), 0, Break.CLOCK_RESET) for at in told.get("resets", [])]
    start = clock(told["at"]) if "at" in told else None
    by = DatedBy(told.get("by", "built-in-pattern" if start else "undated"))
    claimed = micros(told["claimed"]) if "claimed" in told else None
    media = Media(
        EndReason(told.get("end", "complete")),
        duration=micros(told.get("s", 0)),
        silences=tuple(sorted(silences, key=lambda silence: silence.at)),
        claimed=claimed,
        container=told.get("container", ""),
        created_at=clock(told["made"]) if "made" in told else None,
    )
    path = told.get("path", f"recordings/{number}.mp4")
    camera, stated = told.get("camera", "cam1"), told.get("stated", False)
    spells = tuple(replay(one) for one in told.get("replays", []))
    spells += tuple(flaw(one) for one in told.get("flaws", []))
    shown = tuple(
        ClockReading(micros(at), tuple(clock(one) + CHINA for one in tells.split(" or ")))
        for at, tells in told.get("clock", [])
    )
    share, error = (micros(percent) // 100 for percent in told.get("repeats", [0, 0]))
    steps = (Step(0, 1000, repeats=False), Step(SECOND, 20, repeats=True)) if share else ()
    pictures = Pictures(
        Seen(told.get("seen", "looked")),
        spells=spells,
        clock=shown,
        rhythm=Rhythm(share, error, steps),
    )
    file = FootageFile(path, camera, start, by, camera_stated=stated)
    return Recording(file, media, pictures)


def flaw(told: dict[str, Any]) -> Spell:
    certain = Interval(*map(micros, told["certain"])) if "certain" in told else None
    possible = Interval(*map(micros, told["possible"]))
    return Spell(Flaw(told["flaw"]), possible, certain, Speed.FULL)


def replay(told: dict[str, Any]) -> Spell:
    possible, certain = (
        Interval(*map(micros, told[name])) if name in told else None
        for name in ("possible", "certain")
    )
    assert possible
    start = micros(told["there"])
    twin = Place(told["of"], Interval(start, start + possible.length), told.get("bundle", ""))
    mirrored = told.get("mirrored", False)
    return Spell(Flaw(told["flaw"]), possible, certain, Speed.KEY_FRAMES, twin, mirrored)


def build(case: dict[str, Any]) -> ClassHourFootage:
    start, end = map(clock, case.get("session", "09:00-09:45").split("-"))
    session = Session(
        "S1",
        Kind(case["kind"]),
        Interval(start, end),
        case.get("class_hours", 1),
        cameras=tuple(case.get("cameras", ["cam1"])),
    )
    others = [
        Session(f"S{2 + at}", Kind.THEORY, Interval(end, end + SECOND), 1, cameras=(name,))
        for at, name in enumerate(case.get("class_cameras", []))
    ]
    recordings = [recording(told, at) for at, told in enumerate(case.get("recordings", []), 1)]
    return class_hour_footage([session, *others], recordings)[case.get("hour", 1) - 1]
