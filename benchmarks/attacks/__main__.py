"""Attacks: how many dishonest copies are caught, and how many honest hours are accused.

    python -m benchmarks.attacks [--rooms 6] [--from 0] [--kinds frozen-tail,black] [--every]

Films rooms once (kept in the temporary folder), checks each as it is, then commits each kind of
attack on a copy and checks that: at one strength a room, each in its turn, or at every strength.
What came of it is appended to a file as it comes, and is not done a second time, so that a run may
end anywhere and go on later, and what is told sums up all parts (--afresh begins anew).

An honest class hour is accused when any rule about what pictures show has a finding on its
recording; an attack is caught when the rule that should tell has one, or where seconds are gone,
when the class hour no longer stands.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.attacks.bundles import bundle
from benchmarks.attacks.checked import Looking, checked

from evidence.attacks.commit import commit
from evidence.attacks.kind import Kind, kinds
from evidence.domain.findings import Standing
from evidence.pipeline.judgement import Judgement

FOLDER = Path(tempfile.gettempdir()) / "evidence-benchmarks"
STRENGTHS = (0.0, 0.5, 1.0)
ACCUSE = {f"footage-{what}" for what in ("frozen", "black", "covered", "looped", "reused", "clock")}
HONEST = "honest"


@dataclass(frozen=True, slots=True)
class Tried:
    """One check: ``told`` are the rules and recordings that it accused, out of ``hours``."""

    seed: int
    kind: str
    strength: float
    caught: bool
    hours: int
    told: list[str]
    processor: float

    @property
    def key(self) -> tuple[int, str, float]:
        """What is not tried a second time."""
        return self.seed, self.kind, self.strength


def accusations(judgement: Judgement) -> list[tuple[str, str]]:
    """Rule and recording of each finding that accuses."""
    found = judgement.verdict.findings
    return [(one.rule, one.subject.recording) for one in found if one.rule in ACCUSE]


def honest(room: Path, seed: int, looking: Looking) -> Tried:
    begun = time.process_time()
    judgement = checked(room, looking)
    told = sorted({path: f"{rule} {path}" for rule, path in accusations(judgement)}.values())
    hours = len(judgement.verdict.hours)
    return Tried(
        seed, HONEST, 0, caught=False, hours=hours, told=told,
        processor=time.process_time() - begun,
    )  # fmt: skip


def dishonest(room: Path, seed: int, kind: Kind, strength: float, looking: Looking) -> Tried:
    footage = sorted(str(path.relative_to(room)) for path in room.glob("recordings/*"))
    victim = footage[-1]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / room.name
        commit(kind, room, footage, victim, copy, strength=strength)
        begun = time.process_time()
        judgement = checked(copy, looking)
        used = time.process_time() - begun
    told = accusations(judgement)
    by_rule = (kind.rule, victim) in told
    gone = kind.name == "hole-cut" and judgement.verdict.hours[-1].standing is not Standing.VALID
    said = [f"{rule} {path}" for rule, path in told]
    return Tried(seed, kind.name, strength, by_rule or gone, 1, said, used)


def planned(
    seeds: range, named: list[str], *, every: bool
) -> Iterator[tuple[int, list[tuple[str, float]]]]:
    """What each room is tried with."""
    for seed in seeds:
        if every:
            yield seed, [(name, strength) for name in named for strength in STRENGTHS]
        else:
            turns = {name: STRENGTHS[(seed + at) % 3] for at, name in enumerate(kinds())}
            yield seed, [(name, turns[name]) for name in named]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", type=int, default=6)
    asked.add_argument("--from", dest="first", type=int, default=0)
    asked.add_argument("--kinds", default=",".join(kinds()), help="none: honest hours only")
    asked.add_argument("--every", action="store_true", help="every strength in every room")
    asked.add_argument("--folder", type=Path, default=FOLDER)
    asked.add_argument("--afresh", action="store_true")
    given = asked.parse_args()
    cv2.setNumThreads(1)
    given.folder.mkdir(parents=True, exist_ok=True)
    kept = given.folder / "attacks.jsonl"
    if given.afresh:
        kept.unlink(missing_ok=True)
    done = {one.key: one for one in read(kept)}
    named = [name for name in given.kinds.split(",") if name in kinds()]
    seeds = range(given.first, given.first + given.rooms)
    for seed, tries in planned(seeds, named, every=given.every):
        room, looking = bundle(given.folder / "rooms", seed), Looking()
        if (seed, HONEST, 0) not in done:
            _keep(honest(room, seed, looking), kept, done)
        for name, strength in tries:
            if (seed, name, strength) not in done:
                _keep(dishonest(room, seed, kinds()[name], strength, looking), kept, done)
    tell(list(done.values()))


def read(kept: Path) -> Iterator[Tried]:
    """What came of earlier parts."""
    if kept.exists():
        for line in kept.read_text("utf-8").splitlines():
            yield Tried(**json.loads(line))


def _keep(one: Tried, kept: Path, done: dict[tuple[int, str, float], Tried]) -> None:
    done[one.key] = one
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")


def tell(tried: list[Tried]) -> None:
    """The table of all parts, what was missed, and who was accused."""
    asked = Counter((one.kind, one.strength) for one in tried)
    caught = Counter((one.kind, one.strength) for one in tried if one.caught)
    table = Table("kind", *(f"strength {strength}" for strength in STRENGTHS), "all")
    for name in sorted({one.kind for one in tried} - {HONEST}):
        each = [(caught[name, strength], asked[name, strength]) for strength in STRENGTHS]
        cells = [*each, (sum(got for got, _ in each), sum(of for _, of in each))]
        table.add_row(name, *(f"{got} of {of}" if of else "–" for got, of in cells))
    console = Console(width=120)
    console.print(table)
    hours = [one for one in tried if one.kind == HONEST]
    accused = [f"room {one.seed}: {said}" for one in hours for said in one.told]
    console.print(f"honest class hours accused: {len(accused)} of {sum(h.hours for h in hours)}")
    missed = [one for one in tried if one.kind != HONEST and not one.caught]
    for line in accused:
        console.print(f"accused: {line}")
    for one in missed:
        console.print(f"missed: room {one.seed}: {one.kind} at {one.strength}; told: {one.told}")
    console.print(f"checking took {sum(one.processor for one in tried):.0f} s of processor time")


if __name__ == "__main__":
    main()
