"""A negative: what is kept of one file's pictures, to make a print of them.

A print shows what moves against the minutes around, and of a file of ten seconds these lie in its
neighbours. So what is kept of a file are its cells as they were: 144 brightnesses a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import (
    CELLS,
    Maps,
    Packed,
    Print,
    Times,
    against_background,
    companded,
    packed,
    unpacked,
)
from evidence.analyzers.prints.form import MAGIC as PRINTED
from evidence.analyzers.prints.ticking import clock

MAGIC = b"EN1"
# Steps to a luma level, finer than noise is.
STEPS = 32


@dataclass(frozen=True, slots=True, eq=False)
class Negative:
    """The negative of one file; times are its media time in microseconds.

    ``at`` and ``cells`` are the pictures looked at, ``keys`` and ``digests`` its marks, like those
    of a print. ``length`` is the file's.
    """

    length: int
    at: Times
    cells: Maps
    keys: Times
    digests: NDArray[np.uint32]


def dumps(negative: Negative) -> str:
    """The negative as text; "" where it holds nothing."""
    levels = np.rint(negative.cells * STEPS).astype(np.int32)
    changes = np.diff(levels, axis=0, prepend=0).astype("<i2")
    return packed(
        Packed(MAGIC, negative.length, negative.at, changes, negative.keys, negative.digests)
    )


def loads(text: str) -> Negative | Print:
    """The negative that ``dumps`` wrote, or the print that an earlier version kept of a file.

    Raises:
        ValueError: when the text is neither.
    """
    told = unpacked(text, {MAGIC: "<i2", PRINTED: "<i1"})
    if told.magic == PRINTED:
        return Print(told.length, told.at, told.pictures, told.keys, told.digests)
    levels = np.cumsum(told.pictures, axis=0, dtype=np.int32)
    cells = (levels / np.float32(STEPS)).astype(np.float32)
    return Negative(told.length, told.at, cells, told.keys, told.digests)


@dataclass(frozen=True, slots=True)
class Placed:
    """A negative in its place: ``begins`` is where its first picture is in a print.

    What is before ``since`` is not shown, for another shows it.
    """

    negative: Negative
    begins: int = 0
    since: int = 0


def printed(placed: Sequence[Placed]) -> Print:
    """The one print of negatives that follow each other. Where a clock runs it shows nothing."""
    times, cells, keys, digests = [], [], [], []
    for one in placed:
        at, key = one.negative.at + one.begins, one.negative.keys + one.begins
        times.append(at[at >= one.since])
        cells.append(one.negative.cells[at >= one.since])
        keys.append(key[key >= one.since])
        digests.append(one.negative.digests[key >= one.since])
    at, shown = np.concatenate(times), np.concatenate(cells)
    maps = companded(against_background(at, shown)) if len(at) else np.empty((0, CELLS), np.int8)
    maps[:, clock(at, maps)] = 0
    length = max((one.begins + one.negative.length for one in placed), default=0)
    return Print(length, at, maps, np.concatenate(keys), np.concatenate(digests))
