"""The contact sheet: one picture a minute of what each camera recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.domain.footage import Recording
from evidence.domain.time import MINUTE
from evidence.report.words import Voice
from evidence.web.addresses import part_at, thumbnail_at
from evidence.web.clips import Shown, seconds


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A minute: its picture, what the clock says, and the way there; ``at`` is in seconds."""

    source: str
    clock: str
    at: float
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """The minutes of one camera."""

    camera: str
    thumbnails: tuple[Thumbnail, ...]


def sheet(shown: Shown, inside: Sequence[Recording], voice: Voice) -> tuple[Row, ...]:
    """A row for each camera that recorded anything of the span."""
    cameras = sorted({each.file.camera for each in inside if each.span})
    return tuple(
        Row(camera or "–", tuple(_row(shown, inside, camera, voice))) for camera in cameras
    )


def _row(
    shown: Shown, inside: Sequence[Recording], camera: str, voice: Voice
) -> Iterator[Thumbnail]:
    last = shown.span.start - MINUTE
    for each in inside:
        start, part = each.file.start, each.span.meet(shown.span) if each.span else None
        if each.file.camera != camera or start is None or part is None:
            continue
        first = -(-(part.start - start) // MINUTE)
        for minute in range(first, (part.end - start - 1) // MINUTE + 1):
            at = start + minute * MINUTE
            if at - last < MINUTE:  # of files that are shorter not every one has a picture
                continue
            last = at
            yield Thumbnail(
                source=thumbnail_at(shown.subject, each.path, minute),
                clock=voice.clock(at),
                at=seconds(at),
                href=part_at(shown.subject, shown.part, shown.filters, at=f"{seconds(at):.3f}"),
            )
