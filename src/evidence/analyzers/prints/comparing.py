"""Comparing: which seconds of a class's recordings are also other seconds, of any of them.

The one recording is not asked without the others: what is looked for is that two of them can't
both be true. Of two that show the same seconds at different times, the later one is told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from evidence.analyzers.prints.aligning import SEED, SEED_STEP
from evidence.analyzers.prints.reels import Part, Reel, reels
from evidence.analyzers.prints.stretches import Same, portion, sames, shared, spelled, told
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Place, Speed, Spell
from evidence.domain.teaching import Session
from evidence.domain.time import SECOND, Interval, Timeline
from evidence.facts.reels import order

# Without a timetable: what lies further apart was another lesson.
A_LESSON = 12 * 3600 * SECOND
# Reels shorter than this are not laid along others, for too little moves in one.
SHORTEST = round(SEED * SEED_STEP * SECOND)
# Short reels no further apart are one recording that was cut up.
CUT_UP = 5 * SECOND

Found = Iterator[tuple[str, Spell]]


class PrintComparer:
    """Compares the recordings of one class with each other."""

    def compare(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> tuple[Recording, ...]:
        """The recordings, with the seconds that replay others told in their pictures."""
        joined = reels(recordings)
        found: dict[str, list[Spell]] = {}
        for path, spell in (*_cut_up(joined), *_left_open(recordings, joined)):
            found.setdefault(path, []).append(spell)
        for number, reel in enumerate(joined):
            for path, spell in _replays(bundle.sessions, reel, joined[: number + 1]):
                found.setdefault(path, []).append(spell)
            reel.reading.forget()
        return tuple(with_spells(one, found.get(one.path, ())) for one in recordings)


def with_spells(recording: Recording, spells: Sequence[Spell]) -> Recording:
    """The recording with these spells told in its pictures, too."""
    if not spells:
        return recording
    pictures = recording.pictures
    both = sorted((*pictures.spells, *spells), key=lambda spell: (spell.possible, spell.flaw))
    return replace(recording, pictures=replace(pictures, spells=tuple(both)))


def _replays(sessions: Sequence[Session], reel: Reel, others: Sequence[Reel]) -> Found:
    """What of a reel is also of these, each stretch once, with the twin that came first."""
    seen = Timeline(())
    for other in others:
        for same in sames(reel, other):
            already = (seen & Timeline((same.here,))).length
            if shared(reel, other, same) or 2 * already >= same.here.length:
                continue
            seen = seen | Timeline((same.here,))
            flaw = _flaw(sessions, reel, other, same)
            # Of another lesson it is a doubt, as of another recording.
            doubt = flaw is Flaw.REUSED and same.by is not Speed.PACKETS
            yield from told(replace(same, surely=None) if doubt else same, flaw, reel, other)


def _cut_up(joined: Iterable[Reel]) -> Found:
    """Short reels that seem to be one recording, and could not be joined."""
    short = [reel for reel in joined if reel.taken.length < SHORTEST and reel.dated]
    run: list[Reel] = []
    for reel in sorted(short, key=lambda one: (one.camera, one.wall(0))):
        if run and not _near(run[-1], reel):
            yield from _enough(run)
            run = []
        run.append(reel)
    yield from _enough(run)


def _near(ended: Reel, begun: Reel) -> bool:
    same_camera = ended.camera == begun.camera
    return same_camera and begun.wall(0) - ended.wall(ended.taken.length) <= CUT_UP


def _enough(run: Sequence[Reel]) -> Found:
    """All of a run that would be laid along others, were it one file."""
    if sum(reel.taken.length for reel in run) >= SHORTEST:
        yield from _uncompared([part for reel in run for part in reel.parts])


def _left_open(recordings: Iterable[Recording], joined: Sequence[Reel]) -> Found:
    """All that comes after a recording that could not be compared; it may be a copy of that."""
    before = [one for one in recordings if one.pictures.of(Flaw.UNCOMPARED)]
    if not before:
        return
    first = min(before, key=lambda one: order(one.file))
    twin = Place(first.path, first.pictures.of(Flaw.UNCOMPARED)[0].possible)
    for reel in joined:
        after = [part for part in reel.parts if order(part.file) > order(first.file)]
        yield from _uncompared(after, twin)


def _uncompared(parts: Iterable[Part], twin: Place | None = None) -> Found:
    like = Spell(Flaw.UNCOMPARED, Interval(0, 1), None, Speed.KEY_FRAMES)
    portions = [replace(portion(part, part.shown), twin=twin) for part in parts]
    return spelled(like, portions)


def _flaw(sessions: Sequence[Session], ours: Reel, theirs: Reel, same: Same) -> Flaw:
    """Looped within one file, or one lesson of one camera; reused from another."""
    if ours.at(same.here.start) is theirs.at(same.there.start):
        return Flaw.LOOPED
    if ours.camera != theirs.camera:
        return Flaw.REUSED
    at, other = _wall(ours, same.here), _wall(theirs, same.there)
    lessons = [session.span for session in sessions]
    held = [span for span in lessons if span.meet(at)]
    if held:
        return Flaw.LOOPED if any(span.meet(other) for span in held) else Flaw.REUSED
    return Flaw.LOOPED if abs(at.start - other.start) < A_LESSON else Flaw.REUSED


def _wall(reel: Reel, span: Interval) -> Interval:
    start = reel.wall(span.start)
    return Interval(start, start + span.length)
