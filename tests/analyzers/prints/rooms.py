"""Rooms in which people sit, sway and walk: prints of classes that never took place.

A day is a function of time, so that it can be looked at at any moment, as a camera that makes its
key frames at other instants does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import CELLS, Print, against_background, companded
from evidence.analyzers.prints.negative import Negative, dumps
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Pictures, Seen
from evidence.domain.time import SECOND

HEIGHT, WIDTH = 36, 64
PER_SECOND = 2
TALL, WIDE = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
NONE = np.empty(0, np.int64)


@dataclass
class Day:
    """A class in a room: ``room`` and ``day`` are seeds, ``lively`` how much people move."""

    room: int
    day: int
    lively: float = 1.0
    walkers: int = 1
    length: float = 1500.0
    seats: int = 12

    def __post_init__(self) -> None:
        room = np.random.default_rng(self.room)
        self.wall = 110 + sum(
            room.normal(0, 18)
            * np.sin(room.uniform(0.02, 0.6) * WIDE + room.uniform(0.02, 0.6) * TALL)
            for _ in range(8)
        )
        sit = np.stack([room.uniform(8, 56, self.seats), room.uniform(12, 33, self.seats)], 1)
        self.tones = room.normal(0, 35, self.seats)
        chance = np.random.default_rng(1000 + self.day)
        steps = int(self.length * PER_SECOND) + 200
        sway = self._swaying(chance, steps, 3.0)
        shifts = self._shifting(chance, steps)
        eager = self.lively * chance.uniform(0.3, 1, (1, self.seats, 1))
        self.places = sit + chance.normal(0, 0.4, sit.shape) + eager * (0.3 * sway + 0.6 * shifts)
        self.walks = [self._walk(chance, steps) for _ in range(self.walkers)]

    def _swaying(self, chance: np.random.Generator, steps: int, tau: float) -> NDArray[np.float64]:
        keep = np.exp(-1 / (PER_SECOND * tau))
        pushes = chance.normal(size=(steps, self.seats, 2)) * np.sqrt(1 - keep * keep)
        sway = np.zeros_like(pushes)
        for at in range(1, steps):
            sway[at] = keep * sway[at - 1] + pushes[at]
        return sway

    def _shifting(self, chance: np.random.Generator, steps: int) -> NDArray[np.float64]:
        moved = chance.random((steps, self.seats)) < 1 / (40 * PER_SECOND)
        since = np.maximum.accumulate(np.where(moved, np.arange(steps)[:, None], 0), 0)
        where = chance.normal(size=(steps, self.seats, 2))
        return where[since, np.arange(self.seats)]

    def _walk(self, chance: np.random.Generator, steps: int) -> NDArray[np.float64]:
        path = np.empty((0, 2))
        stand = chance.uniform((5, 8), (60, 30))
        while len(path) < steps:
            goal = chance.uniform((5, 6), (60, 32))
            going = max(2, int(PER_SECOND * np.hypot(*(goal - stand)) / 4))
            rest = np.repeat(stand[None], int(PER_SECOND * chance.exponential(15)) + 1, 0)
            path = np.concatenate([path, rest, np.linspace(stand, goal, going)])
            stand = goal
        return path[:steps]

    def picture(self, at: float) -> NDArray[np.float32]:
        step = int(at * PER_SECOND)
        share = at * PER_SECOND - step
        picture = self.wall.copy()
        where = (1 - share) * self.places[step] + share * self.places[step + 1]
        for (x, y), tone in zip(where, self.tones, strict=True):
            size = 0.6 + 1.4 * y / HEIGHT
            picture += tone * _blob(x, y, 1.3 * size, 2 * size)
        for walk in self.walks:
            x, y = (1 - share) * walk[step] + share * walk[step + 1]
            size = 0.6 + 1.4 * y / HEIGHT
            picture -= 45 * _blob(x, y, 1.6 * size, 4 * size)
        return picture


def _blob(x: float, y: float, wide: float, tall: float) -> NDArray[np.float32]:
    return np.exp(-(((WIDE - x) / wide) ** 2 + ((TALL - y) / tall) ** 2))


@dataclass(frozen=True)
class Lens:
    """How a camera, or who encodes anew, changes what is seen."""

    noise: float = 1.0
    gain: float = 1.0
    mirrored: bool = False
    masked: bool = False

    def cells(
        self, picture: NDArray[np.float32], chance: np.random.Generator
    ) -> NDArray[np.float32]:
        seen = picture + chance.normal(0, self.noise, picture.shape)
        seen = np.round((seen * self.gain) / 2) * 2
        if self.mirrored:
            seen = seen[:, ::-1]
        if self.masked:
            seen[:4, :22] = 16
        return seen.reshape(9, 4, 16, 4).mean((1, 3)).ravel()


def seen(
    day: Day,
    start: float,
    length: float,
    *,
    lens: Lens = Lens(),
    rate: float = 1.0,
    gap: float = 5.0,
) -> NDArray[np.float32]:
    """The cells of every picture from ``start`` on, ``rate`` seconds of the day to one shown."""
    chance = np.random.default_rng(int(start * 7 + day.day))
    moments = start + np.arange(0, length, gap) * rate
    return np.array([lens.cells(day.picture(at), chance) for at in moments], np.float32)


def taken(cells: NDArray[np.float32], *, gap: float = 5.0) -> Print:
    """The print of cells a ``gap`` apart."""
    at = np.arange(len(cells)) * int(gap * SECOND)
    maps = companded(against_background(at, cells.reshape(len(at), CELLS)))
    return Print(len(at) * int(gap * SECOND), at, maps, NONE, NONE.astype(np.uint32))


def spliced(
    into: NDArray[np.float32], at: float, piece: NDArray[np.float32], *, gap: float = 5.0
) -> NDArray[np.float32]:
    """Cells with a stretch of others in their place from ``at`` on."""
    first = round(at / gap)
    changed = into.copy()
    changed[first : first + len(piece)] = piece
    return changed


def negative(
    cells: NDArray[np.float32], *, gap: float = 5.0, digests: NDArray[np.uint32] | None = None
) -> Negative:
    """The negative of a file with a picture, and where there are ``digests`` a key frame, a gap."""
    at = np.arange(len(cells)) * int(gap * SECOND)
    keys = NONE if digests is None else at
    told = NONE.astype(np.uint32) if digests is None else digests
    return Negative(len(at) * int(gap * SECOND), at, cells.reshape(len(at), CELLS), keys, told)


def cut(
    cells: NDArray[np.float32],
    start: int,
    seconds: int,
    *,
    camera: str = "cam1",
    gap: float = 5.0,
    lap: int = 0,
    digests: NDArray[np.uint32] | None = None,
) -> list[Recording]:
    """Recordings of so many seconds, and a ``lap`` of the next one's: what a recorder writes."""
    each, found = round(seconds / gap), []
    for first in range(0, len(cells), each):
        last = first + each + round(lap / gap)
        shown = None if digests is None else digests[first:last]
        begins = start + round(first * gap) * SECOND
        one = negative(cells[first:last], gap=gap, digests=shown)
        found.append(recorded(one, begins, f"{camera}-{begins // SECOND}.mp4", camera=camera))
    return found


def recorded(kept: Negative, start: int | None, path: str, *, camera: str = "cam1") -> Recording:
    """A recording with this negative."""
    pictures = Pictures(Seen.LOOKED, prints=dumps(kept))
    file = FootageFile(path, camera, start, DatedBy.TABLE)
    return Recording(file, Media(EndReason.COMPLETE, duration=kept.length), pictures)
