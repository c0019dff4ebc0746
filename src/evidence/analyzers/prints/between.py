"""Between: stretches whose pictures lie too far apart to tell how people move, and reading them.

A replay that was encoded anew is known by what moves. Where a file's own key frames are too far
apart for that, the pictures between them are decoded, as far as that may cost; what is left is told
of as not compared, for nobody knows whether it was shown before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from evidence.analyzers.frames.sampling import BYTE_COST, PIXEL_COST
from evidence.analyzers.frames.stream import PacketTable
from evidence.analyzers.frames.watching import Watched
from evidence.domain.pictures import Flaw, Look, Pictures, Speed, Spell
from evidence.domain.time import SECOND, Interval, joined

# Pictures further apart than this tell nothing of how people move.
SPARSEST = 20 * SECOND
# One picture is kept of so much, about as many as key frames give.
EVERY = 4 * SECOND
# Nanoseconds that reading one file may cost at most, by the measure of ``sampling``: an hour and
# more of 1080p at 15 pictures a second. The choice rests on the file alone.
MOST = 240_000_000_000
# What a picture between key frames costs of a key frame's pixels.
LIGHTER = 0.7


@dataclass(frozen=True, slots=True)
class Between:
    """The stretches of one recording that are ``open``, and those of them that can be ``read``."""

    open: tuple[Interval, ...]
    read: tuple[Interval, ...]

    @classmethod
    def of(cls, watched: Watched, looked: Iterable[int], most: int = MOST) -> Between:
        """Of the media times of the pictures that were ``looked`` at, for ``most`` nanoseconds."""
        spans = tuple(wide(watched.table, looked, watched.end))
        until = _affordable(watched, spans, most)
        read = (span.meet(Interval(0, until)) if until > 0 else None for span in spans)
        return cls(spans, tuple(joined((span for span in read if span), silence=0)))


def wide(table: PacketTable, looked: Iterable[int], end: int) -> Iterator[Interval]:
    """Stretches of footage, without a silence, that are too long for no picture looked at."""
    at = np.sort(table.at)
    times = sorted({0, *looked, end})
    for low, high in pairwise(times):
        if high - low > SPARSEST:
            shown = np.array([low, *at[(at > low) & (at < high)], high], np.int64)
            parts = np.split(shown, np.flatnonzero(np.diff(shown) > SPARSEST) + 1)
            for part in parts:
                if part[-1] - part[0] > SPARSEST:
                    yield Interval(int(part[0]), int(part[-1]))


def _affordable(watched: Watched, spans: tuple[Interval, ...], most: int) -> int:
    """The media time up to which these stretches may be read."""
    table, pixels = watched.table, watched.width * watched.height
    order = np.argsort(table.at, kind="stable")
    at = table.at[order]
    costs = pixels * PIXEL_COST * LIGHTER + table.size[order] * BYTE_COST
    inside = np.zeros(len(at), np.bool_)
    for span in spans:
        first, last = np.searchsorted(at, (span.start, span.end))
        inside[first:last] = True
    spent = np.cumsum(np.where(inside, costs, 0.0))
    within = int(np.searchsorted(spent, most, side="right"))
    return int(at[within]) if within < len(at) else int(at[-1]) + SPARSEST


def uncompared(watched: Watched, looked: Iterable[int]) -> tuple[Spell, ...]:
    """What can't be held against other footage, each stretch in doubt."""
    spans = joined(wide(watched.table, looked, watched.end), silence=0)
    return tuple(Spell(Flaw.UNCOMPARED, span, None, Speed.KEY_FRAMES) for span in spans)


def with_look(pictures: Pictures, count: int, length: int) -> Pictures:
    """The pictures, with so much more that was read in full."""
    if not count:
        return pictures
    before = [look for look in pictures.looks if look.speed is Speed.FULL]
    others = tuple(look for look in pictures.looks if look.speed is not Speed.FULL)
    full = Look(
        Speed.FULL,
        count + sum(look.count for look in before),
        length + sum(look.length for look in before),
    )
    return replace(pictures, looks=(*others, full))
