"""Taken: when a JPEG says of itself that it was taken (Exif 2.3, section 4.6)."""

from __future__ import annotations

import struct
from datetime import datetime
from zoneinfo import ZoneInfo

START, EXIF = b"\xff\xd8", b"Exif\x00\x00"
APP1, SCAN = 0xE1, 0xDA
EXIF_FOLDER, ORIGINAL, OFFSET = 0x8769, 0x9003, 0x9011
ENTRY, TEXT, LONG = 12, 2, 4


def taken(content: bytes, zone: ZoneInfo) -> int | None:
    """Wall time in microseconds; None where the file tells none, or what it tells is no time.

    Without an offset of its own it is in ``zone``.
    """
    try:
        block = _block(content)
        told = _texts(block) if block else {}
        at = datetime.strptime(told.get(ORIGINAL, ""), "%Y:%m:%d %H:%M:%S")
        if OFFSET in told:
            at = datetime.fromisoformat(at.isoformat() + told[OFFSET])
        else:
            at = at.replace(tzinfo=zone)
        return int(at.timestamp()) * 1_000_000
    except (ValueError, struct.error, IndexError, OverflowError, UnicodeDecodeError):
        return None


def _block(content: bytes) -> bytes:
    """The TIFF block of the first Exif segment, or nothing."""
    at = len(START)
    if not content.startswith(START):
        return b""
    while at + 4 <= len(content) and content[at] == START[0] and content[at + 1] != SCAN:
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        segment = content[at + 4 : at + 2 + length]
        if content[at + 1] == APP1 and segment.startswith(EXIF):
            return segment[len(EXIF) :]
        at += 2 + length
    return b""


def _texts(block: bytes) -> dict[int, str]:
    """The two texts that tell a time, by tag."""
    order = "<" if block.startswith(b"II") else ">"
    (first,) = struct.unpack(f"{order}I", block[4:8])
    top = dict(_entries(block, first, order))
    if EXIF_FOLDER not in top:
        return {}
    (place,) = struct.unpack(f"{order}I", top[EXIF_FOLDER][2])
    inner = dict(_entries(block, place, order))
    found = {}
    for tag in (ORIGINAL, OFFSET):
        if tag in inner and inner[tag][0] == TEXT:
            _, count, value = inner[tag]
            (at,) = struct.unpack(f"{order}I", value)
            text = block[at : at + count] if count > LONG else value[:count]
            if len(text) < count:
                raise ValueError("the block is cut off")
            found[tag] = text.rstrip(b"\x00 ").decode("ascii")
    return found


def _entries(block: bytes, place: int, order: str) -> list[tuple[int, tuple[int, int, bytes]]]:
    (count,) = struct.unpack(f"{order}H", block[place : place + 2])
    found = []
    for number in range(count):
        at = place + 2 + ENTRY * number
        tag, kind, length = struct.unpack(f"{order}HHI", block[at : at + 8])
        found.append((tag, (kind, length, block[at + 8 : at + 12])))
    return found
