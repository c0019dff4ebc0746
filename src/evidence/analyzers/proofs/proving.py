"""Proving: each replay that comparing found gets pictures of itself and of its twin.

Only what is told of is decoded again, so that honest recordings cost nothing and keep no pictures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Pair, Spell
from evidence.pipeline.work import Ended, Ending, Engine, Job

CHILD = "evidence.analyzers.proofs"
REPLAYS = (Flaw.LOOPED, Flaw.REUSED)
SHOWN = 3  # of each flaw of a recording, the longest
PARTS = 6
MOMENTS = (1, 3, 5)  # of so many parts: the middle of each third
RATE = 1_000_000

Taken = dict[tuple[str, int], str]  # a path and a media time: the picture


@dataclass(frozen=True, slots=True)
class ReplayProver:
    """Takes the pictures, one child process a file."""

    engine: Engine

    def compare(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> tuple[Recording, ...]:
        """The recordings, with pictures of their longest replays; never raises."""
        wanted: dict[str, set[int]] = {}
        for one in recordings:
            for spell in _shown(one):
                for path, time in _asked(one.path, spell):
                    wanted.setdefault(path, set()).add(time)
        if not wanted:
            return tuple(recordings)
        taken = self._taken(bundle, wanted)
        return tuple(_with(one, taken) for one in recordings)

    def _taken(self, bundle: ClassBundle, wanted: dict[str, set[int]]) -> Taken:
        asked = [(path, sorted(times)) for path, times in sorted(wanted.items())]
        jobs = [
            Job(CHILD, (str((bundle.root / path).absolute()), *map(str, times)))
            for path, times in asked
        ]
        taken: Taken = {}
        for place, ended in self.engine.run(jobs):
            path, times = asked[place]
            keys = ((path, time) for time in times)
            taken.update(zip(keys, pictures_of(ended), strict=False))
        return taken


def pictures_of(ended: Ended) -> list[str]:
    """The pictures that a child answered with; none where it did not."""
    if ended.ending is not Ending.DONE:
        return []
    try:
        return [str(picture) for picture in json.loads(ended.answer)]
    except (ValueError, TypeError):
        return []


def moments(spell: Spell) -> Iterator[tuple[int, int]]:
    """A few moments of a replay, and which of its twin's they are; media times."""
    span, twin = spell.possible, spell.twin
    if twin is None:
        return
    for part in MOMENTS:
        into = span.length * part // PARTS
        yield span.start + into, twin.span.start + into * spell.rate // RATE


def _shown(recording: Recording) -> list[Spell]:
    """The replays that get pictures."""
    shown: list[Spell] = []
    for flaw in REPLAYS:
        spells = (spell for spell in recording.pictures.of(flaw) if spell.twin)
        shown += sorted(spells, key=lambda one: (-one.possible.length, one.possible))[:SHOWN]
    return shown


def _asked(path: str, spell: Spell) -> Iterator[tuple[str, int]]:
    for at, there in moments(spell):
        yield path, at
        if spell.twin and not spell.twin.bundle:
            yield spell.twin.path, there


def _with(recording: Recording, taken: Taken) -> Recording:
    shown = set(map(id, _shown(recording)))
    if not shown:
        return recording
    spells = tuple(
        _proved(recording.path, spell, taken) if id(spell) in shown else spell
        for spell in recording.pictures.spells
    )
    return replace(recording, pictures=replace(recording.pictures, spells=spells))


def _proved(path: str, spell: Spell, taken: Taken) -> Spell:
    twin = spell.twin
    if twin is None:
        return spell
    pairs = tuple(
        Pair(
            at,
            there,
            taken.get((path, at), ""),
            "" if twin.bundle else taken.get((twin.path, there), ""),
        )
        for at, there in moments(spell)
    )
    middle = pairs[len(pairs) // 2]
    return replace(
        spell, picture=middle.picture, pairs=pairs, twin=replace(twin, picture=middle.twin)
    )
