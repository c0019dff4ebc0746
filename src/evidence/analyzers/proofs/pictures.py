"""Pictures of a recording at given moments, small enough to stand in a report."""

from __future__ import annotations

from collections.abc import Sequence

from av.error import FFmpegError

from evidence.analyzers.frames.flaw_watcher import jpeg
from evidence.analyzers.frames.stream import Stream, opened
from evidence.domain.time import SECOND

WITHIN = 10 * SECOND  # a camera of one picture in ten seconds still has one to show


def pictures(path: str, times: Sequence[int]) -> list[str]:
    """A JPEG in base 64 for each media time, in that order; "" where none decodes."""
    try:
        stream = opened(path)
    except (FFmpegError, ValueError):
        return [""] * len(times)
    with stream.container:
        stream.packets()  # which tell where media time begins
        return [_at(stream, time) for time in times]


def _at(stream: Stream, time: int) -> str:
    """The first picture shown from ``time`` on, that is nearest to it as a rule."""
    shown = next(stream.every_frame(time, time + WITHIN), None)
    return jpeg(shown) if shown else ""
