"""A print: what is kept of a recording's pictures to know its seconds again.

Nobody is recognised in it: 144 numbers a picture, each the brightness of a ninth by a sixteenth of
it against what stood there in the minutes around. What stands still leaves no trace, whatever room
it stands in; what moves leaves when and where.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    """The print of a reel, of one recording or several; times count from its first picture.

    ``at`` and ``maps`` (int8, one row of ``CELLS`` for each time) are the pictures looked at;
    ``keys`` and ``digests`` its marks: every key frame's packet and, where these are rare, runs of
    packets between them. ``length`` is the reel's.
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
    return packed(Packed(MAGIC, taken.length, taken.at, taken.maps, taken.keys, taken.digests))


def loads(text: str) -> Print:
    """The print that ``dumps`` wrote.

    Raises:
        ValueError: when the text is none.
    """
    told = unpacked(text, {MAGIC: "<i1"})
    return Print(told.length, told.at, told.pictures, told.keys, told.digests)


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """What a text holds, of whichever kind ``magic`` says: a row of ``CELLS`` numbers a picture."""

    magic: bytes
    length: int
    at: Times
    pictures: NDArray[Any]
    keys: Times
    digests: NDArray[np.uint32]


def packed(told: Packed) -> str:
    """The text; "" where there is no picture."""
    if not len(told.at):
        return ""
    head = HEAD.pack(told.magic, told.length, len(told.at), len(told.keys))
    parts = (
        np.diff(told.at, prepend=0).astype("<i8"),
        told.pictures,
        np.diff(told.keys, prepend=0).astype("<i8"),
        told.digests.astype("<u4"),
    )
    body = zlib.compress(b"".join(part.tobytes() for part in parts), 6)
    return base64.b85encode(head + body).decode()


def unpacked(text: str, kinds: Mapping[bytes, str]) -> Packed:
    """What ``packed`` wrote, if it is one of these ``kinds``: how each stores its numbers.

    Raises:
        ValueError: when it is none of them.
    """
    try:
        told = base64.b85decode(text)
        magic, length, pictures, keys = HEAD.unpack_from(told)
        body = zlib.decompress(told[HEAD.size :])
    except (ValueError, struct.error, zlib.error) as error:
        raise ValueError(f"no print: {error}") from error
    kind = np.dtype(kinds.get(magic, "V1"))
    if magic not in kinds or len(body) != pictures * (8 + CELLS * kind.itemsize) + keys * 12:
        raise ValueError("no print of this version")
    cells = pictures * 8
    times = cells + pictures * CELLS * kind.itemsize
    digests = times + keys * 8
    return Packed(
        magic,
        length,
        np.cumsum(np.frombuffer(body[:cells], "<i8")).astype(np.int64),
        np.frombuffer(body[cells:times], kind).reshape(pictures, CELLS),
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
        # Sorting is how a median of so few comes quickest.
        around, middle = np.sort(cells[low:high], axis=0), (high - low) // 2
        differences[number] = cells[number] - (around[(high - low - 1) // 2] + around[middle]) / 2
    return differences - np.median(differences, axis=1, keepdims=True)
