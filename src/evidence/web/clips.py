"""Clips: the recordings of a span as the player takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor
from pathlib import PurePosixPath

from evidence.domain.footage import Recording
from evidence.domain.time import SECOND, Interval
from evidence.pipeline.accounts import Account
from evidence.web.addresses import Filters, media_at, part_at, proxy_at

CODECS = frozenset({"h264", "vp8", "vp9", "av1"})  # that every browser plays
# The media reader has one name for MP4 and QuickTime, and one for WebM and Matroska.
PLAYED = {
    ".mp4": ("mov", CODECS),
    ".m4v": ("mov", CODECS),
    ".webm": ("matroska", CODECS - {"h264"}),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A span of a class to be shown to somebody, from the wall time ``at`` on (seconds)."""

    subject: str
    part: str
    span: Interval
    filters: Filters
    at: float | None
    account: Account


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording to play; ``start`` and ``end`` are wall time in seconds, as the script wants it.

    ``source`` is its file, ``proxies`` its minutes in a form that every browser plays; ``played``
    tells whether a browser plays the file as it is.
    """

    href: str
    source: str
    proxies: str
    name: str
    camera: str
    start: float
    end: float
    played: bool
    current: bool


def clips(shown: Shown, inside: Sequence[Recording], current: Recording | None) -> Iterator[Clip]:
    """The recordings that have a place on the clock."""
    for each in inside:
        if each.span is None:
            continue
        start = seconds(each.span.start)
        at = f"{max(start, seconds(shown.span.start)):.3f}"
        yield Clip(
            href=part_at(shown.subject, shown.part, shown.filters, at=at),
            source=media_at(shown.subject, each.path),
            proxies=proxy_at(shown.subject, each.path),
            name=each.path,
            camera=each.file.camera,
            start=start,
            end=seconds(each.span.end),
            played=plays(each),
            current=each is current,
        )


def plays(recording: Recording) -> bool:
    """Whether a browser plays the file as it is."""
    container, codecs = PLAYED.get(PurePosixPath(recording.path).suffix.lower(), ("", CODECS))
    return recording.media.container == container and recording.media.codec in codecs


def source_of(shown: Shown, current: Recording | None, begin: float) -> tuple[str, float]:
    """What the player opens, and the wall time of its first picture; "" where there is nothing."""
    if current is None or current.span is None:
        return "", 0.0
    start = seconds(current.span.start)
    into = max(0.0, begin - start)
    if plays(current):
        return f"{media_at(shown.subject, current.path)}#t={into:.3f}", start
    whole = floor(into)
    return proxy_at(shown.subject, current.path, whole), start + whole


def seconds(micros: int) -> float:
    """Wall time in seconds, as scripts count it."""
    return micros / SECOND
