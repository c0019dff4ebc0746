"""Comparing: which seconds of a class's recordings are also other seconds, of any of them.

The one recording is not asked without the others: what is looked for is that two of them can't
both be true. Of two that show the same seconds at different times, the later one is told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.analyzers.prints.aligning import SEED, Match, matches
from evidence.analyzers.prints.copies import Copy, copies
from evidence.analyzers.prints.form import Print, loads
from evidence.analyzers.prints.reading import COARSE_STEP, Reading
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Place, Speed, Spell
from evidence.domain.teaching import Session
from evidence.domain.time import SECOND, Interval, Timeline

# Two recordings of one camera overlap where a recorder was asked twice; their clocks agree.
ONE_CLOCK = 10 * SECOND
# Two recorders of one camera, each with its own clock.
TWO_CLOCKS = 120 * SECOND
# Without a timetable: what lies further apart was another lesson.
A_LESSON = 12 * 3600 * SECOND
# Files shorter than this are not laid along others, for too little moves in one.
SHORTEST = round(SEED * COARSE_STEP * SECOND)
# Short files no further apart are one recording that was cut up.
CUT_UP = 5 * SECOND
RATE = 1_000_000
# Nothing moves there, so that anything is like it.
STILL = (Flaw.FROZEN, Flaw.BLACK, Flaw.COVERED)


@dataclass(slots=True)
class Shot:
    """A recording with its print at hand."""

    recording: Recording
    taken: Print
    reading: Reading

    @property
    def begins(self) -> int | None:
        """When it began on the wall clock, where that is known."""
        return self.recording.file.start

    @property
    def still(self) -> Timeline:
        """Where it shows nothing that moves."""
        spells = (spell for flaw in STILL for spell in self.recording.pictures.of(flaw))
        return Timeline.of(spell.possible for spell in spells)


@dataclass(frozen=True, slots=True)
class Same:
    """A stretch of one recording that is one of another, before anything is made of it."""

    here: Interval
    surely: Interval | None
    there: Interval
    by: Speed
    rate: int = RATE
    mirrored: bool = False


class PrintComparer:
    """Compares the recordings of one class with each other."""

    def compare(
        self, bundle: ClassBundle, recordings: Sequence[Recording]
    ) -> tuple[Recording, ...]:
        """The recordings, with the seconds that replay others told in their pictures."""
        shots = sorted(shots_of(recordings), key=_order)
        found: dict[str, list[Spell]] = {shot.recording.path: [] for shot in shots}
        for shot in _cut_up(shots):
            whole = Interval(0, shot.taken.length)
            uncompared = Spell(Flaw.UNCOMPARED, whole, None, Speed.KEY_FRAMES)
            found[shot.recording.path].append(uncompared)
        for number, shot in enumerate(shots):
            for other in shots[: number + 1]:
                spells = _spells(bundle.sessions, shot, other)
                found[shot.recording.path].extend(spells)
            found[shot.recording.path].extend(_left_open(shot, shots[:number]))
            shot.reading.forget()
        return tuple(_told(one, found.get(one.path, ())) for one in recordings)


def shots_of(recordings: Iterable[Recording]) -> Iterator[Shot]:
    """The recordings that have a print."""
    for recording in recordings:
        if recording.pictures.prints:
            taken = loads(recording.pictures.prints)
            yield Shot(recording, taken, Reading.of(taken))


def _order(shot: Shot) -> tuple[bool, int, str]:
    start = shot.recording.file.start
    return start is None, start or 0, shot.recording.path


def _told(recording: Recording, spells: Sequence[Spell]) -> Recording:
    if not spells:
        return recording
    pictures = recording.pictures
    told = sorted((*pictures.spells, *_first(spells)), key=lambda s: (s.possible, s.flaw))
    return replace(recording, pictures=replace(pictures, spells=tuple(told)))


def _first(spells: Sequence[Spell]) -> Iterator[Spell]:
    """Each stretch once, with the twin that came first."""
    told = Timeline(())
    for spell in spells:
        already = (told & Timeline((spell.possible,))).length
        if spell.flaw is Flaw.UNCOMPARED:
            yield spell
        elif 2 * already < spell.possible.length:
            told = told | Timeline((spell.possible,))
            yield spell


def _spells(sessions: Sequence[Session], shot: Shot, other: Shot) -> Iterator[Spell]:
    for same in sames(shot, other):
        if not shared(shot.recording, other.recording, same):
            twin = Place(other.recording.path, same.there)
            flaw = _flaw(sessions, shot.recording, other.recording, same)
            surely = same.surely
            yield Spell(flaw, same.here, surely, same.by, twin, same.mirrored, same.rate)


def sames(shot: Shot, other: Shot) -> Iterator[Same]:
    """All that two recordings, or one with itself, have in common; exact copies first."""
    itself = shot is other
    exact = [
        _copied(shot.taken, other.taken, one)
        for one in copies(shot.taken, other.taken, same=itself)
    ]
    known = Timeline.of(one.here for one in exact)
    found = matches(shot.reading, other.reading, same=itself)
    alike = (_aligned(shot, match, certain=match.sure and itself) for match in found)
    for same in (*exact, *alike):
        seen_already = same.by is not Speed.PACKETS and _mostly(same.here, known)
        still = _mostly(same.here, shot.still) or _mostly(same.there, other.still)
        if not seen_already and not still:
            yield same


def _cut_up(shots: Iterable[Shot]) -> Iterator[Shot]:
    """The short files of recordings that were cut up, one joined to the other."""
    short = [shot for shot in shots if shot.taken.length < SHORTEST and shot.begins is not None]
    run: list[Shot] = []
    for shot in sorted(short, key=lambda one: (one.recording.file.camera, one.begins)):
        if run and not _joined(run[-1], shot):
            yield from _enough(run)
            run = []
        run.append(shot)
    yield from _enough(run)


def _joined(ended: Shot, begun: Shot) -> bool:
    if ended.begins is None or begun.begins is None:
        return False
    same_camera = ended.recording.file.camera == begun.recording.file.camera
    return same_camera and begun.begins - (ended.begins + ended.taken.length) <= CUT_UP


def _enough(run: Sequence[Shot]) -> Sequence[Shot]:
    """A run that would be laid along others, were it one file."""
    return run if sum(shot.taken.length for shot in run) >= SHORTEST else ()


def _left_open(shot: Shot, before: Sequence[Shot]) -> Iterator[Spell]:
    """All of a recording, where one before it could not be compared; it may be a copy of that."""
    whole = Interval(0, max(1, shot.taken.length))
    for other in before:
        for spell in other.recording.pictures.of(Flaw.UNCOMPARED)[:1]:
            twin = Place(other.recording.path, spell.possible)
            yield Spell(Flaw.UNCOMPARED, whole, None, Speed.KEY_FRAMES, twin)
            return


def _mostly(span: Interval, where: Timeline) -> bool:
    return 2 * (where & Timeline((span,))).length > span.length


def _copied(here: Print, there: Print, copy: Copy) -> Same:
    """From the first of the key frames to the last for sure, and to the next one perhaps."""
    first, last = (int(here.keys[number]) for number in copy.here)
    next_key = copy.here[1] + 1
    end = int(here.keys[next_key]) if next_key < len(here.keys) else here.length
    other = int(there.keys[copy.there[0]])
    length = min(end - first, there.length - other)
    return Same(
        Interval(first, first + length),
        Interval(first, min(last, first + length)),
        Interval(other, other + length),
        Speed.PACKETS,
    )


def _aligned(shot: Shot, match: Match, *, certain: bool) -> Same:
    """Of two recordings it is a doubt: a lively film shown to two quiet classes is as alike."""
    gap = shot.taken.gap
    low, high = match.here.start + gap, match.here.end - gap
    surely = Interval(low, high) if low < high and certain else None
    rate = round(match.rate * RATE)
    return Same(match.here, surely, match.there, Speed.KEY_FRAMES, rate, match.mirrored)


def shared(ours: Recording, theirs: Recording, same: Same) -> bool:
    """Whether both tell of the same time, as two exports of one camera honestly do.

    What has no date is told of as such, and can't be held against what has one.
    """
    if ours is theirs:
        return False
    if ours.file.start is None or theirs.file.start is None:
        return True
    apart = (ours.file.start + same.here.start) - (theirs.file.start + same.there.start)
    one_clock = ours.file.camera == theirs.file.camera
    return not same.mirrored and abs(apart) <= (ONE_CLOCK if one_clock else TWO_CLOCKS)


def _flaw(sessions: Sequence[Session], ours: Recording, theirs: Recording, same: Same) -> Flaw:
    """Looped within one lesson of one camera, reused from another."""
    if ours is theirs:
        return Flaw.LOOPED
    if ours.file.camera != theirs.file.camera:
        return Flaw.REUSED
    at, other = (_wall(ours, same.here), _wall(theirs, same.there))
    lessons = [session.span for session in sessions]
    held = [span for span in lessons if span.meet(at)]
    if held:
        return Flaw.LOOPED if any(span.meet(other) for span in held) else Flaw.REUSED
    return Flaw.LOOPED if abs(at.start - other.start) < A_LESSON else Flaw.REUSED


def _wall(recording: Recording, span: Interval) -> Interval:
    start = recording.file.start or 0
    return Interval(start + span.start, start + span.end)
