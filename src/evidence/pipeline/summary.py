"""The summary of a night: what a person reads in the morning, and what machines go on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evidence.domain.errors import Problem
from evidence.domain.findings import Standing
from evidence.domain.text import Text
from evidence.pipeline.inventory import problem_json
from evidence.pipeline.outcome import HourOutcome
from evidence.pipeline.sources_port import NotLanded

SCHEMA_ID = "evidence/night/1"


class End(StrEnum):
    """What a night came to for one class."""

    VALID = "valid"
    INVALID = "invalid"
    REVIEW = "review"
    UNREADABLE = "unreadable"  # its papers can't be used; its problems say why
    PARKED = "parked"  # it ended two workers; its last words say what they were at
    MOVED = "moved"  # it was being changed while it was read: the next night's
    KEPT = "kept"  # judged long ago, its answer is no longer kept


@dataclass(frozen=True, slots=True)
class ClassNight:
    """A class in a night.

    ``lost`` are the class hours that were over by the end of the business date and do not count
    or wait for a person; the ``end`` of a class that is ``under_way`` is drawn from those alone.
    ``unchanged`` says that nothing had to be read: the answer is an earlier night's.
    """

    subject: str
    end: End
    unchanged: bool = False
    under_way: bool = False
    lost: tuple[HourOutcome, ...] = ()
    problems: tuple[Problem, ...] = ()
    last_words: str = ""

    @property
    def unrecorded(self) -> tuple[HourOutcome, ...]:
        """The class hours that no usable second was recorded of."""
        return tuple(hour for hour in self.lost if hour.recorded == 0)


def end_of(standing: Standing) -> End:
    """The end of a class with this verdict."""
    return End(standing.value)


@dataclass(frozen=True, slots=True)
class SourceDown:
    """A source that could not be asked what it has."""

    source: str
    institution: str
    why: Text


@dataclass(frozen=True, slots=True)
class Pulled:
    """What fetching came to.

    ``landed`` counts files that are new; ``unclaimed`` offers that the timetable gives to no
    class, or to several.
    """

    landed: int = 0
    unclaimed: int = 0
    not_landed: tuple[NotLanded, ...] = ()
    down: tuple[SourceDown, ...] = ()


@dataclass(frozen=True, slots=True)
class NightSummary:
    """A night from ``began`` to ``ended`` (wall time); ``scope`` is an institution, "" for all."""

    date: str
    scope: str
    began: int
    ended: int
    classes: tuple[ClassNight, ...]
    pulled: Pulled

    def of(self, end: End) -> tuple[ClassNight, ...]:
        """The classes that came to this end."""
        return tuple(each for each in self.classes if each.end is end)

    @property
    def whole(self) -> bool:
        """Whether everything was fetched and done; what was found does not matter here."""
        unfinished = {End.PARKED, End.MOVED} & {each.end for each in self.classes}
        return not (unfinished or self.pulled.down or self.pulled.not_landed)

    def counts(self) -> Mapping[str, int]:
        """How many classes came to which end, and how many were left alone."""
        found = Counter(each.end for each in self.classes)
        checked = sum(not each.unchanged for each in self.classes)
        return {
            "classes": len(self.classes),
            "done": checked,
            "unchanged": len(self.classes) - checked,
            "under_way": sum(each.under_way for each in self.classes),
            **{end.value: found[end] for end in End},
            "landed": self.pulled.landed,
            "not_landed": len(self.pulled.not_landed),
            "sources_down": len(self.pulled.down),
        }


def as_json(summary: NightSummary) -> dict[str, Any]:
    """The summary for machines: times in microseconds since 1970, sentences in English."""
    pulled = summary.pulled
    return {
        "schema": SCHEMA_ID,
        "date": summary.date,
        "institution": summary.scope,
        "began": summary.began,
        "ended": summary.ended,
        "whole": summary.whole,
        "counts": dict(summary.counts()),
        "classes": [_class(each) for each in summary.classes],
        "not_landed": [not_landed_json(each) for each in pulled.not_landed],
        "sources_down": [
            {"source": down.source, "institution": down.institution, "why": str(down.why)}
            for down in pulled.down
        ],
        "unclaimed": pulled.unclaimed,
    }


def _class(told: ClassNight) -> dict[str, Any]:
    return {
        "class": told.subject,
        "end": told.end.value,
        "unchanged": told.unchanged,
        "under_way": told.under_way,
        "lost": [hour_json(hour) for hour in told.lost],
        "problems": [problem_json(problem) for problem in told.problems],
        "last_words": told.last_words,
    }


def hour_json(hour: HourOutcome) -> dict[str, Any]:
    """A class hour for machines."""
    return {
        "session": hour.session,
        "hour": hour.number,
        "start": hour.span.start,
        "end": hour.span.end,
        "verdict": hour.standing.value,
        "recorded": hour.recorded,
    }


def not_landed_json(told: NotLanded) -> dict[str, Any]:
    """What did not come, for machines."""
    return {
        "class": told.subject,
        "source": told.source,
        "name": told.offer.name,
        "reason": told.reason.value,
        "why": str(told.why),
        "tries": told.tries,
        "first_at": told.first_at,
        "last_at": told.last_at,
    }
