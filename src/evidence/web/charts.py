"""Charts: bars of class hours by their standing, drawn on the server; signs say it as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.findings import Standing
from evidence.pipeline.overview import Broke, Stood
from evidence.report.names import EFFECT, MARK, STANDING, rule_title
from evidence.report.svg import drawing, element
from evidence.report.words import Voice
from evidence.web.words import style_of

WIDTH, LEFT, RIGHT = 720.0, 170.0, 660.0
ROW, BAR, TOP = 26, 18, 6
LABEL = 26  # units that a count needs to stand in its bar
LETTERS = 22  # of a name beside its bar
ORDER = (Standing.VALID, Standing.REVIEW, Standing.INVALID)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar."""

    size: int
    style: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A named bar of several parts."""

    name: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """The whole of it."""
        return sum(part.size for part in self.parts)


def standing_bars(stood: Sequence[Stood], voice: Voice, names: Mapping[str, str]) -> list[Bar]:
    """Bars of class hours; ``names`` tells how each is called."""
    return [
        Bar(
            names.get(each.name, each.name) or "—",
            tuple(
                Part(
                    each.hours.get(standing, 0),
                    standing.value,
                    MARK[standing],
                    voice.tell(STANDING[standing]),
                )
                for standing in ORDER
            ),
        )
        for each in stood
    ]


def rule_bars(broke: Sequence[Broke], voice: Voice) -> list[Bar]:
    """Bars of findings by rule."""
    return [
        Bar(
            rule_title(each.rule, voice),
            tuple(
                Part(count, style_of(effect), "", voice.tell(EFFECT[effect]))
                for effect, count in sorted(each.effects.items())
            ),
        )
        for each in broke
    ]


def bars_drawing(bars: Sequence[Bar], label: str) -> Markup:
    """The bars below one another, each with its count."""
    most = max((bar.size for bar in bars), default=0) or 1
    parts = (part for row, bar in enumerate(bars) for part in _bar(bar, TOP + row * ROW, most))
    return drawing(parts, width=int(WIDTH), height=TOP * 2 + ROW * len(bars), label=label)


def _bar(bar: Bar, top: float, most: int) -> Iterator[Markup]:
    middle = top + BAR / 2 + 4
    yield element(
        "text", _short(bar.name), element("title", bar.name), class_="lane", x=LEFT - 10, y=middle
    )
    at = LEFT
    for part in bar.parts:
        width = (RIGHT - LEFT) * part.size / most
        if part.size:
            yield _part(part, bar.name, at, top, width)
            if width >= LABEL:
                told = f"{part.sign} {part.size}".strip()
                yield element(
                    "text", told, class_=f"in-bar {part.style}", x=at + width / 2, y=middle
                )
        at += width
    yield element("text", str(bar.size), class_="total", x=at + 8, y=middle)


def _part(part: Part, name: str, at: float, top: float, width: float) -> Markup:
    told = element("title", f"{name}: {part.word} {part.size}")
    return element(
        "rect", told, class_=f"sum {part.style}", x=at, y=top, width=max(width, 1.0), height=BAR
    )


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"
