"""Shots: the small pictures that prove a finding about footage, and the way to their spot."""

from __future__ import annotations

from urllib.parse import quote

from evidence.domain.pictures import Flaw
from evidence.domain.time import SECOND
from evidence.report.class_report import Shot
from evidence.report.words import media_time

FLAWS = {f"footage-{flaw}": flaw for flaw in Flaw}


def shot(
    picture: str, path: str, at: int, *, files: str = "", told: str = "", clock: str = ""
) -> Shot:
    """The picture of one moment; "" as its address where it did not decode.

    ``told`` is said of it, ``clock`` is the time that is claimed for it, and ``files`` where a
    reader finds the footage.
    """
    source = f"data:image/jpeg;base64,{picture}" if picture else ""
    return Shot(source, caption(at, told, clock), spot_at(files, path, at))


def caption(at: int, told: str = "", clock: str = "") -> str:
    """What stands below the picture of a moment: "before · 0:01:14 (09:01:14)"."""
    place = f"{media_time(at)} ({clock})" if clock else media_time(at)
    return f"{told} · {place}" if told else place


def spot_at(files: str, path: str, start: int, end: int | None = None) -> str:
    """The address of a spot of a recording, or of a stretch of it; "" where nobody finds it.

    A stretch that ends where it begins is a spot: a player would show all from the file's start.
    """
    if not files:
        return ""
    until = "" if end is None or end <= start else f",{-(-end // SECOND)}"
    return f"{quote(files + path)}#t={start // SECOND}{until}"
