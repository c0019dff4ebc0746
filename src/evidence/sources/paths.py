"""Paths inside a bundle: relative, with ``/``, in NFC, and never leading out of it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from evidence.domain.text import say
from evidence.sources.unfit import Unfit

_DRIVE = re.compile(r"[A-Za-z]:")
_JUNK = frozenset(
    {"__macosx", "thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"}
)


def inside(written: str) -> str:
    r"""A path as it stands in the bundle: ``photos\L001.jpg`` is ``photos/L001.jpg``.

    Raises:
        Unfit: when it leads out of the bundle or names no file; the path itself is not quoted,
            since the file of a portrait is often called after the person.
    """
    plain = unicodedata.normalize("NFC", written.strip().replace("\\", "/"))
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    if plain.startswith("/") or _DRIVE.match(plain) or ".." in parts or "\0" in plain:
        raise Unfit(
            say("this path leads out of the bundle: name a file of it, such as recordings/a.mp4")
        )
    if not parts:
        raise Unfit(say("this path names no file"))
    return "/".join(parts)


def is_junk(path: str) -> bool:
    """Whether a file is only what an operating system or Excel leaves lying about."""
    return any(
        part.startswith((".", "~$")) or part.casefold() in _JUNK
        for part in PurePosixPath(path).parts
    )
