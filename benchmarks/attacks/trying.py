"""Trying: one honest bundle, or one attack on it, checked, and what came of it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.attacks.bundles import Camera
from benchmarks.attacks.checked import Looking, checked

from evidence.attacks.commit import commit
from evidence.attacks.kind import Kind, kinds
from evidence.pipeline.judgement import Judgement

ACCUSE = {f"footage-{what}" for what in ("frozen", "black", "covered", "looped", "reused", "clock")}
HONEST = "honest"
# Missing seconds are found by the rule of continuity too: the class hour is short of them.
CUT, SHORT = "hole-cut", "theory-recorded-throughout"


@dataclass(frozen=True, slots=True)
class Tried:
    """One check: what it ``told`` (rule, recording, outcome), out of ``hours`` class hours.

    ``victim`` is the recording that was changed, ``short`` whether its class hour is short of
    footage, ``clocked`` whether the honest recording has a clock that can be read.
    """

    seed: int
    kind: str
    strength: float
    hours: int
    told: list[list[str]]
    processor: float
    victim: str = ""
    short: str = ""
    clocked: bool = True

    @property
    def key(self) -> tuple[int, str, float]:
        """What is not tried a second time."""
        return self.seed, self.kind, self.strength

    @property
    def by_rule(self) -> str:
        """The outcome by the rules whose word is true of the attack; "" where they are silent."""
        if self.kind == HONEST:
            return ""
        kind = kinds()[self.kind]
        named = {kind.rule, *kind.also}
        found = {how for rule, path, how in self.told if rule in named and path == self.victim}
        if self.kind == CUT and self.short:
            found.add(self.short)
        return "breached" if "breached" in found else "undecided" if found else ""

    @property
    def by_others(self) -> bool:
        """Whether only rules that speak of something else have a word on the recording."""
        return not self.by_rule and any(path == self.victim for _, path, _ in self.told)


def accusations(judgement: Judgement) -> Iterator[list[str]]:
    """Rule, recording and outcome of each finding that accuses."""
    for one in judgement.verdict.findings:
        if one.rule in ACCUSE:
            yield [one.rule, one.subject.recording, str(one.ruling.outcome)]


def honest(room: Path, seed: int, looking: Looking) -> Tried:
    """A bundle as it is."""
    begun = time.process_time()
    judgement = checked(room, looking)
    hours, told = len(judgement.verdict.hours), list(accusations(judgement))
    return Tried(seed, HONEST, 0, hours, told, time.process_time() - begun)


def dishonest(room: Path, seed: int, kind: Kind, strength: float, looking: Looking) -> Tried:
    """An attack on its last recording; its honest observations are known already."""
    footage = sorted(str(path.relative_to(room)) for path in room.glob("recordings/*"))
    victim = footage[-1]
    clocked = any(one.clock for one in looking.known.values())
    looking = Looking(dict(looking.known), "footage-clock" in (kind.rule, *kind.also))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / room.name
        kept = room.parent / "attacked" / f"{room.name}-{kind.name}-{strength}.mp4"
        if kept.exists():
            shutil.copytree(room, copy)
            shutil.copy(kept, copy / victim)
        else:
            preset = Camera.any(seed).preset
            commit(kind, room, footage, victim, copy, strength=strength, preset=preset)
        if kept.parent.exists() and not kept.exists():
            shutil.copy(copy / victim, kept)
        begun = time.process_time()
        judgement = checked(copy, looking)
        used = time.process_time() - begun
    told = list(accusations(judgement))
    short = _short(judgement, len(footage))
    return Tried(seed, kind.name, strength, 1, told, used, victim, short, clocked)


def _short(judgement: Judgement, hours: int) -> str:
    """The outcome on the last class hour's footage, "" where nothing is missing."""
    last = f"T{hours:02}"
    for one in judgement.verdict.findings:
        if one.rule == SHORT and one.subject.session == last:
            return str(one.ruling.outcome)
    return ""
