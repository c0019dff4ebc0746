"""Ticking: the cells of a picture in which a burnt-in clock runs.

A clock shows the same seconds every minute, and lessons begin on the hour: where little else moves,
its digits are what two honest recordings have most in common. What stands in a cell of it is what
the tens of the seconds make of it and what their units make of it, and hardly anything else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import COLUMNS, ROWS, Times
from evidence.domain.time import MINUTE, SECOND

# An instrument's numbers: docs/adr/0063 tells how they were found.
EXPLAINED = 0.5  # of how a cell varies, by the two digits
VARIES = 2.0  # steps of a print: what varies by less is nothing
LEAST, PICTURES = 4 * MINUTE, 30  # for how long, and how often, it must have been seen
BAND = 2  # rows at the top and at the bottom, where clocks stand
WIDEST = 6  # columns that its seconds lie in: what ticks all over the picture is a loop
BESIDE = 2  # columns to each side of them: minutes and hours


def clock(at: Times, maps: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Which of the cells of a print show a clock; none where too little was seen to tell."""
    found = np.zeros((ROWS, COLUMNS), np.bool_)
    if len(at) < PICTURES or at[-1] - at[0] < LEAST:
        return found.ravel()
    ticks: NDArray[np.bool_] = (_explained(at, maps) >= EXPLAINED).reshape(ROWS, COLUMNS)
    for band in (slice(0, BAND), slice(ROWS - BAND, ROWS)):
        columns = np.flatnonzero(ticks[band].any(0))
        if len(columns) and columns[-1] - columns[0] < WIDEST:
            wide = slice(max(0, columns[0] - BESIDE), columns[-1] + 1 + BESIDE)
            found[band, wide] = ticks[band].any(1, keepdims=True)
    return found.ravel()


def _explained(at: Times, maps: NDArray[np.int8]) -> NDArray[np.float64]:
    """Of each cell, the share of its variance that the digits of the seconds explain (adjusted)."""
    seconds = at // SECOND
    digits = np.concatenate([np.eye(10)[seconds % 10], np.eye(6)[seconds // 10 % 6]], axis=1)
    about = maps - maps.mean(0, dtype=np.float64)
    told, _, freedom, _ = np.linalg.lstsq(digits, about, rcond=None)
    rest = ((about - digits @ told) ** 2).sum(0) / (len(at) - freedom)
    variance = (about**2).sum(0) / (len(at) - 1)
    explained = 1 - rest / np.maximum(variance, 1e-6)
    return np.where(variance >= VARIES**2, explained, 0.0)
