"""Figures: a class in three drawings, the same on the page, in the PDF and as sheets.

The timetable as a heat map, the learners' hours, and the findings by rule. They carry their own
colours, for a PDF knows nothing of a page's style, and a sign beside each, for those who see none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from evidence.domain.findings import HourVerdict, LearnerVerdict, Standing
from evidence.domain.policy import Effect
from evidence.pipeline.judgement import Judgement
from evidence.report.groups import grouped
from evidence.report.names import EFFECT, STANDING, rule_title
from evidence.report.svg import drawing, element
from evidence.report.words import Voice

FACE: Final = "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif"
INK, SOFT, LINE, WASH = "#1f2724", "#5c6763", "#d9dfdc", "#f5f7f6"
COLOUR: Final[Mapping[Standing, str]] = {
    Standing.VALID: "#2f8a61",
    Standing.REVIEW: "#e0a92e",
    Standing.INVALID: "#b5362b",
}
SIGN: Final[Mapping[Standing, str]] = {
    Standing.VALID: "",
    Standing.REVIEW: "?",
    Standing.INVALID: "×",
}
_WORD: Final[Mapping[Standing, str]] = {
    Standing.VALID: INK,
    Standing.REVIEW: "#7a5300",
    Standing.INVALID: "#a3281f",
}
_EFFECT: Final[Mapping[Effect, str]] = {
    Effect.REVIEW: COLOUR[Standing.REVIEW],
    Effect.NOTICE: "#4a82ad",
}
WIDTH = 1000
_LEFT, _ROW, _BAND, _WIDEST = 40, 22, 25, 56  # of the heat map; a band has so many days
_FAINTEST = Fraction(2, 5)  # how much colour an hour has of which nothing was recorded
_LINE, _MOST_COLUMNS, _LEAST_ROWS = 20, 4, 15  # of the learners
_NAME = 300  # of the findings


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A class hour in the heat map: the ``place``-th of its day (from 1).

    ``recorded`` is the share of it that usable footage covers.
    """

    day: str
    place: int
    hour: HourVerdict
    recorded: Fraction


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its heading, and a legend of pairs (colour, words)."""

    name: str
    drawing: Markup
    legend: tuple[tuple[str, str], ...]


def heat(judgement: Judgement, voice: Voice) -> tuple[HeatCell, ...]:
    """Every class hour taught in a room, by its day and its place in the day."""
    days: dict[str, list[HourVerdict]] = defaultdict(list)
    for hour in judgement.verdict.hours:
        days[voice.day(hour.span.start)].append(hour)
    return tuple(
        HeatCell(day, place, hour, min(Fraction(1), Fraction(hour.recorded, hour.span.length)))
        for day, hours in sorted(days.items())
        for place, hour in enumerate(sorted(hours, key=_when), 1)
    )


def _when(hour: HourVerdict) -> tuple[int, str, int]:
    return hour.span.start, hour.session, hour.number


def figures(judgement: Judgement, voice: Voice) -> tuple[Figure, ...]:
    """The drawings of a class; those that would show nothing are left out."""
    verdict = judgement.verdict
    cells = heat(judgement, voice)
    standings = tuple((COLOUR[each], _with_sign(each, voice)) for each in COLOUR)
    found = []
    if cells:
        faint = (LINE, voice.word("paler: less of it was recorded"))
        found.append(
            Figure(voice.word("The timetable"), _heat_map(cells, voice), (*standings, faint))
        )
    if verdict.learners:
        rest = (LINE, voice.word("planned and not credited"))
        kinds = (
            (COLOUR[Standing.VALID], voice.word("credited")),
            (COLOUR[Standing.REVIEW], voice.word("in review")),
            rest,
        )
        learners = _learners(verdict.learners, voice)
        found.append(Figure(voice.word("Class hours of each learner"), learners, kinds))
    if verdict.findings:
        effects = dict.fromkeys(group.effect for group in grouped(verdict.findings))
        told = tuple((_colour(each), voice.tell(EFFECT[each])) for each in effects)
        found.append(Figure(voice.word("Findings by rule"), _findings(judgement, voice), told))
    return tuple(found)


def _with_sign(standing: Standing, voice: Voice) -> str:
    return f"{SIGN[standing]} {voice.tell(STANDING[standing])}".strip()


def _heat_map(cells: tuple[HeatCell, ...], voice: Voice) -> Markup:
    """Days from left to right, the class hours of a day from top to bottom."""
    days = list(dict.fromkeys(cell.day for cell in cells))
    deepest = max(cell.place for cell in cells)
    wide = min(_WIDEST, (WIDTH - _LEFT) // min(len(days), _BAND))
    band_height = 20 + deepest * _ROW + 10
    parts: list[Markup] = []
    for number, begin in enumerate(range(0, len(days), _BAND)):
        band, top = days[begin : begin + _BAND], number * band_height
        parts.extend(_band(cells, band, top, wide, deepest))
    bands = -(-len(days) // _BAND)
    label = voice.word("The timetable")
    return drawing(parts, width=WIDTH, height=bands * band_height, label=label)


def _band(
    cells: tuple[HeatCell, ...], days: list[str], top: int, wide: int, deepest: int
) -> Iterator[Markup]:
    for place in range(1, deepest + 1):
        yield _text(str(place), _LEFT - 8, top + 20 + place * _ROW - 7, anchor="end", fill=SOFT)
    for column, day in enumerate(days):
        x = _LEFT + column * wide
        yield _text(day[5:], x + wide / 2, top + 13, anchor="middle", fill=SOFT, size=12.5)
    for cell in cells:
        if cell.day in days:
            yield _cell(cell, _LEFT + days.index(cell.day) * wide, top + 20, wide)


def _cell(cell: HeatCell, x: int, top: int, wide: int) -> Markup:
    standing = cell.hour.standing
    y = top + (cell.place - 1) * _ROW
    strength = float(_FAINTEST + (1 - _FAINTEST) * cell.recorded)
    told = f"{cell.day} {cell.hour.session}·{cell.hour.number}"
    return element(
        "g",
        element("title", told),
        element(
            "rect",
            x=x + 1,
            y=y + 1,
            width=wide - 2,
            height=_ROW - 2,
            rx=3,
            fill=COLOUR[standing],
            fill_opacity=f"{strength:.2f}" if standing is Standing.VALID else "1",
        ),
        _text(
            SIGN[standing],
            x + wide / 2,
            y + 16,
            anchor="middle",
            fill="#fff" if standing is Standing.INVALID else INK,
            size=14,
        ),
    )


def _learners(learners: tuple[LearnerVerdict, ...], voice: Voice) -> Markup:
    """A bar each, in as many columns as keep the drawing short."""
    columns = max(1, min(_MOST_COLUMNS, -(-len(learners) // _LEAST_ROWS)))
    rows = -(-len(learners) // columns)
    room = WIDTH / columns
    parts: list[Markup] = []
    for number, learner in enumerate(learners):
        column, row = divmod(number, rows)
        parts.extend(_bar(learner, column * room, row * _LINE, room - 16))
    label = voice.word("Class hours of each learner")
    return drawing(parts, width=WIDTH, height=rows * _LINE + 2, label=label)


def _bar(learner: LearnerVerdict, x: float, y: float, room: float) -> Iterator[Markup]:
    name, figure = 74, 66
    whole = max(1, learner.hours_planned, learner.hours_credited + learner.hours_in_review)
    unit = (room - name - figure) / whole
    credited, open_ = learner.hours_credited * unit, learner.hours_in_review * unit
    yield _text(_short(learner.id), x, y + 14, size=13.5)
    yield _rect(x + name, y + 4, whole * unit, LINE)
    yield _rect(x + name, y + 4, credited, COLOUR[Standing.VALID])
    yield _rect(x + name + credited, y + 4, open_, COLOUR[Standing.REVIEW])
    told = f"{SIGN[learner.standing]} {learner.hours_credited}/{learner.hours_planned}".strip()
    colour = _WORD[learner.standing]
    yield _text(told, x + room, y + 14, anchor="end", size=13.5, fill=colour)


def _short(name: str, most: int = 8) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _findings(judgement: Judgement, voice: Voice) -> Markup:
    groups = grouped(judgement.verdict.findings)
    most = max(len(group.findings) for group in groups)
    room = WIDTH - _NAME - 60
    parts: list[Markup] = []
    for row, group in enumerate(groups):
        y, count = row * 26, len(group.findings)
        title = rule_title(group.rule, voice)
        parts.append(_text(title, _NAME - 12, y + 19, anchor="end", size=15))
        long = max(3, room * count / most)
        parts.append(_rect(_NAME, y + 5, long, _colour(group.effect), high=16))
        parts.append(_text(str(count), _NAME + long + 8, y + 18, size=15))
    height = len(groups) * 26 + 4
    return drawing(parts, width=WIDTH, height=height, label=voice.word("Findings by rule"))


def _colour(effect: Effect) -> str:
    return _EFFECT.get(effect, COLOUR[Standing.INVALID])


def _rect(x: float, y: float, wide: float, fill: str, *, high: float = 10) -> Markup:
    return element("rect", x=x, y=y, width=wide, height=high, rx=2, fill=fill)


def _text(
    told: str, x: float, y: float, *, anchor: str = "start", size: float = 12, fill: str = INK
) -> Markup:
    return element(
        "text",
        told,
        x=x,
        y=y,
        text_anchor=anchor,
        font_size=size,
        font_family=FACE,
        fill=fill,
        class_="light" if fill == "#fff" else "own",
    )
