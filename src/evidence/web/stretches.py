"""Stretches: what stands still, is black or covered, in pictures of it and around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence.analyzers.proofs.proving import LEAST, STANDING, around
from evidence.domain.footage import Recording
from evidence.domain.pictures import Spell
from evidence.domain.time import Interval
from evidence.report.class_report import Shot
from evidence.report.names import FLAW, FLAW_SIGN
from evidence.report.proofs import edges, where
from evidence.report.shots import caption
from evidence.report.words import Voice
from evidence.web.addresses import part_at, stills_at
from evidence.web.clips import Shown, seconds

MOST = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the span: what it is, where, how exactly its edges are known, and pictures.

    ``at`` and ``end`` are its wall time in seconds, ``href`` its page from there on.
    """

    sign: str
    word: str
    here: str
    edges: str
    at: float
    end: float
    href: str
    shots: tuple[Shot, ...]


def stretches(shown: Shown, inside: Sequence[Recording], voice: Voice) -> tuple[Stretch, ...]:
    """The longest of them, first things first."""
    found = sorted(_spells(shown, inside), key=lambda each: -each[1].possible.length)[:MOST]
    found.sort(key=lambda each: (each[0].file.start or 0) + each[1].possible.start)
    return tuple(_stretch(shown, recording, spell, voice) for recording, spell in found)


def _spells(shown: Shown, inside: Sequence[Recording]) -> Iterator[tuple[Recording, Spell]]:
    for recording in inside:
        start = recording.file.start
        for flaw in STANDING if start is not None else ():
            for spell in recording.pictures.of(flaw):
                span = spell.possible
                on_wall = Interval((start or 0) + span.start, (start or 0) + span.end)
                if span.length >= LEAST and on_wall.meet(shown.span):
                    yield recording, spell


def _stretch(shown: Shown, recording: Recording, spell: Spell, voice: Voice) -> Stretch:
    begin = recording.file.start or 0
    at = seconds(begin + spell.possible.start)
    times = tuple(around(spell, recording.media.duration))
    sources = stills_at(shown.subject, recording.path, times)
    return Stretch(
        sign=FLAW_SIGN[spell.flaw],
        word=voice.tell(FLAW[spell.flaw]),
        here=where(recording.path, spell.possible, recording, voice),
        edges=edges(spell, voice),
        at=at,
        end=seconds(begin + spell.possible.end),
        href=part_at(shown.subject, shown.part, shown.filters, at=f"{at:.3f}"),
        shots=tuple(
            spotted(
                shown,
                recording,
                time,
                source,
                told_of(recording, time, voice, _place(spell, time, voice)),
            )
            for time, source in zip(times, sources, strict=True)
        ),
    )


def _place(spell: Spell, time: int, voice: Voice) -> str:
    """Whether a moment is before or after the stretch; "" within it."""
    if time < spell.possible.start:
        return voice.word("before")
    return voice.word("after") if time >= spell.possible.end else ""


def told_of(recording: Recording, media: int, voice: Voice, place: str = "") -> str:
    """What stands below the picture of a moment."""
    start = recording.file.start
    return caption(media, place, "" if start is None else voice.clock(start + media))


def spotted(shown: Shown, recording: Recording, media: int, source: str, told: str) -> Shot:
    """The picture of a moment; it leads to the player at that moment."""
    wall = (recording.file.start or 0) + media
    link = part_at(shown.subject, shown.part, shown.filters, at=f"{seconds(wall):.3f}")
    return Shot(source, told, link)
