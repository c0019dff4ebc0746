"""Time: wall and media time in integer microseconds, and sets of it.

A *wall* time is microseconds since 1970-01-01T00:00:00Z. A *media* time is microseconds since a
recording's first frame. Both are plain ``int``; which one is meant stands in the name or docstring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce

MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time ``[start, end)`` in microseconds; never empty.

    Raises:
        ValueError: when ``end`` is not after ``start``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"an interval must end after it starts: [{self.start}, {self.end})")

    @property
    def length(self) -> int:
        """Microseconds from start to end."""
        return self.end - self.start

    def meet(self, other: Interval) -> Interval | None:
        """The part that both share; None where they share nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None

    def part(self, number: int, count: int) -> Interval:
        """The ``number``-th (from 1) of ``count`` equal parts, which leave no microsecond out."""
        begin = self.start + self.length * (number - 1) // count
        return Interval(begin, self.start + self.length * number // count)


@dataclass(frozen=True)
class Timeline:
    """A set of microseconds, held as sorted spans that neither overlap nor touch."""

    spans: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        if any(a.end >= b.start for a, b in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("spans must be sorted and apart; build with Timeline.of")

    @classmethod
    def of(cls, spans: Iterable[Interval]) -> Timeline:
        """The union of any spans, in any order."""
        return cls(tuple(joined(spans, silence=0)))

    def __iter__(self) -> Iterator[Interval]:
        return iter(self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    @cached_property
    def length(self) -> int:
        """Microseconds in all."""
        return sum(span.length for span in self.spans)

    @property
    def longest(self) -> Interval | None:
        """The longest unbroken span, the first of several; None when there is none."""
        return max(self.spans, key=lambda span: (span.length, -span.start), default=None)

    def __or__(self, other: Timeline) -> Timeline:
        return Timeline.of((*self.spans, *other.spans))

    def __and__(self, other: Timeline) -> Timeline:
        found: list[Interval] = []
        mine, theirs = 0, 0
        while mine < len(self.spans) and theirs < len(other.spans):
            a, b = self.spans[mine], other.spans[theirs]
            shared = a.meet(b)
            if shared:
                found.append(shared)
            if a.end <= b.end:
                mine += 1
            else:
                theirs += 1
        return Timeline(tuple(found))

    def __sub__(self, other: Timeline) -> Timeline:
        left: list[Interval] = []
        at = 0
        for span in self.spans:
            start = span.start
            while at < len(other.spans) and other.spans[at].start < span.end:
                hole = other.spans[at]
                if start < hole.start:
                    left.append(Interval(start, hole.start))
                start = max(start, hole.end)
                if hole.end > span.end:
                    break  # it may reach into the next span
                at += 1
            if start < span.end:
                left.append(Interval(start, span.end))
        return Timeline(tuple(left))

    def __le__(self, other: Timeline) -> bool:
        return not self - other

    def within(self, span: Interval) -> Timeline:
        """What of this lies inside ``span``."""
        return self & Timeline((span,))

    def bridged(self, silence: int) -> Timeline:
        """The same with every silence of at most ``silence`` microseconds filled in."""
        return Timeline(tuple(joined(self.spans, silence=silence)))


def joined(spans: Iterable[Interval], *, silence: int) -> Iterator[Interval]:
    """The spans in order, those at most ``silence`` microseconds apart made one."""
    ordered = sorted(spans)
    if not ordered:
        return
    current = ordered[0]
    for span in ordered[1:]:
        if span.start - current.end <= silence:
            current = Interval(current.start, max(current.end, span.end))
        else:
            yield current
            current = span
    yield current


@dataclass(frozen=True, slots=True)
class Bounds:
    """What certainly was and what may have been; the truth lies between the two.

    Raises:
        ValueError: when something is certain that is not possible.
    """

    surely: Timeline
    possibly: Timeline

    def __post_init__(self) -> None:
        if not self.surely <= self.possibly:
            raise ValueError("what surely was must also be possible")

    @classmethod
    def exactly(cls, timeline: Timeline) -> Bounds:
        """Known without doubt."""
        return cls(timeline, timeline)

    @classmethod
    def unknown(cls, timeline: Timeline) -> Bounds:
        """Possible throughout ``timeline``, certain nowhere."""
        return cls(Timeline(), timeline)

    @property
    def doubt(self) -> Timeline:
        """Where it is not known."""
        return self.possibly - self.surely

    def __or__(self, other: Bounds) -> Bounds:
        return Bounds(self.surely | other.surely, self.possibly | other.possibly)

    def __and__(self, other: Bounds) -> Bounds:
        return Bounds(self.surely & other.surely, self.possibly & other.possibly)

    def __sub__(self, other: Bounds) -> Bounds:
        return Bounds(self.surely - other.possibly, self.possibly - other.surely)

    def within(self, span: Interval) -> Bounds:
        """What of this lies inside ``span``."""
        return Bounds(self.surely.within(span), self.possibly.within(span))

    @classmethod
    def union(cls, bounds: Iterable[Bounds]) -> Bounds:
        """All of them together."""
        return reduce(cls.__or__, bounds, cls(Timeline(), Timeline()))
