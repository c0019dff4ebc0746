"""Replay: how a finding tells of seconds that are also other seconds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evidence.domain.findings import Evidence, Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.text import Length, Text, say
from evidence.domain.time import SECOND, Interval, Timeline
from evidence.rules.rule import breached, met, undecided

SHOWN = 8
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
        """The longest stretch, the first of several."""
        return max(self.spells, key=lambda spell: spell.possible.length)

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


def ruled(
    replayed: Replayed, least: int, wording: Callable[[Replayed], Text], nothing: Text
) -> Ruling:
    """The ruling on replayed seconds, of which fewer than ``least`` are let be."""
    measured, required = Length(replayed.surely), Length(least)
    if replayed.perhaps < least or not replayed.spells:
        if replayed.open:
            return ruled(Replayed.left_open(replayed.recording), least, _uncompared, nothing)
        return met(nothing, measured, required)
    rule_out = breached if replayed.surely >= least else undecided
    return rule_out(
        wording(replayed),
        measured,
        required,
        unit="s",
        span=replayed.span,
        evidence=replayed.proof,
    )


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


def places(spell: Spell) -> dict[str, str | Length]:
    """Where a stretch and its twin are, for a sentence."""
    twin = spell.twin
    return {
        "length": Length(spell.possible.length),
        "at": Length(spell.possible.start),
        "path": twin.path if twin else "",
        "there": Length(twin.span.start) if twin else Length(0),
    }


def _proof(path: str, spells: Sequence[Spell]) -> list[Evidence]:
    shown: list[Evidence] = []
    for spell in spells:
        shown.append(Evidence(path, spell.possible.start, spell.possible.end))
        if spell.twin:
            span, bundle = spell.twin.span, spell.twin.bundle
            shown.append(Evidence(spell.twin.path, span.start, span.end, bundle=bundle))
    return shown
