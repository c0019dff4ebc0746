"""Item counts: how many items stand where, remembered until a step or a verdict changes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from evidence.pipeline.review import State
from evidence.pipeline.worklist import Reviews, Wanted

MOST = 2000  # remembered at a time


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """The counts of ``reviews``, counted once for each ``stamp`` of them."""

    reviews: Reviews
    kept: dict[tuple[Wanted, tuple[int, int]], Mapping[State, int]] = field(default_factory=dict)
    turn: Lock = field(default_factory=Lock)

    def of(self, wanted: Wanted) -> Mapping[State, int]:
        """How many items stand where, whatever state is wanted."""
        key = (_any_state(wanted), self.reviews.stamp())
        with self.turn:  # many who ask the same wait for one count of it
            if key not in self.kept:
                if len(self.kept) >= MOST:
                    self.kept.clear()
                self.kept[key] = self.reviews.counts(wanted)
            return self.kept[key]


def _any_state(wanted: Wanted) -> Wanted:
    return Wanted(wanted.institution, wanted.rule, wanted.day, wanted.kind, "", wanted.holder)
