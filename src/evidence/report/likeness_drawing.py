"""The drawing of likenesses: how far faces are from one learner's portraits, on a scale.

Near is to the left. The scale has three parts, of one person, of nobody knows, and of two; a
distance is no percentage, and none is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.presence import Thresholds
from evidence.report.svg import drawing, element
from evidence.report.words import Voice

WIDTH, HEIGHT = 420, 64
_LEFT, _RIGHT = 8, 412
_TOP, _BAR = 20, 16
_FARTHEST = 1_000  # thousandths at the right end of the scale, unless thresholds come near it
_ROOM = 3  # halves: so many times the larger threshold the scale is long at least
_ROW = 5.0  # units by which the marks of looks lie above those of pictures sent
_SIZE = 4.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One distance, in thousandths; ``sent`` of a picture sent online, else of a look in footage.

    ``certain`` marks are filled; a cross is ``nobody``, the nearest of those who are somebody else.
    ``told`` is what it is of.
    """

    distance: int
    told: str
    sent: bool = False
    certain: bool = True
    nobody: bool = False


def likeness_drawing(
    marks: tuple[Mark, ...], match: int, limits: Thresholds, voice: Voice
) -> Markup:
    """The marks on the scale of this card."""
    scale = _Scale(max(_FARTHEST, _ROOM * max(match, limits.possible) // 2))
    parts = [*_ground(match, limits, voice, scale), *(_mark(mark, scale) for mark in marks)]
    label = voice.word("How far faces are from the portrait, and the thresholds")
    return drawing(parts, width=WIDTH, height=HEIGHT, label=label)


@dataclass(frozen=True, slots=True)
class _Scale:
    """The scale, as far as it goes; what is farther lies at its right end, too."""

    farthest: int

    def x(self, distance: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * min(distance, self.farthest) / self.farthest


def _ground(match: int, limits: Thresholds, voice: Voice, scale: _Scale) -> Iterator[Markup]:
    edges = (0, match, max(match, limits.possible), scale.farthest)
    words = (voice.word("same person"), voice.word("can't tell"), voice.word("somebody else"))
    for kind, word, start, end in zip(
        ("near", "between", "far"), words, edges, edges[1:], strict=False
    ):
        if end <= start:
            continue
        left, right = scale.x(start), scale.x(end)
        yield element(
            "rect", class_=f"likeness {kind}", x=left, y=_TOP, width=right - left, height=_BAR
        )
        yield element("text", word, class_="likeness-word", x=(left + right) / 2, y=_TOP - 7)
    for edge in sorted({match, limits.possible}):
        x = scale.x(edge)
        yield element("line", class_="threshold", x1=x, x2=x, y1=_TOP - 3, y2=_TOP + _BAR + 5)
        yield element("text", told(edge), class_="time", x=x, y=_TOP + _BAR + 18)
    yield element("text", told(0), class_="likeness-end", x=_LEFT, y=_TOP + _BAR + 18)


def _mark(mark: Mark, scale: _Scale) -> Markup:
    x, middle = scale.x(mark.distance), _TOP + _BAR / 2
    style = "mark" if mark.certain else "mark unsure"
    title = element("title", f"{mark.told}: {told(mark.distance)}")
    if mark.nobody:
        path = f"M{x - _SIZE:g} {middle - _SIZE:g}l8 8m0 -8l-8 8"
        return element("path", title, class_="mark cross", d=path)
    if mark.sent:
        y = middle + _ROW - _SIZE + 1
        side = 2 * _SIZE - 1
        return element("rect", title, class_=style, x=x - side / 2, y=y, width=side, height=side)
    return element("circle", title, class_=style, cx=x, cy=middle - _ROW + 1, r=_SIZE)


def told(distance: int) -> str:
    """A distance as a person reads it: thousandths, and never a percentage."""
    return f"{distance / 1000:.2f}"
