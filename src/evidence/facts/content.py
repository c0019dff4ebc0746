"""Content: the positions of a lesson that were played, gathered as playing goes on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from evidence.domain.time import Interval, Timeline


class Content:
    """A growing set of positions, in microseconds; adding and asking cost the logarithm of it.

    ``ceiling`` is where the lesson ends, 0 where that is not known: nothing beyond it counts.
    """

    __slots__ = ("_ceiling", "_ends", "_starts")

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        """Take ``[start, end)`` in, as far as it lies inside the lesson."""
        start, end = self._inside(start, end)
        if end <= start:
            return
        first = bisect_left(self._ends, start)
        after = bisect_right(self._starts, end)
        if first < after:
            start = min(start, self._starts[first])
            end = max(end, self._ends[after - 1])
        self._starts[first:after] = [start]
        self._ends[first:after] = [end]

    def missing(self, start: int, end: int) -> int:
        """How much of ``[start, end)`` lies inside the lesson and is not in the set."""
        start, end = self._inside(start, end)
        if end <= start:
            return 0
        first = bisect_right(self._ends, start)
        after = bisect_left(self._starts, end)
        held = sum(
            min(self._ends[i], end) - max(self._starts[i], start) for i in range(first, after)
        )
        return end - start - held

    def copy(self) -> Content:
        """The same set, to go on from apart."""
        other = Content(self._ceiling)
        other._starts, other._ends = self._starts.copy(), self._ends.copy()
        return other

    def spans(self) -> Iterator[Interval]:
        """Its spans, sorted and apart."""
        return map(Interval, self._starts, self._ends)

    def timeline(self) -> Timeline:
        """As a set that no longer grows."""
        return Timeline(tuple(self.spans()))

    @property
    def length(self) -> int:
        """Microseconds in all."""
        return sum(self._ends) - sum(self._starts)

    def _inside(self, start: int, end: int) -> tuple[int, int]:
        if self._ceiling > 0:
            end = min(end, self._ceiling)
        return max(start, 0), end
