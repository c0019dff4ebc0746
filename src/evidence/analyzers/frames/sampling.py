"""Sampling: which key frames are looked at, so that looking keeps a fixed pace."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.stream import PacketTable
from evidence.domain.time import SECOND

# What one key frame costs a decoder, in nanoseconds: for each pixel, and for each byte. Measured
# by benchmarks/pictures.py; the choice rests on the file alone, never on how fast a machine is.
PIXEL_COST = 1.5
BYTE_COST = 40.0
# Nanoseconds of decoding that a second of footage may cost.
ALLOWANCE = 1_250_000
# Never closer than this: nothing that is looked for comes and goes more quickly.
CLOSEST = 2 * SECOND
# Never further apart where key frames allow, however large: how people move must be seen.
FARTHEST = 8 * SECOND


def chosen(table: PacketTable, pixels: int) -> NDArray[np.int64]:
    """Media times of the key frames to look at: evenly spread, as many as the pace allows."""
    keys = np.flatnonzero(table.key)
    times = table.at[keys]
    costs = pixels * PIXEL_COST + table.size[keys] * BYTE_COST
    wanted: list[int] = []
    ready = -1
    for at, cost in zip(times.tolist(), costs.tolist(), strict=True):
        if at < ready:
            continue
        wanted.append(at)
        ready = at + min(FARTHEST, max(CLOSEST, int(cost / ALLOWANCE * SECOND))) - SECOND // 10
    return np.array(sorted(wanted), np.int64)
