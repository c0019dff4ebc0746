"""Counted once: an overview that remembers its sums until a newer verdict is listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from evidence.pipeline.overview import Broke, JudgedLine, Overview, Span, Stood

MOST = 2000  # sums remembered at a time


@dataclass(frozen=True, slots=True)
class CountedOnce:
    """The sums of ``overview``, counted once for each span and each ``newest`` verdict."""

    overview: Overview
    newest: Callable[[], int]
    kept: dict[tuple[str, Span, int], Any] = field(default_factory=dict)
    turn: Lock = field(default_factory=Lock)

    def classes(
        self, institution: str, limit: int, before: int | None = None
    ) -> tuple[JudgedLine, ...]:
        """The judged classes of an institution, the last judged first; never remembered."""
        return self.overview.classes(institution, limit, before)

    def institutions(self) -> tuple[str, ...]:
        """Every institution that a class was judged of, sorted; never remembered."""
        return self.overview.institutions()

    def by_institution(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by institution, those with most that do not count first."""
        found: tuple[Stood, ...] = self._once("institution", span, self.overview.by_institution)
        return found

    def by_week(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by week, in the order of time."""
        found: tuple[Stood, ...] = self._once("week", span, self.overview.by_week)
        return found

    def by_kind(self, span: Span) -> tuple[Stood, ...]:
        """Class hours by the kind of teaching."""
        found: tuple[Stood, ...] = self._once("kind", span, self.overview.by_kind)
        return found

    def by_rule(self, span: Span) -> tuple[Broke, ...]:
        """Findings by rule, the most frequent first."""
        found: tuple[Broke, ...] = self._once("rule", span, self.overview.by_rule)
        return found

    def _once(self, name: str, span: Span, count: Callable[[Span], Any]) -> Any:
        """What was counted before, while no newer verdict is listed; one counts at a time."""
        key = (name, span, self.newest())
        with self.turn:
            if key not in self.kept:
                if len(self.kept) >= MOST:
                    self.kept.clear()
                self.kept[key] = count(span)
            return self.kept[key]
