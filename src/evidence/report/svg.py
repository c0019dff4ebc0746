"""SVG: elements with everything in them escaped, and scales from the clock to the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from evidence.domain.time import HOUR, MINUTE, Interval, Timeline
from evidence.report.words import Voice

_STEPS = (MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR)
_BREAK = 22  # units of the drawing left out for idle time between two days


def element(name: str, *inside: str | Markup, **attributes: str | float) -> Markup:
    """One element; an attribute's ``_`` reads as ``-``, a last one is dropped (``class_``)."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for key, value in attributes.items()
    )
    if not inside:
        return Markup(f"<{name}{told}/>")  # noqa: S704 - every value above was escaped
    held = Markup("").join(inside)
    return Markup(f"<{name}{told}>{held}</{name}>")  # noqa: S704 - the same, and join escapes


def drawing(parts: Iterable[Markup], *, width: int, height: float, label: str) -> Markup:
    """A drawing that scales with the page; ``label`` tells it to those who can't see it."""
    return element(
        "svg",
        element("title", label),
        *parts,
        viewBox=f"0 0 {width} {_value(height)}",
        role="img",
        xmlns="http://www.w3.org/2000/svg",
    )


def _value(value: str | float) -> str:
    """Numbers to a tenth of a unit: finer is not seen, and would only be heavier."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Scale:
    """Wall time laid over a drawing from ``left`` to ``right``; idle time between spans is cut."""

    spans: tuple[Interval, ...]
    left: float
    right: float

    @classmethod
    def over(cls, times: Iterable[Interval], *, idle: int, left: float, right: float) -> Scale:
        """Over all these times, with silences longer than ``idle`` microseconds cut out."""
        return cls(Timeline.of(times).bridged(idle).spans, left, right)

    def x(self, micros: int) -> float:
        """Where a moment lies; in a cut, where the next span begins."""
        at = self.left
        for span in self.spans:
            if micros <= span.end:
                return at + max(0, micros - span.start) * self._unit
            at += span.length * self._unit + _BREAK
        return self.right

    def ends(self, span: Interval) -> tuple[float, float]:
        """Where a stretch of time begins and ends."""
        return self.x(span.start), self.x(span.end)

    @property
    def _unit(self) -> float:
        cuts = _BREAK * (len(self.spans) - 1)
        return max(1.0, self.right - self.left - cuts) / sum(span.length for span in self.spans)

    def ticks(self, voice: Voice, *, room: float) -> Iterator[tuple[float, str]]:
        """Round clock times, at least ``room`` units apart, and how they read."""
        step = next((s for s in _STEPS if s * self._unit >= room), _STEPS[-1])
        for span in self.spans:
            offset = voice.moment_at(span.start).utcoffset()
            shift = int(offset.total_seconds()) * 1_000_000 if offset else 0
            first = -(-(span.start + shift) // step) * step - shift
            for micros in range(first, span.end + 1, step):
                yield self.x(micros), voice.clock(micros)


def axis(scale: Scale, voice: Voice, *, top: float, bottom: float) -> Iterator[Markup]:
    """Fine lines down the drawing at round times, each with its time below."""
    last = float("-inf")
    for x, told in scale.ticks(voice, room=58):
        yield element("line", class_="tick", x1=x, x2=x, y1=top, y2=bottom)
        if x - last >= 40:  # noqa: PLR2004 - units: below that two times would touch
            yield element("text", told, class_="time", x=x, y=bottom + 14)
            last = x


def path(points: Sequence[tuple[float, float]]) -> str:
    """A path's data through points, each pair of them a line of its own."""
    return "".join(
        f"{'L' if number % 2 else 'M'}{_value(x)} {_value(y)}"
        for number, (x, y) in enumerate(points)
    )
