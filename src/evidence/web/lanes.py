"""Lanes: a class hour on one time axis, a lane for each thing that was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.time import SECOND, Interval, Timeline
from evidence.report.names import FLAW, FLAW_SIGN
from evidence.report.svg import Scale, axis, drawing, element
from evidence.report.words import Voice
from evidence.web.verdicts import FindingView

WIDTH, LEFT, RIGHT = 960, 170, 930  # static/player.js knows them too
_ROW, _BAR = 26, 18  # heights: a lane, its bar
_SEAM = 5 * SECOND  # a shorter silence is drawn as a line, for it would not be seen as a gap
_LABEL = 52  # units that a length needs to stand in its bar
_SIGN = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch in a lane; ``kind`` is its style and ``sign`` tells it without colour."""

    span: Interval
    kind: str
    word: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One thing that was measured."""

    name: str
    bars: tuple[Bar, ...]


def lanes(
    shown: Interval,
    recordings: Sequence[Recording],
    findings: Sequence[FindingView],
    voice: Voice,
) -> tuple[Lane, ...]:
    """The findings on top, then what each camera recorded, then what its pictures don't show."""
    word = voice.word("Findings")
    top = (Lane(word, bars) for bars in _apart(tuple(_findings(shown, findings))))
    cameras = sorted({each.file.camera for each in recordings if each.span})
    recorded = (
        Lane(camera or "–", tuple(_recorded(shown, recordings, camera, voice)))
        for camera in cameras
    )
    flaws = (Lane(voice.tell(FLAW[flaw]), bars) for flaw, bars in _flaws(shown, recordings, voice))
    return (*top, *recorded, *flaws)


def _findings(shown: Interval, findings: Sequence[FindingView]) -> Iterator[Bar]:
    for found in findings:
        part = found.span.meet(shown) if found.span else None
        if part:
            yield Bar(part, f"span {found.style}", found.title, found.mark)


def _apart(bars: Sequence[Bar]) -> list[tuple[Bar, ...]]:
    """Bars in as few rows as hold them without one over the other; the first ones on top."""
    rows: list[list[Bar]] = []
    for bar in bars:
        free = (row for row in rows if not any(bar.span.meet(other.span) for other in row))
        row = next(free, None)
        if row is None:
            rows.append([bar])
        else:
            row.append(bar)
    return [tuple(row) for row in rows]


def _recorded(
    shown: Interval, recordings: Sequence[Recording], camera: str, voice: Voice
) -> Iterator[Bar]:
    runs = Timeline.of(
        run for each in recordings if each.file.camera == camera for run in running(each)
    ).within(shown)
    for run in runs:
        yield Bar(run, "run", voice.word("recorded"))
    for hole in Timeline((shown,)) - runs:
        inside = shown.start < hole.start and hole.end < shown.end
        if inside and hole.length <= _SEAM:
            yield Bar(hole, "seam", voice.word("a seam"))
        else:
            yield Bar(hole, "gap", voice.word("a gap"), "╳")


def running(recording: Recording) -> Iterator[Interval]:
    """Where a recording runs on the wall clock, without its silences."""
    if recording.span is None:
        return
    whole = Timeline((recording.span,))
    start = recording.span.start
    silent = Timeline.of(
        Interval(start + each.at, start + each.at + each.length)
        for each in recording.media.silences
        if each.length > 0
    )
    yield from whole - silent


def _flaws(
    shown: Interval, recordings: Sequence[Recording], voice: Voice
) -> Iterator[tuple[Flaw, tuple[Bar, ...]]]:
    for flaw in Flaw:
        bars = tuple(
            Bar(part, f"flaw {'sure' if sure else 'unsure'}", voice.tell(FLAW[flaw]), sign)
            for part, sure, sign in _spells(flaw, shown, recordings)
        )
        if bars:
            yield flaw, bars


def _spells(
    flaw: Flaw, shown: Interval, recordings: Sequence[Recording]
) -> Iterator[tuple[Interval, bool, str]]:
    for recording in recordings:
        start = recording.file.start
        if start is None:
            continue
        for spell in recording.pictures.of(flaw):
            possible = Interval(start + spell.possible.start, start + spell.possible.end)
            part = possible.meet(shown)
            if part:
                yield part, spell.certain is not None, FLAW_SIGN[flaw]


def lanes_drawing(shown: Interval, drawn: Sequence[Lane], voice: Voice) -> Markup:
    """The lanes as a drawing."""
    scale = Scale((shown,), LEFT, RIGHT)
    bottom = _ROW * len(drawn) + 4
    parts = [*axis(scale, voice, top=0, bottom=bottom)]
    for row, lane in enumerate(drawn):
        top = _ROW * row + 4
        if not row or lane.name != drawn[row - 1].name:
            parts.append(element("text", lane.name, class_="lane", x=LEFT - 10, y=top + 13))
        for bar in lane.bars:
            parts.extend(_bar(bar, scale, top, voice))
    parts.append(element("line", class_="cursor", x1=LEFT, x2=LEFT, y1=0, y2=bottom))
    label = voice.word("This class hour on the clock; the table below tells the same")
    return drawing(parts, width=WIDTH, height=bottom + 20, label=label)


def _bar(bar: Bar, scale: Scale, top: float, voice: Voice) -> Iterator[Markup]:
    left, right = scale.ends(bar.span)
    told = f"{bar.word}  {times(bar.span, voice)}"
    width = max(0.6, right - left)
    title = element("title", told)
    yield element("rect", title, class_=bar.kind, x=left, y=top, width=width, height=_BAR)
    if right - left >= _LABEL:
        word = f"{bar.sign} {voice.length(bar.span.length)}".strip()
    else:
        word = bar.sign if right - left >= _SIGN else ""
    if word:
        yield element("text", word, class_="in-bar", x=(left + right) / 2, y=top + 13)


def times(span: Interval, voice: Voice) -> str:
    """From when to when, and how long."""
    return f"{voice.clock(span.start)} – {voice.clock(span.end)}, {voice.length(span.length)}"
