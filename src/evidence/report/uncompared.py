"""Uncompared: footage that could not be held against other footage: which files, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evidence.domain.findings import Evidence
from evidence.domain.footage import Recording
from evidence.domain.pictures import Uncompared
from evidence.domain.text import Length, Text, say
from evidence.domain.time import Interval, Timeline
from evidence.report.words import Voice

UNCOMPARED: Final[Mapping[Uncompared, Text]] = {
    Uncompared.KEY_FRAMES: say(
        "its key frames are too far apart, and it is too large to look between them"
    ),
    Uncompared.SHORT_FILES: say(
        "files shorter than a minute each, of which it can't be told which follow each other"
    ),
    Uncompared.AFTER: say(
        "it comes after footage that could not be compared itself, and may be a copy of that"
    ),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """What one file has of it, in media time."""

    recording: Recording
    span: Interval

    @property
    def wall(self) -> Interval | None:
        """When that was; None where the file has no date."""
        start = self.recording.file.start
        return None if start is None else Interval(start + self.span.start, start + self.span.end)


@dataclass(frozen=True, slots=True)
class OpenStretch:
    """Footage that could not be compared for one reason, in order of time.

    ``before`` is the footage that it may be a copy of, None where the reason is another.
    """

    why: Uncompared
    pieces: tuple[Piece, ...]
    before: Piece | None = None

    @property
    def length(self) -> int:
        """Microseconds of all its files."""
        by_file: dict[str, list[Interval]] = {}
        for piece in self.pieces:
            by_file.setdefault(piece.recording.path, []).append(piece.span)
        return sum(Timeline.of(spans).length for spans in by_file.values())

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of its files."""
        return tuple(dict.fromkeys(piece.recording.path for piece in self.pieces))

    def told(self, voice: Voice) -> str:
        """How much it is."""
        length, count = Length(self.length), len(self.files)
        if count == 1:
            return voice.value(length)
        return voice.word("{length} in {count} files", length=length, count=count)


def open_stretches(
    proof: Iterable[Evidence], recordings: Mapping[str, Recording]
) -> tuple[OpenStretch, ...]:
    """What the proof of a finding says could not be compared, a stretch for each reason."""
    pieces: dict[Uncompared, list[Piece]] = {}
    before: dict[Uncompared, Piece] = {}
    last: Uncompared | None = None
    for shown in proof:
        piece = _piece(shown, recordings)
        if piece and shown.uncompared:
            pieces.setdefault(shown.uncompared, []).append(piece)
        elif piece and last is Uncompared.AFTER:
            before.setdefault(last, piece)
        last = shown.uncompared
    return tuple(
        OpenStretch(why, tuple(sorted(found, key=_order)), before.get(why))
        for why, found in pieces.items()
    )


def _order(piece: Piece) -> tuple[int, str, Interval]:
    wall = piece.wall
    return wall.start if wall else 0, piece.recording.path, piece.span


def _piece(shown: Evidence, recordings: Mapping[str, Recording]) -> Piece | None:
    recording = recordings.get(shown.path)
    if recording is None or shown.bundle or shown.start is None or shown.end is None:
        return None
    return Piece(recording, Interval(shown.start, shown.end)) if shown.start < shown.end else None


def cameras(pieces: Sequence[Piece]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The pieces with a date by their camera; of one that nobody names, those at once apart."""
    rows: dict[str, list[list[Piece]]] = {}
    for piece in pieces:
        if piece.wall is None:
            continue
        own = rows.setdefault(piece.recording.file.camera, [])
        row = next((row for row in own if _ends(row[-1]) <= piece.wall.start), None)
        if row is None:
            own.append([piece])
        else:
            row.append(piece)
    for camera in sorted(rows):
        yield from ((camera, tuple(row)) for row in rows[camera])


def _ends(piece: Piece) -> int:
    return piece.wall.end if piece.wall else 0
