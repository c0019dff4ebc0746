"""Notices: what an institution is told in the morning: what fails, and what can still be saved.

A notice is drawn from the summary that the night left in the store. It names classes, sessions and
files; nothing about any person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from evidence.domain.errors import Problem
from evidence.domain.findings import Standing
from evidence.pipeline.inventory import problem_json, problem_of
from evidence.pipeline.sources_port import Reason
from evidence.pipeline.summary import End

SCHEMA_ID = "evidence/notice/1"
# Ends that an institution is told of even where no class hour is lost.
_TOLD = frozenset({End.INVALID, End.REVIEW, End.UNREADABLE, End.PARKED, End.MOVED})
# The last moment (wall time) at which a class may still be taught; None where it is not known.
Ends = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class HourNotice:
    """A class hour that does not stand; times are wall time.

    Footage of it that is handed in up to ``hand_in_until`` is checked, and it may be taught once
    more up to ``repeat_until``; None where that helps no more.
    """

    session: str
    number: int
    start: int
    standing: Standing
    recorded: int
    hand_in_until: int | None = None
    repeat_until: int | None = None


@dataclass(frozen=True, slots=True)
class ClassNotice:
    """A class that somebody must see to."""

    training_class: str
    end: End
    hours: tuple[HourNotice, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FileNotice:
    """A file that a recorder or platform offered and that could not be fetched."""

    training_class: str
    source: str
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Notice:
    """One institution's morning."""

    date: str
    institution: str
    classes: tuple[ClassNotice, ...] = ()
    files: tuple[FileNotice, ...] = ()
    sources_down: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.classes or self.files or self.sources_down)

    def key(self, channel: str) -> str:
        """The same for the same notice, however often it is sent on this channel."""
        parts = [SCHEMA_ID, self.date, self.institution, channel]
        return sha256(json.dumps(parts).encode()).hexdigest()[:32]


def notice(summary: str, institution: str, now: int, *, look_back: int, ends: Ends) -> Notice:
    """An institution's notice of the night that left this summary (JSON).

    ``look_back`` is for how long (microseconds) footage that lands late is still checked.
    """
    raw: Mapping[str, Any] = json.loads(summary)

    def classes() -> Iterator[ClassNotice]:
        for each in raw["classes"]:
            told = _class(each, now, look_back, ends) if _is_of(each, institution) else None
            if told and (told.end in _TOLD or told.hours):
                yield told

    files = (
        FileNotice(_name(each["class"]), each["source"], each["name"], Reason(each["reason"]))
        for each in raw["not_landed"]
        if _is_of(each, institution)
    )
    down = (each["source"] for each in raw["sources_down"] if each["institution"] == institution)
    return Notice(raw["date"], institution, tuple(classes()), tuple(files), tuple(down))


def as_json(told: Notice) -> dict[str, Any]:
    """The notice for machines: times in microseconds since 1970, sentences in English."""
    return {
        "schema": SCHEMA_ID,
        "date": told.date,
        "institution": told.institution,
        "classes": [
            {
                "class": each.training_class,
                "end": each.end.value,
                "hours": [asdict(hour) for hour in each.hours],
                "problems": [problem_json(problem) for problem in each.problems],
            }
            for each in told.classes
        ],
        "files": [asdict(each) for each in told.files],
        "sources_down": list(told.sources_down),
    }


def _class(raw: Mapping[str, Any], now: int, look_back: int, ends: Ends) -> ClassNotice:
    last = ends(raw["class"]) if raw["under_way"] and raw["lost"] else None
    until = last if last is not None and last > now else None
    hours = tuple(_hour(each, now, look_back, until) for each in raw["lost"])
    problems = tuple(problem_of(each) for each in raw["problems"])
    return ClassNotice(_name(raw["class"]), End(raw["end"]), hours, problems)


def _hour(raw: Mapping[str, Any], now: int, look_back: int, repeat_until: int | None) -> HourNotice:
    standing, until = Standing(raw["verdict"]), raw["start"] + look_back
    return HourNotice(
        session=raw["session"],
        number=raw["hour"],
        start=raw["start"],
        standing=standing,
        recorded=raw["recorded"],
        hand_in_until=until if raw["recorded"] == 0 and until > now else None,
        repeat_until=repeat_until if standing is Standing.INVALID else None,
    )


def _is_of(raw: Mapping[str, Any], institution: str) -> bool:
    return str(raw["class"]).partition("/")[0] == institution


def _name(subject: str) -> str:
    return subject.partition("/")[2]
