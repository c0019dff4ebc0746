"""The drawing of a burnt-in clock: what it told, against the recording's time and the claim.

Two panels: on the left how the clock ran (its pace, its leaps), on the right how far it was off the
claimed time, which would not be seen on the left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from evidence.domain.text import Length, Share
from evidence.facts.clock import FootageClock
from evidence.facts.fitting import Told, chosen
from evidence.report.svg import drawing, element, path
from evidence.report.words import Voice, media_time

WIDTH, TOP, HEIGHT = 960, 34, 190
_LEFT, _RIGHT = (92, 440), (600, 948)  # where the two panels begin and end
_AIR = Fraction(1, 12)  # of a panel, above and below what it shows
_CROSS = 3.5  # units that an error bar's ends, and a point, reach to each side
_KEY = 26  # units that a line of the legend is long
_WORD = 14  # units that a word on a scale needs
_TIME = 30  # units from a time's middle to the edge, at least: in print it is cut off there


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel from ``left`` to ``right``: ``begins`` to ``ends`` across, ``low`` to ``high`` up.

    All in microseconds.
    """

    left: float
    right: float
    begins: int
    ends: int
    low: int
    high: int

    def x(self, at: int) -> float:
        """Where a time of the clock's recording, or of the files that it was read in, lies."""
        wide = max(1, self.ends - self.begins)
        return self.left + (self.right - self.left) * (at - self.begins) / wide

    def y(self, value: float) -> float:
        """Where a value lies, higher up the larger it is."""
        return TOP + HEIGHT * float((self.high - value) / max(1, self.high - self.low))


def clock_drawing(clock: FootageClock, allowed: int | None, voice: Voice) -> Markup:
    """How the clock ran, and how far it was off; "" where none can be read.

    ``allowed`` is how far it may be off, in microseconds, or None. A recording without a claimed
    start has no right panel.
    """
    if not clock.there:
        return Markup("")
    parts = [*_pace(clock, voice), *_legend(voice, dated=clock.recording.file.start is not None)]
    if clock.recording.file.start is not None:
        parts.extend(_offset(clock, allowed, voice))
    label = voice.word(
        "What the clock in the picture of {path} told over the recording",
        path=clock.recording.path,
    )
    return drawing(parts, width=WIDTH, height=TOP + HEIGHT + 46, label=label)


def _pace(clock: FootageClock, voice: Voice) -> Iterator[Markup]:
    """Clock time gone by against media time: an honest clock gains what the recording does."""
    first = clock.readings[0]

    def gone(told: Told) -> int:
        return told.wall - first.wall

    begins, ends = clock.begins, clock.ends
    claim = (begins - first.at, ends - first.at)
    values = [0, *claim, *map(gone, clock.readings)]
    panel = _panel(_LEFT, clock, values)
    rate = voice.word(
        "clock seconds for each second of the recording: {rate} (± {error})",
        rate=Share(clock.rate),
        error=Share(clock.rate_error),
    )
    marks = (0, max(values), min(map(gone, clock.readings)))
    yield from _frame(panel, rate, voice, marks, clock)
    yield _line(
        "claimed", [(panel.x(begins), panel.y(claim[0])), (panel.x(ends), panel.y(claim[1]))]
    )
    yield from _read(clock, panel, gone, voice)


def _offset(clock: FootageClock, allowed: int | None, voice: Voice) -> Iterator[Markup]:
    """How far the clock was ahead of the claimed time, and what is allowed of it."""
    band = (-(allowed or 0), allowed or 0)
    values = [*band, *map(clock.off, clock.readings)]
    panel = _panel(_RIGHT, clock, values)
    worst = clock.off(clock.worst or clock.readings[0])
    told = voice.word(
        "off the claimed time by up to {off} (± {error})",
        off=Length(abs(worst)),
        error=Length(clock.error),
    )
    yield from _frame(panel, told, voice, (0, worst), clock)
    if allowed:
        yield element(
            "rect",
            element("title", voice.word("allowed: {length}", length=Length(allowed))),
            class_="allowed",
            x=panel.left,
            y=panel.y(allowed),
            width=panel.right - panel.left,
            height=max(1.0, panel.y(-allowed) - panel.y(allowed)),
        )
    yield _line("claimed", [(panel.left, panel.y(0)), (panel.right, panel.y(0))])
    yield from _read(clock, panel, clock.off, voice)


def _panel(edges: tuple[int, int], clock: FootageClock, values: list[int]) -> Panel:
    low, high = min(values), max(values)
    air = max(1, round((high - low) * _AIR))
    return Panel(*edges, clock.begins, clock.ends, low - air, high + air)


def _frame(
    panel: Panel, told: str, voice: Voice, marks: tuple[int, ...], clock: FootageClock
) -> Iterator[Markup]:
    """The panel's ground, what it shows, and its two scales."""
    width = panel.right - panel.left
    yield element("rect", class_="lane", x=panel.left, y=TOP, width=width, height=HEIGHT, rx=2)
    yield element("text", told, class_="day", x=panel.left, y=TOP - 10)
    written: list[float] = []
    for mark in dict.fromkeys(marks):
        y = panel.y(mark)
        if any(abs(y - other) < _WORD for other in written):
            continue  # a leap of a day leaves no room between the first and the last minute
        written.append(y)
        yield element("line", class_="tick", x1=panel.left, x2=panel.right, y1=y, y2=y)
        yield element("text", voice.length(mark), class_="lesson", x=panel.left - 8, y=y + 4)
    start = clock.recording.file.start or 0
    for at in (panel.begins, (panel.begins + panel.ends) // 2, panel.ends):
        x, told = panel.x(at), voice.clock(start + at) if clock.files else media_time(at)
        yield element("line", class_="tick", x1=x, x2=x, y1=TOP + HEIGHT, y2=TOP + HEIGHT + 4)
        yield element("text", told, class_="time", x=min(x, WIDTH - _TIME), y=TOP + HEIGHT + 17)


def _read(
    clock: FootageClock, panel: Panel, value: Callable[[Told], int], voice: Voice
) -> Iterator[Markup]:
    """Each reading with its error, and the line that those between two leaps lie on."""
    for part in clock.parts:
        yield _line(
            "read", [(panel.x(told.at), panel.y(value(told))) for told in _ends(clock, part)]
        )
    # Of a clock that was read in very many files an even choice is drawn.
    for told in (told for part in clock.parts for told in chosen(part)):
        x, y = panel.x(told.at), panel.y(value(told))
        high, low = panel.y(value(told) + clock.error), panel.y(value(told) - clock.error)
        ends = [(x - _CROSS, high), (x + _CROSS, high), (x, high), (x, low)]
        yield _line("error", [*ends, (x - _CROSS, low), (x + _CROSS, low)])
        place, at = clock.spot(told)
        shown = voice.word(
            "{at} into the recording the clock tells {told}",
            at=f"{place} {media_time(at)}" if clock.files else media_time(at),
            told=voice.moment(told.wall),
        )
        yield element("circle", element("title", shown), class_="reading", cx=x, cy=y, r=_CROSS)


def _ends(clock: FootageClock, part: tuple[Told, ...]) -> tuple[Told, Told]:
    """The first and the last reading of a part as the line fitted to it has them."""
    rises = sorted(told.wall - round(told.at * clock.rate) for told in part)
    rise = rises[len(rises) // 2]
    first, last = (Told(one.at, rise + round(one.at * clock.rate)) for one in (part[0], part[-1]))
    return first, last


def _line(kind: str, points: list[tuple[float, float]]) -> Markup:
    return element("path", class_=f"clock-{kind}", d=path(points))


def _legend(voice: Voice, *, dated: bool) -> Iterator[Markup]:
    """What the lines are: they differ by their strokes and not by colour alone."""
    y = TOP + HEIGHT + 38
    claim = voice.word("as claimed") if dated else voice.word("as time goes by")
    told = (("claimed", claim), ("read", voice.word("as the clock was read")))
    for place, (kind, word) in enumerate(told):
        x = _LEFT[0] + 240 * place
        yield _line(kind, [(x, y - 4), (x + _KEY, y - 4)])
        yield element("text", word, x=x + _KEY + 8, y=y)
