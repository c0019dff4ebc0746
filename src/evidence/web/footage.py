"""The footage of a class hour as its page shows it: player, axis, contact sheet and table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.footage import Recording
from evidence.domain.time import SECOND, Interval
from evidence.report.class_report import ClockRow
from evidence.report.verdict_record import VerdictRecord
from evidence.report.words import Voice
from evidence.web.addresses import part_at
from evidence.web.clips import Clip, Shown, clips, plays, seconds, source_of
from evidence.web.clocks import clocks, read_with
from evidence.web.lanes import Bar, Lane, lanes, lanes_drawing, times
from evidence.web.people import people_lanes
from evidence.web.replays import Replay, replays
from evidence.web.retold import retold
from evidence.web.sheet import Row, sheet
from evidence.web.stretches import Stretch, stretches
from evidence.web.uncompared import Open, uncompared
from evidence.web.verdicts import FindingView
from evidence.wiring.footage_kept import recordings_of, was_read
from evidence.wiring.office import Office

ZOOMS = (1, 2, 4, 8, 16)
Drawn = Callable[[Interval], tuple[Lane, ...]]


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
class Window:
    """The part of the span that the axis draws, ``zoom`` times larger; ends in seconds.

    ``closer`` and ``wider`` are the ways to the next zoom, "" where there is none.
    """

    start: float
    end: float
    zoom: int
    drawing: Markup
    closer: str
    wider: str


@dataclass(frozen=True, slots=True)
class Footage:
    """The footage of a class hour: what to play, the drawing, and the same as a table.

    ``source`` plays first, "" where nothing can; ``base`` is the wall time of its first frame, and
    ``offset`` how far the classroom's clock is ahead of UTC, all in seconds. ``proxied`` tells that
    a proxy plays. ``unread`` tells that no recording was read yet.
    """

    clips: tuple[Clip, ...]
    source: str
    base: float
    offset: int
    proxied: bool
    window: Window
    moments: tuple[Moment, ...]
    sheet: tuple[Row, ...]
    replays: tuple[Replay, ...]
    uncompared: tuple[Open, ...]
    stretches: tuple[Stretch, ...]
    clocks: tuple[ClockRow, ...]
    unread: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the span: the verdict, its findings, the notes of those who looked."""

    verdict: VerdictRecord
    findings: Sequence[FindingView]
    notes: Sequence[tuple[Interval, str]] = ()


def footage(desk: Office, shown: Shown, told: Told, voice: Voice) -> Footage:
    """The footage of a span of a class."""
    findings, said = told.findings, told.verdict.findings
    recordings = recordings_of(desk.store, shown.subject, shown.span)
    running = [each for each in recordings if each.span and each.span.meet(shown.span)]
    inside = list(retold(told.verdict, running, _starts(desk, shown.subject, running)))
    inside.sort(key=lambda each: (each.file.start or 0, each.path))
    begin = _begin(shown, findings)
    current = _playing(inside, begin)
    source, base = source_of(shown, current, begin)

    def drawn(span: Interval) -> tuple[Lane, ...]:
        seen = people_lanes(desk, shown.subject, inside, span, voice)
        noted = tuple(_noted(told.notes, span))
        notes = (Lane(voice.word("Notes"), noted),) if noted else ()
        return (*lanes(span, inside, findings, voice), *seen, *notes)

    whole = drawn(shown.span)
    return Footage(
        clips=tuple(clips(shown, inside, current)),
        source=source,
        base=base,
        offset=_offset(shown, voice),
        proxied=current is not None and not plays(current),
        window=_window(shown, begin, drawn, voice),
        moments=tuple(_moments(shown, whole, voice)),
        sheet=sheet(shown, inside, voice),
        replays=replays(desk.store, shown, inside, voice),
        uncompared=uncompared(desk.store, shown, told.verdict.findings, recordings, voice),
        stretches=stretches(shown, inside, voice),
        clocks=clocks(shown, said, read_with(desk.store, shown, said, inside), voice),
        unread=not (recordings or was_read(desk.store, shown.subject)),
    )


def _starts(desk: Office, subject: str, running: Sequence[Recording]) -> dict[str, int | None]:
    """When each recording of a class begins, as far as that is known."""
    known = desk.store.classes.get(subject)
    starts = {each.path: each.start for each in (known.recordings if known else ())}
    return {**starts, **{each.path: each.file.start for each in running}}


def _window(shown: Shown, begin: float, drawn: Drawn, voice: Voice) -> Window:
    """What the axis draws: so much of the span around where the player begins."""
    zoom = _zoom(shown.filters.zoom)
    length = shown.span.length // zoom
    middle = int(begin * SECOND)
    start = min(max(shown.span.start, middle - length // 2), shown.span.end - length)
    span = Interval(start, start + length)

    def at_zoom(other: int) -> str:
        if other not in ZOOMS:
            return ""
        filters = shown.filters.model_copy(update={"zoom": str(other) if other > 1 else ""})
        return part_at(shown.subject, shown.part, filters, at=f"{begin:.3f}")

    return Window(
        start=seconds(span.start),
        end=seconds(span.end),
        zoom=zoom,
        drawing=lanes_drawing(span, drawn(span), voice),
        closer=at_zoom(zoom * 2),
        wider=at_zoom(zoom // 2),
    )


def _zoom(told: str) -> int:
    return int(told) if told.isdecimal() and int(told) in ZOOMS else 1


def _noted(notes: Sequence[tuple[Interval, str]], span: Interval) -> Iterator[Bar]:
    for on, said in notes:
        part = on.meet(span)
        if part:
            yield Bar(part, "note", said, "✎")


def _offset(shown: Shown, voice: Voice) -> int:
    ahead = voice.moment_at(shown.span.start).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


def _begin(shown: Shown, findings: Sequence[FindingView]) -> float:
    """Where to begin: what was asked for, else the first of the worst findings, else the hour."""
    if shown.at is not None:
        return shown.at
    found = [
        (each.style, span)
        for each in findings
        if each.span and (span := each.span.meet(shown.span))
    ]
    # What is true of all of the time tells nobody where to look.
    somewhere = [each for each in found if each[1] != shown.span] or found
    worst = somewhere[0][0] if somewhere else ""
    first = min((span.start for style, span in somewhere if style == worst), default=0)
    return seconds(first or shown.span.start)


def _playing(inside: Sequence[Recording], begin: float) -> Recording | None:
    """The recording that runs then, rather one that a browser plays as it is; else the first."""
    preferred = sorted(inside, key=lambda each: not plays(each))
    then = (each for each in preferred if _runs(each, begin))
    return next(then, next(iter(inside), None))


def _runs(recording: Recording, at: float) -> bool:
    span = recording.span
    return span is not None and seconds(span.start) <= at < seconds(span.end)


def _moments(shown: Shown, drawn: Sequence[Lane], voice: Voice) -> Iterator[Moment]:
    for lane in drawn:
        for bar in lane.bars:
            yield _moment(shown, lane, bar, voice)


def _moment(shown: Shown, lane: Lane, bar: Bar, voice: Voice) -> Moment:
    at = seconds(bar.span.start)
    return Moment(
        lane=lane.name,
        word=f"{bar.sign} {bar.word}".strip(),
        times=times(bar.span, voice),
        at=at,
        end=seconds(bar.span.end),
        href=part_at(shown.subject, shown.part, shown.filters, at=f"{at:.3f}"),
        finding=bar.kind.startswith("span"),
    )
