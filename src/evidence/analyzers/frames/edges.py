"""Edges: where a flaw begins and ends, looked for in every picture around its first and last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from evidence.analyzers.frames.flaws import Candidate
from evidence.analyzers.frames.glances import Glance, Glances, glance
from evidence.analyzers.frames.still import Still
from evidence.analyzers.frames.stream import PacketTable, Stream
from evidence.domain.pictures import Speed, Spell
from evidence.domain.time import SECOND, Interval

# Known as well as this, an edge is not worth another look.
# So much of a still is read in full to learn how an encoder drifts over it.
LEARNED = 4 * SECOND
GOOD_ENOUGH = SECOND // 2
# Of the pictures that are read in full, one of so much is looked at.
FINE = SECOND // 5


@dataclass(frozen=True, slots=True)
class Edge:
    """A change that lies between two moments: the last picture before and the first after it."""

    before: int
    after: int


@dataclass(slots=True)
class Edges:
    """Finds edges in one recording; ``seconds`` of footage may still be decoded for it in full.

    ``decoded`` counts the pictures looked at, ``length`` the microseconds that were read.
    """

    stream: Stream
    table: PacketTable
    end: int
    seconds: int
    decoded: int = 0
    length: int = 0

    def spell(self, found: Candidate, glances: Glances) -> Spell:
        """The candidate with its edges."""
        times = glances.times
        found = self._learned(found, times)
        first, last = times[found.first], times[found.last - 1]
        if found.first:
            rise = self._edge(found, Edge(times[found.first - 1], first), rising=True)
        else:
            rise = Edge(0, first if first > SECOND else 0)
        if found.last < len(times):
            fall = self._edge(found, Edge(last, times[found.last]), rising=False)
        else:
            fall = self._tail(found, last)
        possible = Interval(rise.before, max(fall.after, rise.before + 1))
        certain = None
        if found.sure and fall.before > rise.after:
            certain = Interval(rise.after, fall.before)
        looked = Speed.FULL if self.length else Speed.KEY_FRAMES
        return Spell(found.flaw, possible, certain, looked)

    def _learned(self, found: Candidate, times: list[int]) -> Candidate:
        """The candidate, once some of the pictures that are surely its own were seen in full."""
        middle = (found.first + found.last) // 2
        span = Edge(times[middle - 1], min(times[middle], times[middle - 1] + LEARNED))
        if not isinstance(found.belongs, Still) or middle <= found.first or self.seconds <= 0:
            return found
        self._spent(span.after - span.before)
        return replace(found, belongs=found.belongs.learned(self._every(span)))

    def _edge(self, found: Candidate, edge: Edge, *, rising: bool) -> Edge:
        """The edge, between two key frames and then between two pictures."""
        keys = self.table.at[self.table.key]
        between = np.sort(keys[(keys > edge.before) & (keys < edge.after)]).tolist()
        if between:
            shown = (glance(picture) for picture in self.stream.key_frames(between))
            edge = _narrowed(shown, found, edge, rising=rising)
        return self._in_full(found, edge, rising=rising)

    def _in_full(self, found: Candidate, edge: Edge, *, rising: bool) -> Edge:
        if edge.after - edge.before <= GOOD_ENOUGH or self.seconds <= 0:
            return edge
        self._spent(edge.after - edge.before)
        return _narrowed(self._every(edge), found, edge, rising=rising)

    def _tail(self, found: Candidate, last: int) -> Edge:
        """Where a flaw ends that the last key frame still has: mostly with the recording."""
        edge = Edge(last, self.end)
        if self.seconds <= 0:
            return edge
        self._spent(self.end - last)
        until = last
        for one in self._every(Edge(last, self.end + SECOND)):
            if not found.belongs(one):
                return Edge(until, one.at)
            until = one.at
        return Edge(self.end, self.end)

    def _every(self, edge: Edge) -> Iterator[Glance]:
        for picture in self.stream.now_and_then(edge.before + 1, edge.after, FINE):
            self.decoded += 1
            yield glance(picture)

    def _spent(self, length: int) -> None:
        self.seconds -= length // SECOND
        self.length += length


def _narrowed(shown: Iterator[Glance], found: Candidate, edge: Edge, *, rising: bool) -> Edge:
    """Between the last picture on one side and the first on the other side of the edge.

    A flaw reaches from its sure pictures outwards as far as pictures belong to it without a break.
    """
    before, after = edge.before, edge.after
    for one in shown:
        belongs = found.belongs(one)
        if rising and not belongs:
            before, after = one.at, edge.after
        elif rising and after == edge.after:
            after = one.at
        elif not rising and not belongs:
            return Edge(before, one.at)
        elif not rising:
            before = one.at
    return Edge(before, after)
