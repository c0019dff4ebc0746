"""Reels: files of one camera that follow each other, joined as if it had written one.

Recorders cut what they record into files of ten seconds, a minute or an hour. That tells nothing of
a class, and must change no answer about it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from evidence.analyzers.prints.form import Print
from evidence.analyzers.prints.negative import Negative, Placed, loads, printed
from evidence.analyzers.prints.reading import Reading
from evidence.domain.footage import FootageFile, Recording
from evidence.domain.pictures import Flaw
from evidence.domain.time import HOUR, SECOND, Interval, Timeline
from evidence.facts.reels import order, runs

# The start that a file's name tells is cut off to the second, so that what is joined may seem not
# to be.
ROUNDING = SECOND
# About how long a reel is at most: comparing costs the same from an hour on, but for the room.
LONGEST = 2 * HOUR
# Nothing moves there, so that anything is like it. Behind a cloth nothing does either; but a view
# that was cropped looks turned away, too.
STILL = (Flaw.FROZEN, Flaw.BLACK)


@dataclass(frozen=True, slots=True)
class Part:
    """What a reel has of one file: its first picture is at ``begins``, and ``shown`` what is used.

    Both are times of the reel.
    """

    file: FootageFile
    begins: int
    shown: Interval

    def media(self, span: Interval) -> Interval:
        """A span of the reel in the file's own time, as far as the file goes."""
        start = min(max(span.start, self.shown.start), self.shown.end - 1)
        end = max(start + 1, min(span.end, self.shown.end))
        return Interval(start - self.begins, end - self.begins)


@dataclass(slots=True, eq=False)
class Reel:
    """One file, or several that are one recording, with the print of all of it at hand.

    ``still`` is where it shows nothing that moves.
    """

    parts: tuple[Part, ...]
    taken: Print
    reading: Reading
    still: Timeline = field(default_factory=Timeline)

    @property
    def camera(self) -> str:
        """Whose it is."""
        return self.parts[0].file.camera

    @property
    def dated(self) -> bool:
        """Whether it is known when it was recorded."""
        return self.parts[0].file.start is not None

    def at(self, moment: int) -> Part:
        """The part that shows a moment of the reel, or showed what was before it."""
        starts = [part.shown.start for part in self.parts]
        return self.parts[max(0, bisect_right(starts, moment) - 1)]

    def start_of(self, path: str) -> int | None:
        """When the file of that path began on the wall clock."""
        return next((part.file.start for part in self.parts if part.file.path == path), None)

    def wall(self, moment: int) -> int:
        """A moment of the reel on the wall clock."""
        part = self.at(moment)
        return (part.file.start or 0) + moment - part.begins


def reels(recordings: Iterable[Recording]) -> list[Reel]:
    """The reels that the recordings with a print make, the undated last."""
    shots = [_Shot.of(one) for one in recordings if one.pictures.prints]
    found = [_reel(run) for whole in _runs(shots) for run in _parted(whole)]
    return sorted(found, key=_order)


def _order(reel: Reel) -> tuple[bool, int, str]:
    return order(reel.parts[0].file)


@dataclass(frozen=True, slots=True, eq=False)
class _Shot:
    """A recording, and what was kept of its pictures."""

    recording: Recording
    kept: Negative | Print

    @classmethod
    def of(cls, recording: Recording) -> _Shot:
        return cls(recording, loads(recording.pictures.prints))

    @property
    def file(self) -> FootageFile:
        return self.recording.file

    @property
    def length(self) -> int:
        return max(1, self.kept.length)

    @property
    def joins(self) -> bool:
        """A print that an earlier version kept as such is never joined."""
        return isinstance(self.kept, Negative)


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """A shot in its place in a run: when its first picture is, and from when on it is shown."""

    shot: _Shot
    begins: int
    since: int

    @property
    def end(self) -> int:
        return self.begins + self.shot.length


_Run = list[_Laid]


def _runs(shots: Iterable[_Shot]) -> Iterator[_Run]:
    """All shots, each laid in the run that it goes on."""
    for first, *rest in runs(shots):
        run = [_Laid(first, 0, 0)]
        for shot in rest:
            run.append(_next(run, shot))
        yield run


def _next(run: _Run, shot: _Shot) -> _Laid:
    end, first = run[-1].end, run[0].shot.recording.file.start or 0
    wall = (shot.recording.file.start or 0) - first
    if abs(wall - end) <= ROUNDING:
        return _Laid(shot, end, end)
    return _Laid(shot, wall, max(wall, end))


def _parted(run: _Run) -> Iterator[_Run]:
    """A run that is too long in about equal parts, between files."""
    length = run[-1].end
    count = -(-length // LONGEST)
    parts: dict[int, _Run] = {}
    for laid in run:
        middle = (laid.begins + laid.end) // 2
        parts.setdefault(min(count - 1, middle * count // length), []).append(laid)
    for part in parts.values():
        first = part[0].begins
        yield [_Laid(one.shot, one.begins - first, one.since - first) for one in part]


def _print(run: _Run) -> Print:
    """The print of a run; one that an earlier version kept as such is never joined."""
    placed: list[Placed] = []
    for one in run:
        if isinstance(one.shot.kept, Print):
            return one.shot.kept
        placed.append(Placed(one.shot.kept, one.begins, one.since))
    return printed(placed)


def _reel(run: _Run) -> Reel:
    taken = _print(run)
    parts = [Part(one.shot.recording.file, one.begins, Interval(one.since, one.end)) for one in run]
    still = [span for one, part in zip(run, parts, strict=True) for span in _still(one, part)]
    return Reel(tuple(parts), taken, Reading(taken), Timeline.of(still))


def _still(laid: _Laid, part: Part) -> Iterator[Interval]:
    for flaw in STILL:
        for spell in laid.shot.recording.pictures.of(flaw):
            span = Interval(spell.possible.start + laid.begins, spell.possible.end + laid.begins)
            shown = span.meet(part.shown)
            if shown:
                yield shown
