"""The drawing of footage that could not be compared: its files on the clock, one row a camera."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from evidence.domain.pictures import Flaw
from evidence.domain.time import HOUR, Interval
from evidence.report.names import FLAW, FLAW_SIGN
from evidence.report.replay_drawing import BAR, LEFT, RIGHT, TOP, WIDTH, days
from evidence.report.svg import Scale, axis, drawing, element
from evidence.report.uncompared import OpenStretch, Piece, cameras
from evidence.report.words import Voice

_ROW = BAR + 8
_SIGN, _EDGE = 12, 4  # units that a sign needs, and a file whose edges are to be seen
_IDLE = 2 * HOUR  # a longer silence is cut out


@dataclass(frozen=True, slots=True)
class Row:
    """The pieces of one camera, and the word beside them."""

    word: str
    pieces: tuple[Piece, ...]


def uncompared_drawing(stretch: OpenStretch, voice: Voice) -> Markup:
    """Every file and the seconds of it, below what it comes after; "" where none has a date."""
    rows = [Row(camera or "–", pieces) for camera, pieces in cameras(stretch.pieces)]
    if not rows:
        return Markup("")
    if stretch.before and stretch.before.wall:
        rows.insert(0, Row(voice.word("comes after"), (stretch.before,)))
    files = [piece.recording.span for row in rows for piece in row.pieces]
    scale = Scale.over([span for span in files if span], idle=_IDLE, left=LEFT, right=RIGHT)
    bottom = TOP + 8 + _ROW * len(rows)
    parts = [*days(scale, voice), *axis(scale, voice, top=TOP, bottom=bottom)]
    for number, row in enumerate(rows):
        parts.extend(_row(row, TOP + 8 + _ROW * number, scale, voice))
    told = voice.tell(FLAW[Flaw.UNCOMPARED])
    label = voice.word("{flaw}: {told}", flaw=told, told=stretch.told(voice))
    return drawing(parts, width=WIDTH, height=bottom + 22, label=label)


def _row(row: Row, top: float, scale: Scale, voice: Voice) -> Iterator[Markup]:
    """A bar for each file, and a box over its seconds; a sign in the middle of what is together."""
    yield element("text", row.word, class_="camera", x=LEFT - 10, y=top + 14)
    drawn: set[str] = set()
    for piece in row.pieces:
        whole, wall = piece.recording.span, piece.wall
        if whole and piece.recording.path not in drawn:
            drawn.add(piece.recording.path)
            yield _box("run", whole, scale, top, piece.recording.path)
        if wall:
            told = f"{piece.recording.path}\n{_times(wall, voice)}"
            yield _box("flaw uncompared unsure", wall, scale, top, told)
    walls = [piece.wall for piece in row.pieces if piece.wall]
    for span in _together(walls, scale):
        left, right = scale.ends(span)
        if right - left >= _SIGN:
            sign, x = FLAW_SIGN[Flaw.UNCOMPARED], (left + right) / 2
            yield element("text", sign, class_="flaw-sign unsure", x=x, y=top + 13)


def _together(walls: list[Interval], scale: Scale) -> Iterator[Interval]:
    """Runs of pieces whose signs would not find room apart."""
    run: Interval | None = None
    for wall in walls:
        if run and scale.x(wall.start) - scale.x(run.end) < _EDGE and _narrow(wall, scale):
            run = Interval(run.start, max(run.end, wall.end))
            continue
        if run:
            yield run
        run = wall
    if run:
        yield run


def _narrow(wall: Interval, scale: Scale) -> bool:
    left, right = scale.ends(wall)
    return right - left < 2 * _SIGN


def _times(span: Interval, voice: Voice) -> str:
    return f"{voice.clock(span.start)} – {voice.clock(span.end)}  {voice.length(span.length)}"


def _box(kind: str, span: Interval, scale: Scale, top: float, told: str) -> Markup:
    left, right = scale.ends(span)
    title = element("title", told)
    return element(
        "rect", title, class_=kind, x=left, y=top, width=max(1.0, right - left), height=BAR
    )
