"""Stretches: what two reels have in common, and what each of their files has of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.analyzers.prints.aligning import Match, matches
from evidence.analyzers.prints.copies import Copy, copies
from evidence.analyzers.prints.form import Print
from evidence.analyzers.prints.reels import Part, Reel
from evidence.domain.pictures import Flaw, Place, Portion, Speed, Spell
from evidence.domain.time import SECOND, Interval, Timeline
from evidence.facts.reels import LAP

# Two recordings of one camera overlap where a recorder was asked twice; their clocks agree.
ONE_CLOCK = 10 * SECOND
# Two recorders of one camera, each with its own clock.
TWO_CLOCKS = 120 * SECOND
# What a file of the original has less of than this is not told of apart.
CRUMB = SECOND
RATE = 1_000_000


@dataclass(frozen=True, slots=True)
class Same:
    """A stretch of one reel that is one of another, before anything is made of it.

    ``stands_out`` tells how far from chance it is, in deviations.
    """

    here: Interval
    surely: Interval | None
    there: Interval
    by: Speed
    rate: int = RATE
    mirrored: bool = False
    stands_out: float = math.inf

    def other(self, moment: int) -> int:
        """Where a moment of ``here`` is there."""
        return self.there.start + (moment - self.here.start) * self.rate // RATE

    def back(self, moment: int) -> int:
        """Where a moment of ``there`` is here."""
        return self.here.start + (moment - self.there.start) * RATE // self.rate


def sames(ours: Reel, theirs: Reel) -> Iterator[Same]:
    """All that two reels, or one with itself, have in common; exact copies first."""
    itself = ours is theirs
    exact = [
        _copied(ours.taken, theirs.taken, one)
        for one in copies(ours.taken, theirs.taken, same=itself)
    ]
    # The longest first: of what runs many times, that goes from its second time to its last.
    exact.sort(key=lambda one: -one.here.length)
    known = Timeline.of(one.here for one in exact)
    found = matches(ours.reading, theirs.reading, same=itself)
    alike = (_aligned(ours.taken, match, certain=match.sure and itself) for match in found)
    for same in (*exact, *alike):
        seen_already = same.by is not Speed.PACKETS and _mostly(same.here, known)
        still = _mostly(same.here, ours.still) or _mostly(same.there, theirs.still)
        if not seen_already and not still:
            yield same


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


def _aligned(taken: Print, match: Match, *, certain: bool) -> Same:
    """Of two recordings it is a doubt: a lively film shown to two quiet classes is as alike."""
    surely = None
    if certain and match.core and match.core.length > 2 * taken.gap:
        surely = Interval(match.core.start + taken.gap, match.core.end - taken.gap)
    rate = round(match.rate * RATE)
    by, stands_out = Speed.KEY_FRAMES, match.stands_out
    return Same(match.here, surely, match.there, by, rate, match.mirrored, stands_out)


def shared(ours: Reel, theirs: Reel, same: Same) -> bool:
    """Whether both tell of the same time, as two exports of one camera honestly do.

    What has no date is told of as such, and can't be held against what has one.
    """
    if ours is theirs:
        apart = same.here.start - same.there.start
        return apart <= LAP and ours.at(same.here.start) is not ours.at(same.there.start)
    if not ours.dated or not theirs.dated:
        return True
    away = abs(ours.wall(same.here.start) - theirs.wall(same.there.start))
    one_clock = ours.camera == theirs.camera
    return not same.mirrored and away <= (ONE_CLOCK if one_clock else TWO_CLOCKS)


def told(
    same: Same, flaw: Flaw, ours: Reel, theirs: Reel, *, bundle: str = "", known: int = 0
) -> Iterator[tuple[str, Spell]]:
    """The spells of a stretch, each with the path of its file; ``bundle`` is whose the twin is."""
    portions = []
    for part, span in _pieces(same, ours, theirs):
        twin = _twin(same, theirs, span)
        if bundle:
            twin = replace(twin, bundle=bundle, known=known, start=theirs.start_of(twin.path))
        portions.append(replace(portion(part, span, surely=same.surely), twin=twin))
    spell = Spell(flaw, same.here, same.surely, same.by, None, same.mirrored, same.rate)
    yield from spelled(spell, portions)


def spelled(like: Spell, portions: Sequence[Portion]) -> Iterator[tuple[str, Spell]]:
    """A spell for each portion, all of which are told of as one stretch."""
    whole = tuple(portions) if len(portions) > 1 else ()
    for number, one in enumerate(portions):
        told = replace(like, possible=one.span, certain=one.certain, twin=one.twin)
        yield one.path, replace(told, whole=whole, number=number if whole else 0)


def portion(part: Part, span: Interval, *, surely: Interval | None = None) -> Portion:
    """What a part has of a span of its reel."""
    media = part.media(span)
    start = part.file.start or 0
    sure = surely.meet(span) if surely else None
    return Portion(
        part.file.path,
        Interval(start + media.start, start + media.end),
        media,
        part.media(sure) if sure else None,
    )


def _twin(same: Same, theirs: Reel, span: Interval) -> Place:
    """Where a piece of a stretch is in the files of the original."""
    part = theirs.at(same.other((span.start + span.end) // 2))
    start, end = same.other(span.start), same.other(span.end)
    span = part.media(Interval(start, max(start + 1, end)))
    return Place(part.file.path, span)


def _pieces(same: Same, ours: Reel, theirs: Reel) -> Iterator[tuple[Part, Interval]]:
    """What each file has of a stretch, cut where its original goes on in another file."""
    borders = [same.back(part.shown.start) for part in theirs.parts[1:]]
    for part in ours.parts:
        span = part.shown.meet(same.here)
        if span is None:
            continue
        cuts = [span.start]
        for border in borders:
            if cuts[-1] + CRUMB <= border <= span.end - CRUMB:
                cuts.append(border)
        for start, end in zip(cuts, [*cuts[1:], span.end], strict=True):
            yield part, Interval(start, end)
