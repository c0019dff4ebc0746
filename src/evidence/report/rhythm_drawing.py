"""The drawing of a rhythm: how much each picture of a few seconds differs from the one before it.

A bar for each picture; those that only repeat the one before hardly rise, and bear a mark below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

from evidence.domain.footage import Recording
from evidence.domain.pictures import Step
from evidence.domain.text import Share
from evidence.report.svg import drawing, element
from evidence.report.words import Voice, media_time

WIDTH, TOP, HEIGHT = 960, 34, 120
_LEFT, _RIGHT = 92, 948
_USUAL, _MOST = 1_000, 2_000  # thousandths of what pictures usually differ by
_AIR = Fraction(1, 5)  # of a bar's room, left empty
_LEAST = 1.5  # units: what does not change at all is still to be seen
_TIME = 12  # units from a time's middle to the edge, at least
_MARK = 4  # units from a mark's middle to its edge
_WORD_STEP = 330  # units from one word of the legend to the next


def rhythm_drawing(recording: Recording, voice: Voice) -> Markup:
    """The steps of a recording's rhythm; "" where it has none."""
    steps = recording.pictures.rhythm.steps
    if not steps:
        return Markup("")
    label = voice.word(
        "How much each picture of {path} differs from the one before it", path=recording.path
    )
    parts = [*_ground(steps, voice), *_bars(steps, voice), *_legend(voice)]
    return drawing(parts, width=WIDTH, height=TOP + HEIGHT + 58, label=label)


def _ground(steps: Sequence[Step], voice: Voice) -> Iterator[Markup]:
    """The panel, what it shows, and its scales."""
    yield element("rect", class_="lane", x=_LEFT, y=TOP, width=_RIGHT - _LEFT, height=HEIGHT, rx=2)
    told = voice.word(
        "{count} pictures in a row: how much each differs from the one before it, against what is "
        "usual there",
        count=len(steps),
    )
    yield element("text", told, class_="day", x=_LEFT, y=TOP - 10)
    for mark in (0, _USUAL, _MOST):
        y = _y(mark)
        yield element("line", class_="tick", x1=_LEFT, x2=_RIGHT, y1=y, y2=y)
        share = voice.value(Share(Fraction(mark, _USUAL)))
        yield element("text", share, class_="lesson", x=_LEFT - 8, y=y + 4)
    for number in (0, len(steps) // 2, len(steps) - 1):
        x = min(_RIGHT - _TIME, _x(number, len(steps)) + _room(len(steps)) / 2)
        time = media_time(steps[number].at)
        yield element("text", time, class_="time", x=x, y=TOP + HEIGHT + 28)


def _bars(steps: Sequence[Step], voice: Voice) -> Iterator[Markup]:
    room = _room(len(steps))
    for number, step in enumerate(steps):
        x, height = _x(number, len(steps)), max(_LEAST, TOP + HEIGHT - _y(step.change))
        shown = voice.word(
            "{at}: {share} of what is usual",
            at=media_time(step.at),
            share=Share(Fraction(step.change, _USUAL)),
        )
        yield element(
            "rect",
            element("title", shown),
            class_="step repeat" if step.repeats else "step",
            x=x + room * float(_AIR) / 2,
            y=TOP + HEIGHT - height,
            width=room * float(1 - _AIR),
            height=height,
        )
        if step.repeats:
            yield _mark(x + room / 2, TOP + HEIGHT + 8)


def _mark(x: float, y: float) -> Markup:
    """A small triangle that points up."""
    corners = ((x, y - _MARK), (x - _MARK, y + _MARK), (x + _MARK, y + _MARK))
    points = " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
    return element("polygon", class_="repeat-mark", points=points)


def _legend(voice: Voice) -> Iterator[Markup]:
    y = TOP + HEIGHT + 50
    yield element("rect", class_="step", x=_LEFT, y=y - 9, width=10, height=10)
    yield element("text", voice.word("a picture of its own"), x=_LEFT + 18, y=y)
    yield _mark(_LEFT + _WORD_STEP, y - 5)
    repeat = voice.word(
        "where the rhythm has a repeat; a low bar only repeats the picture before it"
    )
    yield element("text", repeat, x=_LEFT + _WORD_STEP + 14, y=y)


def _room(count: int) -> float:
    return (_RIGHT - _LEFT) / count


def _x(number: int, count: int) -> float:
    return _LEFT + _room(count) * number


def _y(change: int) -> float:
    return TOP + HEIGHT * float(1 - Fraction(min(change, _MOST), _MOST))
