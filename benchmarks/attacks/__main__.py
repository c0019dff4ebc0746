"""Attacks: how many dishonest copies are caught, and how many honest hours are accused.

    python -m benchmarks.attacks [--rooms 20] [--honest 90] [--from 100] [--kinds frozen-tail,black]

Films rooms of two class hours (kept in the temporary folder), checks each as it is, then commits
each kind of attack at each strength on a copy and checks that. Between them it checks honest rooms
of three class hours, at a picture a second. What came of it is appended to a file as it comes, and
is not done a second time, so that a run may end anywhere and go on later, and what is told sums up
all parts (--afresh begins anew, --tell only tells).

The rooms below 100 are those that the instrument's numbers were set by; rates are told of others.

An honest class hour is accused when any rule about what pictures show has a finding on its
recording, be it only a doubt; an attack is caught when the rule that should tell has one, or
another that is true of it, or where seconds are gone, when the class hour no longer stands.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import cv2

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.attacks.bundles import bundle
from benchmarks.attacks.checked import Looking
from benchmarks.attacks.telling import tell
from benchmarks.attacks.trying import HONEST, Tried, dishonest, honest

from evidence.attacks.kind import kinds

FOLDER = Path(tempfile.gettempdir()) / "evidence-benchmarks"
STRENGTHS = (0.0, 0.5, 1.0)
DAYS = 3  # of a room that is only checked as it is


@dataclass(slots=True)
class Kept:
    """What came of it so far, in a file with a line for each."""

    path: Path
    done: dict[tuple[int, str, float], Tried] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path) -> Kept:
        """With what came of earlier parts."""
        kept = cls(path)
        if path.exists():
            for line in path.read_text("utf-8").splitlines():
                one = Tried(**json.loads(line))
                kept.done[one.key] = one
        return kept

    def add(self, one: Tried) -> None:
        """One more, written down at once."""
        self.done[one.key] = one
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


def attacked(folder: Path, seed: int, named: list[str], kept: Kept) -> None:
    """One room as it is, and under every attack that is not tried yet."""
    tries = [(name, strength) for name in named for strength in STRENGTHS]
    left = [each for each in tries if (seed, *each) not in kept.done]
    if not left and (seed, HONEST, 0) in kept.done:
        return
    room, looking = bundle(folder, seed), Looking()
    one = honest(room, seed, looking)
    if one.key not in kept.done:
        kept.add(one)
    for name, strength in left:
        kept.add(dishonest(room, seed, kinds()[name], strength, looking))


def as_it_is(folder: Path, seed: int, kept: Kept) -> None:
    """One room of several days, checked as it is."""
    if (seed, HONEST, 0) not in kept.done:
        room = bundle(folder, seed, days=DAYS, rate=1)
        kept.add(honest(room, seed, Looking()))


def planned(first: int, rooms: int, others: int) -> Iterator[tuple[int, bool]]:
    """Seeds, and whether the room is attacked: honest rooms evenly between those that are."""
    later, done = first + rooms, 0
    for number in range(max(1, rooms)):
        if number < rooms:
            yield first + number, True
        upto = others * (number + 1) // max(1, rooms)
        yield from ((later + each, False) for each in range(done, upto))
        done = upto


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", type=int, default=20)
    asked.add_argument("--honest", type=int, default=90)
    asked.add_argument("--from", dest="first", type=int, default=100)
    asked.add_argument("--kinds", default=",".join(kinds()))
    asked.add_argument("--folder", type=Path, default=FOLDER)
    asked.add_argument("--afresh", action="store_true")
    asked.add_argument("--tell", action="store_true")
    given = asked.parse_args()
    cv2.setNumThreads(1)
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / "attacks.jsonl"
    if given.afresh:
        path.unlink(missing_ok=True)
    kept = Kept.at(path)
    named = [name for name in given.kinds.split(",") if name in kinds()]
    rooms = given.folder / "rooms"
    for seed, under_attack in () if given.tell else planned(given.first, given.rooms, given.honest):
        if under_attack:
            attacked(rooms, seed, named, kept)
        else:
            as_it_is(rooms, seed, kept)
    last = given.first + given.rooms + given.honest
    tell([one for one in kept.done.values() if given.first <= one.seed < last], STRENGTHS)


if __name__ == "__main__":
    main()
