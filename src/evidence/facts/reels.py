"""Reels: which files of one camera follow each other, as if its recorder had written one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

from evidence.domain.footage import FootageFile
from evidence.domain.time import MINUTE, SECOND

# What stood in a room a minute ago still tells what moves in it now.
APART = MINUTE
# Recorders write the last moments of a file into the next one, too.
LAP = 3 * SECOND


class Shot(Protocol):
    """A file, and how long it shows something; ``joins`` whether it can be joined to others."""

    @property
    def file(self) -> FootageFile:
        """Whose it is, and when it began."""
        ...

    @property
    def length(self) -> int:
        """Microseconds."""
        ...

    @property
    def joins(self) -> bool:
        """Whether it can be joined to others at all."""
        ...


Of = TypeVar("Of", bound=Shot)


def order(file: FootageFile) -> tuple[bool, int, str]:
    """What came first is first; what is undated, last."""
    return file.start is None, file.start or 0, file.path


def runs(shots: Iterable[Of]) -> Iterator[list[Of]]:
    """All shots, each in the run of files that it goes on; one alone is a run, too."""
    going: list[list[Of]] = []
    for shot in sorted(shots, key=lambda one: order(one.file)):
        yield from (run for run in going if _is_over(run[-1], shot))
        going = [run for run in going if not _is_over(run[-1], shot)]
        fitting = [run for run in going if _follows(run[-1], shot)]
        # Where nobody says whose files they are, two at once may be two cameras.
        if fitting and (shot.file.camera or len(fitting) == 1):
            min(fitting, key=lambda run: abs(_after(run[-1], shot))).append(shot)
        else:
            going.append([shot])
    yield from going


def _is_over(last: Shot, shot: Shot) -> bool:
    """Whether neither this shot nor any later one can go on where a run ends."""
    return shot.file.start is None or _after(last, shot) > APART


def _follows(last: Shot, shot: Shot) -> bool:
    """Whether a shot goes on where the last one of a run ends."""
    ours, theirs = shot.file, last.file
    if not (shot.joins and last.joins) or ours.start is None or theirs.start is None:
        return False
    if ours.camera != theirs.camera:
        return False
    return -min(LAP, shot.length // 2) <= _after(last, shot) <= APART


def _after(last: Shot, shot: Shot) -> int:
    """How long after the end of a run a shot begins."""
    return (shot.file.start or 0) - (last.file.start or 0) - last.length
