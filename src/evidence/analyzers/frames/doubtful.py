"""Doubtful: spans that key frames leave open, and that are read in full.

Where key frames are far apart, a picture may stand still or be black from one to the next and back
again. What tells of it is that two of them are alike, or that the packets between are starved: an
encoder writes next to nothing for a picture that does not change.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evidence.analyzers.frames.glances import Glances
from evidence.analyzers.frames.still import linked
from evidence.analyzers.frames.stream import PacketTable
from evidence.domain.time import SECOND, Interval, joined

# Key frames closer than this tell all that is looked for.
FAR = 15 * SECOND
WINDOW = 4 * SECOND
# A window is starved that has less than this share of what windows have as a rule.
STARVED = 0.12


def doubtful(table: PacketTable, glances: Glances) -> list[Interval]:
    """The spans to be read in full, in order of time."""
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
