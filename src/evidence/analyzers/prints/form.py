"""A print: what is kept of a recording's pictures to know its seconds again.

Nobody is recognised in it: 144 numbers a picture, each the brightness of a ninth by a sixteenth of
it against what stood there in the minutes around. What stands still leaves no trace, whatever room
it stands in; what moves leaves when and where.
"""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.domain.time import SECOND

ROWS, COLUMNS = 9, 16
CELLS = ROWS * COLUMNS
# Half of the time that "what stood there" is the median of: a copied stretch of a few minutes
# brings most of its own surroundings along.
AROUND = 60 * SECOND
# Companding: one step is a fortieth of a luma level near nothing, and a fiftieth of the value far
# from it, so that a walker across the room does not drown those who sit.
FINE, STEPS = 2.0, 22.0
MAGIC = b"EP1"
HEAD = struct.Struct("<3sqII")

Times = NDArray[np.int64]
Maps = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """The print of one recording; times are media time in microseconds.

    ``at`` and ``maps`` (int8, one row of ``CELLS`` for each time) are the pictures looked at;
    ``keys`` and ``digests`` every key frame's packet. ``length`` is the recording's.
    """

    length: int
    at: Times
    maps: NDArray[np.int8]
    keys: Times
    digests: NDArray[np.uint32]

    @property
    def gap(self) -> int:
        """The usual time from one picture to the next; the whole length where there is but one."""
        return int(np.median(np.diff(self.at))) if len(self.at) > 1 else self.length


def dumps(taken: Print) -> str:
    """The print as text; "" where it holds nothing."""
    if not len(taken.at):
        return ""
    head = HEAD.pack(MAGIC, taken.length, len(taken.at), len(taken.keys))
    parts = (
        np.diff(taken.at, prepend=0).astype("<i8"),
        taken.maps.astype(np.int8),
        np.diff(taken.keys, prepend=0).astype("<i8"),
        taken.digests.astype("<u4"),
    )
    packed = zlib.compress(b"".join(part.tobytes() for part in parts), 6)
    return base64.b85encode(head + packed).decode()


def loads(text: str) -> Print:
    """The print that ``dumps`` wrote.

    Raises:
        ValueError: when the text is none.
    """
    try:
        told = base64.b85decode(text)
        magic, length, pictures, keys = HEAD.unpack_from(told)
        body = zlib.decompress(told[HEAD.size :])
    except (ValueError, struct.error, zlib.error) as error:
        raise ValueError(f"no print: {error}") from error
    if magic != MAGIC or len(body) != pictures * (8 + CELLS) + keys * 12:
        raise ValueError("no print of this version")
    maps = pictures * 8
    times = maps + pictures * CELLS
    digests = times + keys * 8
    return Print(
        length,
        np.cumsum(np.frombuffer(body[:maps], "<i8")).astype(np.int64),
        np.frombuffer(body[maps:times], np.int8).reshape(pictures, CELLS),
        np.cumsum(np.frombuffer(body[times:digests], "<i8")).astype(np.int64),
        np.frombuffer(body[digests:], "<u4").astype(np.uint32),
    )


def companded(levels: Maps) -> NDArray[np.int8]:
    """Differences of brightness, in luma levels, as they are kept."""
    kept = np.sign(levels) * np.log1p(FINE * np.abs(levels)) * STEPS
    return np.clip(np.rint(kept), -127, 127).astype(np.int8)


def against_background(at: Times, cells: Maps) -> Maps:
    """Each picture less the median of those around it, and less what all its cells share.

    What they share is light and exposure, which the next day may share too.
    """
    differences = np.empty_like(cells)
    first = np.searchsorted(at, at - AROUND)
    last = np.searchsorted(at, at + AROUND, side="right")
    for number, (low, high) in enumerate(zip(first, last, strict=True)):
        differences[number] = cells[number] - np.median(cells[low:high], axis=0)
    return differences - np.median(differences, axis=1, keepdims=True)
