"""File names that are safe on every computer, made of the names that strangers give."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from evidence.sources.paths import inside

LONGEST = 120  # bytes of one part, so that whatever is put before or after it still fits in 255
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/\s]+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def safe_path(written: str) -> str:
    """A path of safe parts, relative and with ``/``.

    Raises:
        Unfit: when it leads out of its folder or names no file.
    """
    return "/".join(safe_part(part) for part in inside(written).split("/"))


def safe_part(name: str) -> str:
    """One part of a path: no letters that a system refuses, not hidden, not endless."""
    plain = _UNFIT.sub("_", name).rstrip(". ")
    if plain.startswith(".") or not plain or _DEVICES.match(plain):
        plain = f"_{plain.lstrip('.')}"
    suffix = PurePosixPath(plain).suffix
    if len(suffix.encode()) > LONGEST // 2:
        suffix = ""
    stem = plain[: len(plain) - len(suffix)] if suffix else plain
    room = LONGEST - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore") + suffix
