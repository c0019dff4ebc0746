"""Proving: each stretch that is told of gets pictures, for a person to see it.

A replay gets them of itself and of its twin, at the same moments; what stands still, is black or
covered of itself, and of what was before and after it.

Only what is told of is decoded again, so that honest recordings cost nothing and keep no pictures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Pair, Spell, Still
from evidence.domain.time import SECOND
from evidence.facts.clock import FootageClock, footage_clocks
from evidence.pipeline.work import Ended, Ending, Engine, Job

CHILD = "evidence.analyzers.proofs"
REPLAYS = (Flaw.LOOPED, Flaw.REUSED)
STANDING = (Flaw.FROZEN, Flaw.BLACK, Flaw.COVERED)
LEAST = 10 * SECOND  # shorter stretches of these are never told of
AROUND = 5 * SECOND  # from an edge of such a stretch to the pictures before and after it
SHOWN = 3  # of each flaw of a recording, the longest
PARTS = 6
MOMENTS = (1, 3, 5)  # of so many parts: the middle of each third
RATE = 1_000_000
LEAP, OFF = 5 * SECOND, 60 * SECOND  # what is less, of a clock, is never told of

Taken = dict[tuple[str, int], str]  # a path and a media time: the picture


@dataclass(frozen=True, slots=True)
class PictureProver:
    """Takes the pictures, one child process a file."""

    engine: Engine

    def compare(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> tuple[Recording, ...]:
        """The recordings, with pictures of the longest stretches told of; never raises."""
        wanted: dict[str, set[int]] = {}
        clocks = _clocks(recordings, bundle.training_class.timezone)
        for one in recordings:
            for spell in _shown(one):
                for path, time in _asked(one, spell):
                    wanted.setdefault(path, set()).add(time)
        for path, times in clocks.items():
            wanted.setdefault(path, set()).update(times)
        if not wanted:
            return tuple(recordings)
        taken = self._taken(bundle, wanted)
        return tuple(_with(one, taken, clocks.get(one.path, ())) for one in recordings)

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


def pairs_of(spell: Spell) -> Iterator[Pair]:
    """The moments as pairs without their pictures; those of a stretch over files lie in these."""
    if not spell.whole:
        yield from (Pair(at, there, "") for at, there in moments(spell))
        return
    for part in MOMENTS:
        into = spell.length * part // PARTS
        for one in spell.whole:
            if into < one.span.length and one.twin:
                there = one.twin.span.start + into * spell.rate // RATE
                yield Pair(one.span.start + into, there, "", "", one.path, one.twin.path)
                break
            into -= one.span.length


def around(spell: Spell, length: int) -> Iterator[int]:
    """A few moments of a stretch in a recording so long, and one before and after it."""
    span = spell.certain or spell.possible
    before, after = spell.possible.start - AROUND, spell.possible.end + AROUND
    if before >= 0:
        yield before
    yield from (span.start + span.length * part // PARTS for part in MOMENTS)
    if after < length:
        yield after


def telling(clock: FootageClock) -> tuple[tuple[str, int], ...]:
    """Where a clock tells that it is wrong, files and media times; nowhere where it seems right."""
    leap, worst = clock.leap, clock.worst
    leaps = leap is not None and abs(leap.by) > LEAP
    off = worst is not None and abs(clock.off(worst)) > OFF
    paced = abs(clock.rate - 1) > clock.rate_error
    if not clock.there or worst is None or not (leaps or off or paced):
        return ()
    sides = (leap.after, leap.before) if leap and leaps else (worst,)
    shown = sorted({clock.readings[0], *sides, clock.readings[-1]}, key=lambda told: told.at)
    return tuple(dict.fromkeys(clock.spot(told) for told in shown))


def _clocks(recordings: Sequence[Recording], timezone: str) -> dict[str, list[int]]:
    """The media times of each file at which a clock tells."""
    times: dict[str, list[int]] = {}
    for clock in footage_clocks(recordings, timezone):
        for path, at in telling(clock):
            times.setdefault(path, []).append(at)
    return times


def _shown(recording: Recording) -> list[Spell]:
    """The stretches that get pictures."""
    shown: list[Spell] = []
    for flaw in (*REPLAYS, *STANDING):
        spells = (spell for spell in recording.pictures.of(flaw) if _is_told(spell))
        shown += sorted(spells, key=lambda one: (-one.length, one.possible))[:SHOWN]
    return shown


def _is_told(spell: Spell) -> bool:
    if spell.flaw in REPLAYS:
        return spell.twin is not None and spell.first
    return spell.possible.length >= LEAST


def _asked(recording: Recording, spell: Spell) -> Iterator[tuple[str, int]]:
    if spell.flaw in STANDING:
        yield from ((recording.path, at) for at in around(spell, recording.media.duration))
    for pair in pairs_of(spell):
        yield pair.path or recording.path, pair.at
        if spell.twin and not spell.twin.bundle:
            yield pair.twin_path or spell.twin.path, pair.there


def _with(recording: Recording, taken: Taken, clock: Sequence[int]) -> Recording:
    shown = set(map(id, _shown(recording)))
    if not shown and not clock:
        return recording
    stills = tuple(Still(at, taken.get((recording.path, at), "")) for at in clock)
    spells = tuple(
        _proved(recording, spell, taken) if id(spell) in shown else spell
        for spell in recording.pictures.spells
    )
    pictures = replace(recording.pictures, spells=spells, stills=stills)
    return replace(recording, pictures=pictures)


def _proved(recording: Recording, spell: Spell, taken: Taken) -> Spell:
    path, twin = recording.path, spell.twin
    if twin is None:
        times = around(spell, recording.media.duration)
        stills = tuple(Still(at, taken.get((path, at), "")) for at in times)
        return replace(spell, stills=stills)
    pairs = tuple(
        replace(
            pair,
            picture=taken.get((pair.path or path, pair.at), ""),
            twin="" if twin.bundle else taken.get((pair.twin_path or twin.path, pair.there), ""),
        )
        for pair in pairs_of(spell)
    )
    middle = pairs[len(pairs) // 2]
    return replace(
        spell, picture=middle.picture, pairs=pairs, twin=replace(twin, picture=middle.twin)
    )
