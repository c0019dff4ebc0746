"""Attacks: how many dishonest copies are caught, and how many honest hours are accused.

    python -m benchmarks.attacks [--rooms 20] [--from 0] [--kinds frozen-tail,black] [--folder F]

Films rooms once (kept in the temporary folder), checks each as it is, then commits each kind of
attack at each strength on a copy and checks that. An honest class hour is accused when any footage
rule but those about names and files has a finding on its recording; an attack is caught when the
rule that should tell has one, or where seconds are gone, when the class hour no longer stands.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import cv2
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.attacks.bundles import bundle

from evidence.attacks.commit import commit
from evidence.attacks.kind import Kind, kinds
from evidence.domain.findings import Standing
from evidence.pipeline.judgement import Judgement
from evidence.wiring.checking import check_bundle

FOLDER = Path(tempfile.gettempdir()) / "evidence-benchmarks" / "rooms"
STRENGTHS = (0.0, 0.5, 1.0)
ACCUSE = {f"footage-{what}" for what in ("frozen", "black", "covered", "looped", "reused", "clock")}


@dataclass(slots=True)
class Score:
    """What came of the checks so far."""

    hours: int = 0
    accused: list[str] = field(default_factory=list)
    tried: Counter[tuple[str, float]] = field(default_factory=Counter)
    caught: Counter[tuple[str, float]] = field(default_factory=Counter)


def accusations(judgement: Judgement) -> list[tuple[str, str]]:
    """Rule and recording of each finding that accuses."""
    found = judgement.verdict.findings
    return [(one.rule, one.subject.recording) for one in found if one.rule in ACCUSE]


def honest(room: Path, score: Score) -> None:
    judgement = check_bundle(room)
    told = accusations(judgement)
    score.hours += len(judgement.verdict.hours)
    score.accused += [f"{room.name}: {rule} {path}" for rule, path in told]


def dishonest(room: Path, kind: Kind, strength: float, score: Score) -> None:
    footage = sorted(str(path.relative_to(room)) for path in room.glob("recordings/*"))
    victim = footage[-1]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / room.name
        commit(kind, room, footage, victim, copy, strength=strength)
        judgement = check_bundle(copy)
        shutil.rmtree(copy)
    by_rule = (kind.rule, victim) in accusations(judgement)
    gone = kind.name == "hole-cut" and judgement.verdict.hours[-1].standing is not Standing.VALID
    score.tried[kind.name, strength] += 1
    score.caught[kind.name, strength] += by_rule or gone


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rooms", type=int, default=20)
    asked.add_argument("--from", dest="first", type=int, default=0)
    asked.add_argument("--kinds", default=",".join(kinds()))
    asked.add_argument("--folder", type=Path, default=FOLDER)
    given = asked.parse_args()
    cv2.setNumThreads(1)
    score = Score()
    for seed in range(given.first, given.first + given.rooms):
        room = bundle(given.folder, seed)
        honest(room, score)
        for name in filter(None, given.kinds.split(",")):
            for strength in STRENGTHS:
                dishonest(room, kinds()[name], strength, score)
    told(score)


def told(score: Score) -> None:
    table = Table("kind", *(f"strength {strength}" for strength in STRENGTHS))
    for name in dict.fromkeys(name for name, _ in score.tried):
        cells = (
            f"{score.caught[name, strength]} of {score.tried[name, strength]}"
            for strength in STRENGTHS
        )
        table.add_row(name, *cells)
    console = Console()
    console.print(table)
    console.print(f"honest class hours accused: {len(score.accused)} of {score.hours}")
    for line in score.accused:
        console.print(line)


if __name__ == "__main__":
    main()
