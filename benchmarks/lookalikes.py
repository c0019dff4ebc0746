"""Lookalikes: how many honest pairs of recordings of drawn classes are told of as replays.

    python benchmarks/lookalikes.py [--from 0] [--rooms 20]

Films classes as those of ``sample_media`` are drawn, in rooms of other seeds: one to 24 people of
whom one stirs at a time, a teacher who strolls along the board, a clock that runs. Three days of 45
minutes a room, a key frame a minute, so that they are read every four seconds. What few pictures
and one walk of a teacher have in common by chance is more here than in ``benchmarks/attacks``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from sample_media.drawing import Classroom
from sample_media.filming import Shot, film

from evidence.analyzers.frames.watching import watch
from evidence.analyzers.prints.aligning import matches
from evidence.analyzers.prints.negative import Negative, Placed, loads, printed
from evidence.analyzers.prints.reading import Reading
from evidence.analyzers.prints.taking import PrintTaker
from evidence.domain.time import SECOND

DAYS, LENGTH = 3, 2700
PEOPLE = (1, 1, 2, 3, 8, 16, 24)


def days(seed: int) -> list[Reading]:
    """What the prints of a room's recordings say."""
    chance = np.random.default_rng(seed)
    people = int(chance.choice(PEOPLE))
    room = Classroom("ch01", 5000 + seed, people, practical=bool(chance.random() < 0.6))
    with tempfile.TemporaryDirectory() as folder:
        shots = [
            Shot(Path(folder) / f"{day}.mp4", datetime(2021, 5, 6 + day, 9) + late, LENGTH)
            for day in range(DAYS)
            for late in (timedelta(seconds=int(chance.integers(0, 60))),)
        ]
        film(room, *shots)
        kept = [loads(watch(str(shot.path), [PrintTaker()]).prints) for shot in shots]
    return [Reading(printed([Placed(one)])) for one in kept if isinstance(one, Negative)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rooms", type=int, default=20)
    parser.add_argument("--from", type=int, default=0, dest="first")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    table = Table("room", "here", "there", "rate", "mirrored", "stands out by", title="told of")
    pairs = 0
    rooms = range(asked.first, asked.first + asked.rooms)
    for seed in track(rooms, "rooms", console=Console(stderr=True)):
        shown = days(seed)
        for number, here in enumerate(shown):
            for there in shown[: number + 1]:
                pairs += 1
                for match in matches(here, there, same=here is there):
                    spans = (
                        f"{span.start // SECOND} to {span.end // SECOND} s"
                        for span in (match.here, match.there)
                    )
                    rate, stands_out = f"{match.rate:.3f}", f"{match.stands_out:.1f}"
                    table.add_row(str(seed), *spans, rate, str(match.mirrored), stands_out)
    console = Console()
    if table.row_count:
        console.print(table)
    console.print(f"replays told of: {table.row_count}, in {pairs} honest pairs of 45 minutes")


if __name__ == "__main__":
    main()
