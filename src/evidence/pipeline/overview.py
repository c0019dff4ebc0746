"""The overview: how many class hours stand how, and where what does not comes from.

All of it follows from the newest verdicts: it is counted class by class when the list of items is
brought up to date, so that nobody opens a verdict to look across them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from evidence.domain.findings import Standing
from evidence.domain.policy import Effect


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A class by its newest verdict, in short; ``open`` items of it are not decided yet.

    ``entry`` is its verdict's row of the audit log: the later judged, the higher.
    """

    subject: str
    version: int
    standing: Standing
    at: int
    open: int = 0
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """What is looked at: an institution ("" for all) and weeks by their Mondays ("" for any)."""

    institution: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Stood:
    """Class hours by their standing, of one institution, week or kind of teaching."""

    name: str
    hours: Mapping[Standing, int]

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self.hours.values())


@dataclass(frozen=True, slots=True)
class Broke:
    """How often one rule found something, by what follows from it."""

    rule: str
    effects: Mapping[Effect, int]

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self.effects.values())


@dataclass(frozen=True, slots=True)
class Sums:
    """What one verdict adds to the overview: (week, kind, standing) and (week, rule, effect)."""

    hours: Mapping[tuple[str, str, str], int]
    findings: Mapping[tuple[str, str, str], int]


class Overview(Protocol):
    """What is asked across classes."""

    def classes(
        self, institution: str, limit: int, before: int | None = None
    ) -> tuple[JudgedLine, ...]:
        """The judged classes of an institution, the last judged first, or those below an entry."""
        ...

    def institutions(self) -> tuple[str, ...]:
        """Every institution that a class was judged of, sorted."""
        ...

    def by_institution(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by institution, those with most that do not count first."""
        ...

    def by_week(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by week, in the order of time."""
        ...

    def by_kind(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by the kind of teaching."""
        ...

    def by_rule(self, span: Span) -> tuple[Broke, ...]:
        """Findings by rule, the most frequent first."""
        ...


def sums(body: str) -> Sums:
    """What a verdict (its JSON) adds."""
    verdict = json.loads(body)
    hours = Counter(
        (week_of(hour["start"]), hour["kind"], hour["verdict"])
        for hour in verdict.get("class_hours", ())
    )
    days = {
        (hour["session"], hour["hour"]): hour["start"] for hour in verdict.get("class_hours", ())
    }
    findings = Counter(
        (week, finding["rule"], finding["effect"])
        for finding, week in _dated(verdict.get("findings", ()), days)
    )
    return Sums(hours, findings)


def _dated(
    findings: list[Mapping[str, Any]], days: Mapping[tuple[str, int], str]
) -> Iterator[tuple[Mapping[str, Any], str]]:
    for finding in findings:
        subject = finding["subject"]
        at = days.get((subject.get("session") or "", subject.get("hour") or 1), "")
        yield finding, week_of(at or finding["start"] or "")


def week_of(moment: str) -> str:
    """The Monday of the week of a moment or day as verdicts write them; "" for none."""
    if not moment:
        return ""
    day = date.fromisoformat(moment[:10])
    return (day - timedelta(days=day.weekday())).isoformat()
