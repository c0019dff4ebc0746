"""Replay: how a finding tells of seconds that are also other seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.text import Length, Moment, Share, Spot, Text, say
from evidence.domain.time import SECOND, Interval, Timeline
from evidence.rules.rule import breached, met, undecided

SHOWN = 8
RATE = 1_000_000
AS_IT_WAS = 10_000  # of it: a rate that is off by no more may be the error of laying one along
DIGITS = 12  # of a class's digest, which tell it apart from every other
SHORTEST = 60 * SECOND  # files that are shorter are compared by their packets only


@dataclass(frozen=True, slots=True)
class Replayed:
    """The seconds of a recording with one flaw: how many surely, and perhaps.

    ``open`` are stretches that can't be held against other footage.
    """

    recording: Recording
    spells: tuple[Spell, ...]
    open: tuple[Spell, ...] = ()

    @classmethod
    def of(cls, recording: Recording, flaw: Flaw) -> Replayed:
        """Those of one recording."""
        pictures = recording.pictures
        return cls(recording, pictures.of(flaw), pictures.of(Flaw.UNCOMPARED))

    @classmethod
    def left_open(cls, recording: Recording) -> Replayed:
        """What nobody knows of, whether it was shown before."""
        return cls(recording, recording.pictures.of(Flaw.UNCOMPARED))

    @property
    def surely(self) -> int:
        """Microseconds that certainly replay others."""
        return Timeline.of(spell.certain for spell in self.spells if spell.certain).length

    @property
    def perhaps(self) -> int:
        """Microseconds that may."""
        return Timeline.of(spell.possible for spell in self.spells).length

    @property
    def longest(self) -> Spell:
        """The stretch that is told of: the longest, one that is certain before others."""
        return max(self.spells, key=_weight)

    @property
    def span(self) -> Interval | None:
        """Its longest stretch on the wall clock."""
        start = self.recording.file.start
        if start is None:
            return None
        span = self.longest.possible
        return Interval(start + span.start, start + span.end)

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """Each stretch, and beside it where the same seconds are."""
        return tuple(_proof(self.recording.path, self.spells[:SHOWN]))


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
            return ruled(Replayed.left_open(replayed.recording), least, left)
        return met(wording.nothing, Length(replayed.surely), required)
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


def _weight(spell: Spell) -> tuple[int, int]:
    return spell.certain.length if spell.certain else 0, spell.possible.length


def _uncompared(replayed: Replayed) -> Text:
    """Which seconds can't be held against other footage, and why."""
    spell = replayed.longest
    if spell.twin:
        return say(
            "whether {length} from {at} on were shown before is not known, for the pictures of "
            "{path} can't be compared: look at both, and set the camera to a key frame every 2 "
            "to 4 seconds",
            **places(spell),
        )
    media = replayed.recording.media
    if 0 < media.duration < SHORTEST:
        return say(
            "whether {length} from {at} on were shown before is not known: files shorter than a "
            "minute can't be compared with other footage: look at it, and set the recorder to "
            "files of several minutes",
            **places(spell),
        )
    return say(
        "whether {length} from {at} on were shown before is not known: key frames are so far "
        "apart, and the file so large, that its pictures can't be compared with other footage: "
        "look at it, and set the camera to a key frame every 2 to 4 seconds",
        **places(spell),
    )


def places(spell: Spell) -> dict[str, str | Length | Spot]:
    """Where a stretch and its twin are, for a sentence."""
    twin = spell.twin
    return {
        "length": Length(spell.possible.length),
        "at": Spot(spell.possible.start),
        "path": twin.path if twin else "",
    }


def sides(spell: Spell, part: Interval) -> dict[str, Length | Spot | Text]:
    """A part of a stretch and its twin's, for a sentence."""
    return {"length": Length(part.length), "at": Spot(part.start), "other": _other(spell, part)}


def surely(spell: Spell) -> dict[str, Length | Spot | Text]:
    """What of a stretch is sure, and its twin, for a sentence."""
    return sides(spell, spell.certain or spell.possible)


def perhaps(spell: Spell) -> dict[str, Length | Spot | Text]:
    """What of a stretch may be, and its twin, for a sentence."""
    return sides(spell, spell.possible)


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


def _proof(path: str, spells: Sequence[Spell]) -> list[Evidence]:
    shown: list[Evidence] = []
    for spell in spells:
        shown.append(Evidence(path, spell.possible.start, spell.possible.end))
        if spell.twin:
            span, bundle = spell.twin.span, spell.twin.bundle
            twin = Evidence(spell.twin.path, span.start, span.end, "", bundle, spell.mirrored)
            shown.append(twin)
    return shown
