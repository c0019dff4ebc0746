"""What a child process answers about the pictures of one file, as one line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from evidence.domain.pictures import (
    ClockReading,
    Flaw,
    Look,
    Pair,
    Pictures,
    Place,
    Portion,
    Rhythm,
    Seen,
    Speed,
    Spell,
    Step,
    Still,
)
from evidence.domain.time import Interval


def dumps(pictures: Pictures) -> str:
    """The line of JSON."""
    return json.dumps(asdict(pictures), ensure_ascii=False)


def loads(line: str) -> Pictures:
    """The pictures that ``line`` tells of.

    Raises:
        ValueError: when the line is no answer of this version.
    """
    try:
        told: dict[str, Any] = json.loads(line)
        looks = tuple(Look(Speed(look.pop("speed")), **look) for look in told.pop("looks"))
        spells = tuple(_spell(spell) for spell in told.pop("spells"))
        clock = tuple(
            ClockReading(one["at"], tuple(one["told"]), one["line"]) for one in told.pop("clock")
        )
        stills = tuple(Still(**still) for still in told.pop("stills", ()))
        rhythm = _rhythm(told.pop("rhythm", {}))
        seen = Seen(told.pop("seen"))
        return Pictures(seen, looks, spells, clock=clock, stills=stills, rhythm=rhythm, **told)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no answer about pictures: {error}") from error


def _rhythm(told: dict[str, Any]) -> Rhythm:
    steps = tuple(Step(**step) for step in told.pop("steps", ()))
    return Rhythm(steps=steps, **told)


def _place(told: dict[str, Any]) -> Place:
    return Place(**{**told, "span": Interval(**told["span"])})


def _portion(told: dict[str, Any]) -> Portion:
    certain, twin = told["certain"], told["twin"]
    return Portion(
        told["path"],
        Interval(**told["wall"]),
        Interval(**told["span"]),
        Interval(**certain) if certain else None,
        _place(twin) if twin else None,
    )


def _spell(told: dict[str, Any]) -> Spell:
    twin = told.pop("twin")
    certain = told.pop("certain")
    return Spell(
        flaw=Flaw(told.pop("flaw")),
        possible=Interval(**told.pop("possible")),
        certain=Interval(**certain) if certain else None,
        by=Speed(told.pop("by")),
        twin=_place(twin) if twin else None,
        pairs=tuple(Pair(**pair) for pair in told.pop("pairs", ())),
        stills=tuple(Still(**still) for still in told.pop("stills", ())),
        whole=tuple(_portion(part) for part in told.pop("whole", ())),
        **told,
    )
