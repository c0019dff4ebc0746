"""Marks: packets that a copy of a stretch bears too, wherever it was cut.

Key frames are such, by their bytes. Where they are rare, a stretch of half a minute holds none or
one of them. So the sizes of the packets between are asked, as those who look for copied files ask
bytes: a run of them is a mark where its hash happens to end in zeros, whatever stands around it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from evidence.analyzers.frames.stream import PacketTable
from evidence.domain.time import SECOND

# Key frames further apart than this, as a rule, are too few.
RARE = 4 * SECOND
# Packets in a run, and how many different sizes must be among them: what stands still has few.
RUN, DIFFERENT = 16, 12
# Seconds in which one run is a mark, on the whole.
EVERY = 2.0
MULTIPLIER = 0x9E3779B97F4A7C15  # Knuth's, of the golden ratio

Marks = tuple[NDArray[np.int64], NDArray[np.uint32]]


def marks(table: PacketTable) -> Marks:
    """Media times and digests of key frames and, where these are rare, of runs between them."""
    keys = np.flatnonzero(table.key)
    at, digests = table.at[keys], table.digest[keys]
    if len(table) <= RUN or (len(keys) > 1 and np.median(np.diff(np.sort(at))) <= RARE):
        return at, digests
    more, others = _runs(table)
    both = np.concatenate([at, more])
    order = np.argsort(both, kind="stable")
    return both[order], np.concatenate([digests, others])[order]


def _runs(table: PacketTable) -> Marks:
    """The last packet of each run of sizes that is a mark."""
    runs = sliding_window_view(table.size.astype(np.uint64), RUN)
    powers = np.array([pow(MULTIPLIER, power, 1 << 64) for power in range(1, RUN + 1)], np.uint64)
    hashes = (runs * powers).sum(1, dtype=np.uint64) >> np.uint64(20)
    zeros = _zeros(table)
    found = np.flatnonzero(hashes & np.uint64((1 << zeros) - 1) == 0)
    sizes = np.sort(runs[found], axis=1)
    varied = (np.diff(sizes, axis=1) != 0).sum(1) + 1 >= DIFFERENT
    found = found[varied]
    digests = (hashes[found] >> np.uint64(zeros)).astype(np.uint32)
    return table.at[found + RUN - 1], digests


def _zeros(table: PacketTable) -> int:
    """How many zeros a hash ends in that is a mark: the same in files of about the same rate."""
    seconds = max(SECOND, int(table.at.max())) / SECOND
    return max(1, round(math.log2(max(1.0, EVERY * len(table) / seconds))))
