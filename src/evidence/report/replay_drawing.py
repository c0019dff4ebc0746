"""The drawing of a replay: when it is claimed to be filmed, and when its twin is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.footage import Recording
from evidence.domain.pictures import Pair, Spell
from evidence.domain.time import HOUR, Interval
from evidence.report.names import FLAW, FLAW_SIGN
from evidence.report.svg import Scale, axis, drawing, element, path
from evidence.report.words import Voice

WIDTH, LEFT, RIGHT = 960, 126, 936
TOP, BAR, _APART = 18, 18, 50  # heights: the days, a bar, from one bar to the next
_SIGN = 12  # units that a sign needs
_AS_IT_WAS = 1_000_000  # of a replay's speed
_IDLE = 2 * HOUR  # a longer silence between the two is cut out


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the two recordings on the wall clock, and the stretch of it that both show."""

    word: str
    recording: Interval
    stretch: Interval
    moments: tuple[int, ...]
    top: float


def replay_drawing(recording: Recording, twin: Recording, spell: Spell, voice: Voice) -> Markup:
    """The two stretches below each other, joined; "" where either has no date."""
    lanes = _lanes(recording, twin, spell, voice)
    if not lanes:
        return Markup("")
    spans = [span for lane in lanes for span in (lane.recording, lane.stretch)]
    scale = Scale.over(spans, idle=_IDLE, left=LEFT, right=RIGHT)
    bottom = lanes[-1].top + BAR + 8
    parts = [*days(scale, voice), *axis(scale, voice, top=TOP, bottom=bottom)]
    parts.append(_joined(lanes, scale))
    for lane in lanes:
        parts.extend(lane_drawn(lane, spell, scale, voice))
    label = voice.word(
        "What {path} shows, and when {twin} had shown it", path=recording.path, twin=twin.path
    )
    return drawing(parts, width=WIDTH, height=bottom + 22, label=label)


def _lanes(recording: Recording, twin: Recording, spell: Spell, voice: Voice) -> tuple[Lane, ...]:
    if recording.span is None or twin.span is None or spell.twin is None:
        return ()
    here = _at(spell.possible, recording.span.start)
    there = _at(spell.twin.span, twin.span.start)
    if spell.whole:
        here = Interval(here.start, spell.whole[-1].wall.end)
        there = Interval(there.start, there.start + here.length * spell.rate // _AS_IT_WAS)
    moments = [_moment(pair, recording.span.start, spell) for pair in spell.pairs]
    # At one pace, whichever files they lie in.
    before = (there.start + (moment - here.start) * spell.rate // _AS_IT_WAS for moment in moments)
    first = Lane(voice.word("shown before"), _with(twin.span, there), there, tuple(before), TOP + 8)
    again = Lane(
        said_again(spell, voice),
        _with(recording.span, here),
        here,
        tuple(moments),
        TOP + 8 + _APART,
    )
    return first, again


def _moment(pair: Pair, start: int, spell: Spell) -> int:
    """When a moment of a replay was, on the wall clock."""
    for one in spell.whole:
        if one.path == pair.path and one.span.start <= pair.at < one.span.end:
            return one.wall.start + pair.at - one.span.start
    return start + pair.at


def _with(file: Interval, stretch: Interval) -> Interval:
    """A file and the others that a stretch goes over."""
    return Interval(min(file.start, stretch.start), max(file.end, stretch.end))


def said_again(spell: Spell, voice: Voice) -> str:
    """Whether it surely was shown before."""
    return voice.word("shown again") if spell.surely else voice.word("perhaps shown again")


def _at(span: Interval, start: int) -> Interval:
    return Interval(start + span.start, start + span.end)


def days(scale: Scale, voice: Voice) -> Iterator[Markup]:
    """The days over the hours, each where it begins."""
    told = ""
    for span in scale.spans:
        day = voice.day(span.start)
        if day != told:
            yield element("text", day, class_="day", x=scale.x(span.start), y=TOP - 6)
        told = day


def lane_drawn(lane: Lane, spell: Spell, scale: Scale, voice: Voice) -> Iterator[Markup]:
    """A bar for the recording, a box with its sign for the stretch, and the moments shown."""
    yield element("text", lane.word, class_="camera", x=LEFT - 10, y=lane.top + 14)
    yield _box("run", lane.recording, lane, scale, _times(lane.recording, voice))
    told = f"{voice.tell(FLAW[spell.flaw])}: {_times(lane.stretch, voice)}"
    sure = "sure" if spell.surely else "unsure"
    yield _box(f"flaw {spell.flaw} {sure}", lane.stretch, lane, scale, told)
    left, right = scale.ends(lane.stretch)
    kind = "flaw-sign" if spell.surely else "flaw-sign unsure"
    numbers = right - left >= _SIGN * 2 * len(lane.moments)
    if numbers and lane.moments:
        for number, moment in enumerate(lane.moments, start=1):
            x = scale.x(moment)
            yield element("text", str(number), class_=kind, x=x, y=lane.top + 13)
    elif right - left >= _SIGN:
        sign = FLAW_SIGN[spell.flaw]
        yield element("text", sign, class_=kind, x=(left + right) / 2, y=lane.top + 13)


def _times(span: Interval, voice: Voice) -> str:
    return f"{voice.clock(span.start)} – {voice.clock(span.end)}  {voice.length(span.length)}"


def _box(kind: str, span: Interval, lane: Lane, scale: Scale, told: str) -> Markup:
    left, right = scale.ends(span)
    return element(
        "rect",
        element("title", told),
        class_=kind,
        x=left,
        y=lane.top,
        width=max(1.0, right - left),
        height=BAR,
    )


def _joined(lanes: tuple[Lane, ...], scale: Scale) -> Markup:
    """Lines from the ends of the one stretch to those of the other."""
    first, again = lanes
    points: list[tuple[float, float]] = []
    for one, other in zip(scale.ends(first.stretch), scale.ends(again.stretch), strict=True):
        points += [(one, first.top + BAR), (other, again.top)]
    return element("path", class_="joined", d=path(points))
