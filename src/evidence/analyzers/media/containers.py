"""Containers: whether a file closes as its own structure says it should.

The demuxer reads what there is and says little of what is not; these few bytes of structure tell
a file that was cut off from one that is whole. Sources: ISO/IEC 14496-12 (boxes), RFC 8794 (EBML),
the RIFF and FLV specifications, ISO/IEC 13818-1 (transport stream).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER = 16
STSD_ENTRY = 12  # from the start of an stsd's payload to the first entry's four letters
TREE = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
UNKNOWN_SIZES = {1: 0x7F, 2: 0x3FFF, 8: 0xFFFFFFFFFFFFFF}


@dataclass(frozen=True, slots=True)
class Structure:
    """What the outermost structure tells; ``cut`` says how the file shows that it was cut off.

    ``whole`` is the number of bytes up to the end of the last complete part; ``indexed`` whether
    an index at hand lists every frame.
    """

    cut: str = ""
    fragmented: bool = False
    encrypted: bool = False
    indexed: bool = True
    whole: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A box of an MP4: its four letters and where its payload lies."""

    name: bytes
    start: int
    end: int


def structure(file: BinaryIO, container: str) -> Structure:
    """The structure of an open file that the demuxer calls ``container``; "" where it gave up."""
    size = file.seek(0, os.SEEK_END)
    for name, look in LOOKS.items():
        if name in container.split(","):
            return look(file, size)
    if not container and _looks_like_mp4(file):
        return _mp4(file, size)
    return Structure()


def _looks_like_mp4(file: BinaryIO) -> bool:
    file.seek(4)
    return file.read(4) in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """The boxes between two places; the last may claim to end beyond the file."""
    while start + 8 <= end:
        file.seek(start)
        head = file.read(HEADER)
        length, header = int.from_bytes(head[:4]), 8
        if length == 1:
            length, header = int.from_bytes(head[8:16]), HEADER
        elif length == 0:  # to the end of the file
            length = end - start
        if length < header:
            return
        yield Box(head[4:8], start + header, start + length)
        start += length


def _mp4(file: BinaryIO, size: int) -> Structure:
    top = list(boxes(file, 0, size))
    names = {box.name for box in top}
    fragmented = bool(names & {b"moof", b"styp", b"sidx"})
    overrun = bool(top) and top[-1].end > size
    movie = next((box for box in top if box.name == b"moov"), None)
    cut = ""
    if movie is None:
        cut = "no index (moov): the file was never finished, or is cut off"
    elif overrun and (fragmented or top[-1].name == b"moov"):
        cut = f"the last part ({top[-1].name.decode('latin-1')}) is cut off"
    sealed = movie is not None and _sealed(file, movie, size)
    whole = max((box.end for box in top if box.end <= size), default=0)
    return Structure(cut, fragmented, sealed, indexed=not fragmented, whole=whole)


def _sealed(file: BinaryIO, box: Box, size: int) -> bool:
    """Whether a sample description says that the pictures are encrypted."""
    for inner in boxes(file, box.start, min(box.end, size)):
        if inner.name == b"stsd":
            file.seek(inner.start + STSD_ENTRY)
            if file.read(4) == b"encv":
                return True
        elif inner.name in TREE and _sealed(file, inner, size):
            return True
    return False


def _ebml_number(file: BinaryIO, *, keep_marker: bool) -> tuple[int, int]:
    """An EBML number and its width; width 0 at the end of the file."""
    first = file.read(1)
    if not first or not first[0]:
        return 0, 0
    width = 9 - first[0].bit_length()
    value = first[0] if keep_marker else first[0] & ((1 << (8 - width)) - 1)
    return int.from_bytes(bytes([value]) + file.read(width - 1)), width


def _matroska(file: BinaryIO, size: int) -> Structure:
    segment = 0x18538067
    start = 0
    while start < size:
        file.seek(start)
        name, _ = _ebml_number(file, keep_marker=True)
        length, width = _ebml_number(file, keep_marker=False)
        if not width:
            break
        if name == segment:
            live = length == (1 << (7 * width)) - 1
            short = file.tell() + length - size
            return Structure("" if live or short <= 0 else f"{short} bytes are missing at the end")
        start = file.tell() + length
    return Structure()


def _avi(file: BinaryIO, size: int) -> Structure:
    start = 0
    while start + 8 <= size:
        file.seek(start)
        name, length = file.read(4), int.from_bytes(file.read(4), "little")
        if name != b"RIFF":
            break
        start += 8 + length
        if start > size:
            return Structure(f"{start - size} bytes are missing at the end")
        start += length % 2
    return Structure()


def _flv(file: BinaryIO, size: int) -> Structure:
    """The last tag must be as long as the number behind it says."""
    file.seek(max(0, size - 4))
    behind = int.from_bytes(file.read(4))
    if not 0 < behind <= size - 4:
        return Structure("the last tag is cut off")
    file.seek(size - 4 - behind + 1)
    whole = int.from_bytes(file.read(3)) + 11 == behind
    return Structure("" if whole else "the last tag is cut off")


def _transport_stream(file: BinaryIO, size: int) -> Structure:
    file.seek(0)
    head = file.read(1024)
    for width, sync in ((188, 0), (192, 4), (204, 0)):
        if all(head[at : at + 1] in {b"", b"\x47"} for at in range(sync, len(head), width)):
            return Structure("the last packet is cut off" if size % width else "")
    return Structure()


LOOKS: dict[str, Callable[[BinaryIO, int], Structure]] = {
    "mov": _mp4,
    "matroska": _matroska,
    "avi": _avi,
    "flv": _flv,
    "mpegts": _transport_stream,
}
