"""Doubtful: spans that the pictures looked at leave open.

Where those are far apart, a picture may stand still or be black from one to the next and back
again. What tells of it is that two of them are alike, or that the packets between are starved: an
encoder writes next to nothing for a picture that does not change. The key frames that were passed
over settle most of it; only where there are none, every picture has to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from evidence.analyzers.frames.glances import Glances
from evidence.analyzers.frames.still import linked
from evidence.analyzers.frames.stream import PacketTable
from evidence.domain.time import SECOND, Interval, joined

# Pictures closer than FAR tell all that is looked for; key frames are taken so close at once.
FAR, CLOSE = 15 * SECOND, 7 * SECOND
WINDOW = 4 * SECOND
# A window is starved that has less than this share of what windows have as a rule.
STARVED = 0.12


def doubtful(table: PacketTable, glances: Glances) -> list[Interval]:
    """The spans that are open, in order of time."""
    times = np.array(glances.times)
    if not len(times):
        return []
    ends = [*glances.times[1:], int(table.at.max())]
    gaps = [Interval(a, b) for a, b in zip(glances.times, ends, strict=True) if b - a > FAR]
    if not gaps:
        return []
    alike = linked(np.diff(glances.blocks(0, len(glances)), axis=0)).tolist()
    same = {glances.times[at] for at, is_alike in enumerate(alike) if is_alike}
    starved = list(_starved(table))
    found = [
        gap for gap in gaps if gap.start in same or any(gap.meet(window) for window in starved)
    ]
    return list(joined(found, silence=0))


def passed_over(table: PacketTable, spans: Iterable[Interval]) -> list[int]:
    """Media times of key frames within spans, no closer than they need be."""
    keys = np.sort(table.at[table.key])
    found: list[int] = []
    for span in spans:
        ready = span.start + CLOSE
        for at in keys[(keys > span.start) & (keys < span.end)].tolist():
            if at >= ready:
                found.append(at)
                ready = at + CLOSE
    return found


def _starved(table: PacketTable) -> Iterator[Interval]:
    """Windows in which the packets between key frames hold next to nothing."""
    between = ~table.key
    windows = table.at[between] // WINDOW
    if not len(windows):
        return
    sums = np.bincount(np.maximum(windows, 0), table.size[between])
    counts = np.bincount(np.maximum(windows, 0))
    usual = float(np.median(sums[counts > 0]))
    for window in np.flatnonzero((counts > 0) & (sums < STARVED * usual)).tolist():
        yield Interval(window * WINDOW, (window + 1) * WINDOW)
