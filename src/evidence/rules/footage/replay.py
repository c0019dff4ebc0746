"""Replay: how a finding tells of seconds that are also other seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Portion, Spell, Uncompared
from evidence.domain.text import Length, Moment, Share, Spot, Text, say
from evidence.domain.time import SECOND, Interval, Timeline
from evidence.rules.rule import breached, met, undecided

SHOWN = 8
RATE = 1_000_000
AS_IT_WAS = 10_000  # of it: a rate that is off by no more may be the error of laying one along
DIGITS = 12  # of a class's digest, which tell it apart from every other
SHORTEST = 60 * SECOND  # files that are shorter, and can't be joined, tell too little


@dataclass(frozen=True, slots=True)
class Replayed:
    """The seconds of a recording with one flaw: how many surely, and perhaps.

    A stretch that goes on over the next files is told of where it begins, with all that it has.
    ``open`` are stretches that can't be held against other footage. ``begun`` is the file in which
    one begins that goes on in this one, "" where none does.
    """

    recording: Recording
    spells: tuple[Spell, ...]
    open: tuple[Spell, ...] = ()
    begun: str = ""

    @classmethod
    def of(cls, recording: Recording, flaw: Flaw) -> Replayed:
        """Those of one recording."""
        spells = recording.pictures.of(flaw)
        begin = tuple(spell for spell in spells if spell.first)
        left = tuple(spell for spell in recording.pictures.of(Flaw.UNCOMPARED) if spell.first)
        begun = next((spell.whole[0].path for spell in spells if not spell.first), "")
        return cls(recording, begin, left, begun)

    @classmethod
    def left_open(cls, replayed: Replayed) -> Replayed:
        """What nobody knows of, whether it was shown before."""
        return cls(replayed.recording, replayed.open)

    @property
    def surely(self) -> int:
        """Microseconds that certainly replay others."""
        return _length((part.path, part.certain) for part in self._parts if part.certain)

    @property
    def perhaps(self) -> int:
        """Microseconds that may."""
        return _length((part.path, part.span) for part in self._parts)

    @property
    def _parts(self) -> Iterator[Portion]:
        for spell in self.spells:
            yield from _parts(self.recording, spell)

    @property
    def longest(self) -> Spell:
        """The stretch that is told of: the longest, one that is certain before others."""
        return max(self.spells, key=lambda spell: (spell.surely, spell.length))

    @property
    def span(self) -> Interval | None:
        """Its longest stretch on the wall clock."""
        if self.recording.file.start is None:
            return None
        parts = _parts(self.recording, self.longest)
        return Interval(parts[0].wall.start, parts[-1].wall.end)

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """Each stretch, and beside it where the same seconds are."""
        return tuple(_proof(self.recording, self.spells[:SHOWN]))


def _parts(recording: Recording, spell: Spell) -> tuple[Portion, ...]:
    """What each file has of a stretch."""
    span, start = spell.possible, recording.file.start or 0
    wall = Interval(start + span.start, start + span.end)
    return spell.whole or (Portion(recording.path, wall, span, spell.certain, spell.twin),)


def _length(spans: Iterable[tuple[str, Interval]]) -> int:
    """Microseconds of stretches, each in the file of that path."""
    by_file: dict[str, list[Interval]] = {}
    for path, span in spans:
        by_file.setdefault(path, []).append(span)
    return sum(Timeline.of(found).length for found in by_file.values())


@dataclass(frozen=True, slots=True)
class Wording:
    """How a rule tells of replayed seconds: those that surely are, those that may be, and none."""

    sure: Callable[[Replayed], Text]
    doubt: Callable[[Replayed], Text]
    nothing: Text


def ruled(replayed: Replayed, least: int, wording: Wording) -> Ruling:
    """The ruling on replayed seconds, of which fewer than ``least`` are let be."""
    required = Length(least)
    if replayed.perhaps < least or not replayed.spells:
        if replayed.open:
            left = Wording(_uncompared, _uncompared, wording.nothing)
            return ruled(Replayed.left_open(replayed), least, left)
        nothing = wording.nothing
        if replayed.begun:
            nothing = say("what is shown again is told of with {path}", path=replayed.begun)
        return met(nothing, Length(replayed.surely), required)
    if replayed.surely >= least:
        return breached(
            wording.sure(replayed),
            Length(replayed.surely),
            required,
            unit="s",
            span=replayed.span,
            evidence=replayed.proof,
        )
    return undecided(
        wording.doubt(replayed),
        Length(replayed.perhaps),
        required,
        unit="s",
        span=replayed.span,
        evidence=replayed.proof,
        at_most=True,
    )


def in_all(told: Text, replayed: Replayed) -> Text:
    """What is told of the longest stretch, and how many there are where there are more."""
    if len(replayed.spells) == 1:
        return told
    return say(
        "{told} ({count} such stretches, {all} in all)",
        told=told,
        count=len(replayed.spells),
        all=Length(replayed.perhaps),
    )


def _uncompared(replayed: Replayed) -> Text:
    """Which seconds can't be held against other footage, and why."""
    spell = replayed.longest
    why = _why(replayed.recording, spell)
    if why is Uncompared.AFTER:
        return say(
            "whether {length} from {at} on were shown before is not known, for the pictures of "
            "{path} can't be compared: look at both, and set the camera to a key frame every 2 "
            "to 4 seconds",
            **places(spell),
        )
    if why is Uncompared.SHORT_FILES:
        return say(
            "whether {length} from {at} on were shown before is not known: it can't be told which "
            "of these files, shorter than a minute each, follow each other: look at them, and name "
            "the camera of each in recordings.csv",
            **places(spell),
        )
    return say(
        "whether {length} from {at} on were shown before is not known: key frames are so far "
        "apart, and the file so large, that its pictures can't be compared with other footage: "
        "look at it, and set the camera to a key frame every 2 to 4 seconds",
        **places(spell),
    )


def _why(recording: Recording, spell: Spell) -> Uncompared | None:
    """Why a stretch can't be held against other footage; None for one that was."""
    if spell.flaw is not Flaw.UNCOMPARED:
        return None
    if spell.twin:
        return Uncompared.AFTER
    short = 0 < recording.media.duration < SHORTEST
    return Uncompared.SHORT_FILES if short else Uncompared.KEY_FRAMES


def places(spell: Spell) -> dict[str, str | Length | Spot | Text]:
    """Where a stretch and its twin are, for a sentence."""
    twin = spell.twin
    return {
        "length": _over(spell, spell.length),
        "at": Spot(spell.possible.start),
        "path": twin.path if twin else "",
    }


def surely(spell: Spell) -> dict[str, Length | Spot | Text]:
    """What of a stretch is sure, and its twin, for a sentence."""
    return _sides(spell, spell.certain or spell.possible, spell.surely)


def perhaps(spell: Spell) -> dict[str, Length | Spot | Text]:
    """What of a stretch may be, and its twin, for a sentence."""
    return _sides(spell, spell.possible, spell.length)


def _sides(spell: Spell, part: Interval, length: int) -> dict[str, Length | Spot | Text]:
    """A stretch and its twin's, from where ``part`` begins, for a sentence."""
    other = _other(spell, part)
    return {"length": _over(spell, length), "at": Spot(part.start), "other": other}


def _over(spell: Spell, length: int) -> Length | Text:
    """A length, and how many files it goes over."""
    files = spell.files
    told, count = Length(length), len(files)
    if count <= 1:
        return told
    return say("{length} (over {count} files, to {last})", length=told, count=count, last=files[-1])


def _other(spell: Spell, part: Interval) -> Text:
    """Where the same seconds are, and how they were changed."""
    twin = spell.twin
    if twin is None:
        return say("no place is known")
    into = (part.start - spell.possible.start) * spell.rate // RATE
    named: dict[str, str | Spot] = {"path": twin.path, "there": Spot(twin.span.start + into)}
    told = say("{path}, from {there} on", **named)
    if twin.bundle:
        told = say(
            "{place}, in the class with the digest {digest}; the record knew {known} recordings",
            place=told,
            digest=twin.bundle[:DIGITS],
            known=twin.known,
        )
    if twin.bundle and twin.start is not None:
        start = Moment(twin.start)
        told = say("{place}, claimed there to begin at {start}", place=told, start=start)
    if spell.mirrored:
        told = say("{place}, mirrored", place=told)
    if abs(spell.rate - RATE) > AS_IT_WAS:
        rate = Share(Fraction(spell.rate, RATE))
        told = say("{place}, played here at {rate} of its speed", place=told, rate=rate)
    return told


def _proof(recording: Recording, spells: Sequence[Spell]) -> Iterator[Evidence]:
    for spell in spells:
        why = _why(recording, spell)
        for part in _parts(recording, spell):
            yield Evidence(part.path, part.span.start, part.span.end, uncompared=why)
            if part.twin:
                span, bundle = part.twin.span, part.twin.bundle
                yield Evidence(part.twin.path, span.start, span.end, "", bundle, spell.mirrored)
