"""Closeness: how many copies are found, by how far apart the pictures are that are compared.

    python benchmarks/closeness.py [--rooms 24] [--apart 2,4,8,9,10]

Draws rooms of benchmarks/attacks, three days of twenty minutes each (kept in the temporary folder:
drawing takes hours), and lays stretches of the first day into the second, as they are, quicker or
mirrored. Each film's pictures begin at an instant of their own. A room is quiet or lively as
``frames/liveliness.py`` tells it from pictures ten seconds apart.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.attacks.classroom import Classroom, Setting

from evidence.analyzers.frames.liveliness import MOVED, QUIETEST, SHARE
from evidence.analyzers.frames.stream import HEIGHT, WIDTH
from evidence.analyzers.prints.aligning import matches
from evidence.analyzers.prints.form import COLUMNS, ROWS
from evidence.analyzers.prints.negative import Negative, Placed, printed
from evidence.analyzers.prints.reading import Reading
from evidence.analyzers.prints.taking import in_cells
from evidence.domain.time import SECOND, Interval

KEPT = Path(tempfile.gettempdir()) / "evidence-benchmarks" / "closeness"
DAYS, MINUTES, EVERY = 3, 20, 2  # a picture is drawn every so many seconds
LENGTHS, STARTS = (75, 120, 240), (60, 200, 330)
WAYS = ((1.0, False), (1.06, False), (1.0, True))  # rate, mirrored
GRAIN, COPIED_GRAIN, DIMMER = 0.15, 0.3, 0.95
Cells = NDArray[np.float32]


def room(seed: int) -> list[Cells]:
    """The cells of each day's pictures."""
    kept = KEPT / f"room-{seed}.pkl"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        days = [_drawn(Setting.any(seed), day) for day in range(DAYS)]
        kept.write_bytes(pickle.dumps(days))
    found: list[Cells] = pickle.loads(kept.read_bytes())  # noqa: S301  of our own making
    return found


def _drawn(setting: Setting, day: int) -> Cells:
    pictures = Classroom(setting, day).pictures(datetime(2021, 4, 19, 9), MINUTES * 60, 1)
    shown = (
        in_cells(cv2.resize(_grey(picture), (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA))
        for number, picture in enumerate(pictures)
        if number % EVERY == day % EVERY
    )
    return np.array(list(shown), np.float32)


def _grey(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def is_quiet(day: Cells) -> bool:
    """As the analyzer tells it."""
    changed = np.diff(day[:: 10 // EVERY], axis=0)
    moved = np.abs(changed - np.median(changed, axis=1, keepdims=True)) > MOVED
    return bool(np.percentile(moved.mean(axis=1), QUIETEST) < SHARE)


def reading(cells: Cells, apart: int, chance: np.random.Generator, grain: float) -> Reading:
    """What a print of pictures so far apart says, by turns a little less and a little more."""
    first = float(chance.uniform(0, apart))
    seconds = np.arange(first, len(cells) * EVERY, apart)
    pick = np.unique(np.clip(np.rint(seconds / EVERY).astype(int), 0, len(cells) - 1))
    at = (pick * EVERY * SECOND).astype(np.int64)
    seen = cells[pick] + chance.normal(0, grain, (len(pick), cells.shape[1])).astype(np.float32)
    none = np.empty(0, np.int64)
    kept = Negative(len(cells) * EVERY * SECOND, at, seen, none, none.astype(np.uint32))
    return Reading(printed([Placed(kept)]))


def told(days: list[Cells], apart: int, seed: int) -> Iterator[tuple[str, bool]]:
    """Each try: what it was, and whether anything was told of it."""
    chance = np.random.default_rng(seed)
    readings = [reading(day, apart, chance, GRAIN) for day in days]
    for at, here in enumerate(readings):
        for there in readings[: at + 1]:
            yield "honest", bool(matches(here, there, same=here is there))
    for length in LENGTHS:
        for rate, mirrored in WAYS:
            for start in STARTS:
                count, place = length // EVERY, int(chance.integers(40, 400))
                film = days[1].copy()
                film[place : place + count] = _copied(
                    days[0], start, count, rate, mirrored=mirrored
                )
                span = Interval(place * EVERY * SECOND, (place + count) * EVERY * SECOND)
                found = matches(reading(film, apart, chance, COPIED_GRAIN), readings[0])
                yield f"{length} s", any(match.here.meet(span) for match in found)


def _copied(day: Cells, start: int, count: int, rate: float, *, mirrored: bool) -> Cells:
    pick = np.clip(np.rint(start + np.arange(count) * rate).astype(int), 0, len(day) - 1)
    piece = day[pick] * np.float32(DIMMER)
    return piece.reshape(-1, ROWS, COLUMNS)[:, :, ::-1].reshape(piece.shape) if mirrored else piece


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rooms", type=int, default=24)
    parser.add_argument("--apart", default="2,4,8,9,10")
    given = parser.parse_args()
    tries: Counter[tuple[str, int, str]] = Counter()
    hits: Counter[tuple[str, int, str]] = Counter()
    rooms: Counter[str] = Counter()
    for seed in range(given.rooms):
        days = room(seed)
        kind = "quiet" if is_quiet(days[0]) else "lively"
        rooms[kind] += 1
        for apart in map(int, given.apart.split(",")):
            for what, found in told(days, apart, seed):
                tries[kind, apart, what] += 1
                hits[kind, apart, what] += found
    columns = [f"{length} s" for length in LENGTHS] + ["honest"]
    table = Table("rooms", "pictures apart", *(f"{name}, told of" for name in columns))
    for kind, apart in sorted({(kind, apart) for kind, apart, _ in tries}):
        cells = [f"{hits[kind, apart, name]} of {tries[kind, apart, name]}" for name in columns]
        table.add_row(f"{rooms[kind]} {kind}", f"{apart} s", *cells)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
