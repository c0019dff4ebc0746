"""The footage of a class hour as its page shows it, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse
from markupsafe import Markup

from evidence.domain.footage import Recording
from evidence.domain.time import SECOND, Interval
from evidence.report.words import Voice
from evidence.web.addresses import Filters, media_at, part_at
from evidence.web.guard import Visitor, of_class
from evidence.web.lanes import Bar, Lane, lanes, lanes_drawing, times
from evidence.web.rendering import office
from evidence.web.verdicts import FindingView
from evidence.wiring.footage_kept import file_of, is_archive, known_recording, recordings_of
from evidence.wiring.office import Office

PLAYED = frozenset({"h264", "vp8", "vp9", "av1"})  # codecs that every browser plays
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording to play; ``start`` and ``end`` are wall time in seconds, as the script wants it.

    ``played`` tells whether a browser can: what it can't is there to be saved.
    """

    href: str
    source: str
    name: str
    start: float
    end: float
    played: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the table that tells what the drawing shows; ``at`` is wall time in seconds."""

    lane: str
    word: str
    times: str
    at: float
    end: float
    href: str
    finding: bool


@dataclass(frozen=True, slots=True)
class Footage:
    """The footage of a class hour: what to play, the drawing, and the same as a table.

    ``source`` plays first, "" where nothing can; ``base`` is the wall time of its first frame, and
    ``offset`` how far the classroom's clock is ahead of UTC, all in seconds.
    ``archive`` tells that the class lies in one, ``unread`` that no recording was read yet.
    """

    clips: tuple[Clip, ...]
    source: str
    base: float
    offset: int
    start: float
    end: float
    drawing: Markup
    moments: tuple[Moment, ...]
    archive: bool
    unread: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be shown: a span of a class, from the wall time ``at`` on (seconds)."""

    subject: str
    part: str
    span: Interval
    filters: Filters
    at: float | None


def footage(desk: Office, shown: Shown, findings: Sequence[FindingView], voice: Voice) -> Footage:
    """The footage of a span of a class."""
    recordings = recordings_of(desk.store, shown.subject)
    inside = [each for each in recordings if each.span and each.span.meet(shown.span)]
    inside.sort(key=lambda each: (each.file.start or 0, each.path))
    drawn = lanes(shown.span, inside, findings, voice)
    archive = is_archive(desk.landing, shown.subject)
    begin = _begin(shown, findings)
    current = None if archive else _playing(inside, begin)
    base = _seconds(current.span.start) if current and current.span else 0.0
    return Footage(
        clips=tuple(_clips(shown, inside, current)),
        source=_source(shown, current, base, begin),
        base=base,
        offset=_offset(shown, voice),
        start=_seconds(shown.span.start),
        end=_seconds(shown.span.end),
        drawing=lanes_drawing(shown.span, drawn, voice),
        moments=tuple(_moments(shown, drawn, voice)),
        archive=archive,
        unread=not recordings,
    )


def _offset(shown: Shown, voice: Voice) -> int:
    ahead = voice.moment_at(shown.span.start).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


def _begin(shown: Shown, findings: Sequence[FindingView]) -> float:
    """Where to begin: what was asked for, else where the first finding does, else the hour."""
    if shown.at is not None:
        return shown.at
    spans = (each.span.meet(shown.span) for each in findings if each.span)
    first = min((span.start for span in spans if span), default=shown.span.start)
    return _seconds(first)


def _playing(inside: Sequence[Recording], begin: float) -> Recording | None:
    """The recording that runs then, else the first that a browser plays."""
    playable = [each for each in inside if each.media.codec in PLAYED]
    then = (each for each in playable if _runs(each, begin))
    return next(then, next(iter(playable), None))


def _runs(recording: Recording, at: float) -> bool:
    span = recording.span
    return span is not None and _seconds(span.start) <= at < _seconds(span.end)


def _source(shown: Shown, current: Recording | None, base: float, begin: float) -> str:
    if current is None:
        return ""
    address = media_at(shown.subject, current.path)
    return f"{address}#t={max(0.0, begin - base):.3f}"


def _clips(shown: Shown, inside: Sequence[Recording], current: Recording | None) -> Iterator[Clip]:
    for each in inside:
        if each.span is None:
            continue
        start = _seconds(each.span.start)
        at = f"{max(start, _seconds(shown.span.start)):.3f}"
        yield Clip(
            href=part_at(shown.subject, shown.part, shown.filters, at=at),
            source=media_at(shown.subject, each.path),
            name=each.path,
            start=start,
            end=_seconds(each.span.end),
            played=each.media.codec in PLAYED,
            current=each is current,
        )


def _moments(shown: Shown, drawn: Sequence[Lane], voice: Voice) -> Iterator[Moment]:
    for lane in drawn:
        for bar in lane.bars:
            yield _moment(shown, lane, bar, voice)


def _moment(shown: Shown, lane: Lane, bar: Bar, voice: Voice) -> Moment:
    at = _seconds(bar.span.start)
    return Moment(
        lane=lane.name,
        word=f"{bar.sign} {bar.word}".strip(),
        times=times(bar.span, voice),
        at=at,
        end=_seconds(bar.span.end),
        href=part_at(shown.subject, shown.part, shown.filters, at=f"{at:.3f}"),
        finding=bar.kind.startswith("span"),
    )


def _seconds(micros: int) -> float:
    return micros / SECOND


@router.get("/classes/{home}/{name}/media")
def media(
    request: Request,
    *,
    visitor: Visitor,
    home: str,
    name: str,
    path: Annotated[str, Query(max_length=2000)],
) -> Response:
    """A recording that the class is known to have, whole or the ranges that are asked for."""
    subject = of_class(visitor, home, name)
    desk = office(request)
    known = known_recording(desk.store, subject, path)
    file = file_of(desk.landing, subject, known.path) if known else None
    if file is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(file, headers={"Cache-Control": "private, no-cache"})
