"""Replays: stretches that are looped or reused, each beside the place that it shows again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.time import Interval
from evidence.report.class_report import ReplayRow
from evidence.report.proofs import Proofs
from evidence.report.words import Voice
from evidence.web.addresses import media_at, part_at, proxy_at
from evidence.web.clips import Shown, plays, seconds

MOST = 6
AS_IT_WAS = 1_000_000  # of a replay's speed


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay in the span, and its twin to play in step, "" where its file is not of this class.

    ``at`` is the wall time of its first second; ``there`` how far into the twin the same second is.
    """

    row: ReplayRow
    href: str
    at: float
    end: float
    source: str
    proxies: str
    played: bool
    there: float
    rate: float


def replays(
    shown: Shown, inside: Sequence[Recording], everything: Sequence[Recording], voice: Voice
) -> tuple[Replay, ...]:
    """The longest replays of the span, first things first."""
    known = {each.path: each for each in everything}
    found = sorted(_spells(shown, inside), key=lambda each: -each[1].possible.length)[:MOST]
    found.sort(key=lambda each: (each[0].file.start or 0) + each[1].possible.start)
    return tuple(_replay(shown, recording, spell, known, voice) for recording, spell in found)


def _spells(shown: Shown, inside: Sequence[Recording]) -> Iterator[tuple[Recording, Spell]]:
    for recording in inside:
        start = recording.file.start
        if start is None:
            continue
        for flaw in (Flaw.LOOPED, Flaw.REUSED):
            for spell in recording.pictures.of(flaw):
                span = spell.possible
                if Interval(start + span.start, start + span.end).meet(shown.span):
                    yield recording, spell


def _replay(
    shown: Shown,
    recording: Recording,
    spell: Spell,
    known: Mapping[str, Recording],
    voice: Voice,
) -> Replay:
    place, begin = spell.twin, recording.file.start or 0
    twin = known.get(place.path) if place and not place.bundle else None
    at = seconds(begin + spell.possible.start)
    return Replay(
        row=Proofs(known, {}).replay(recording, spell, voice),
        href=part_at(shown.subject, shown.part, shown.filters, at=f"{at:.3f}"),
        at=at,
        end=seconds(begin + spell.possible.end),
        source=media_at(shown.subject, twin.path) if twin else "",
        proxies=proxy_at(shown.subject, twin.path) if twin else "",
        played=plays(twin) if twin else False,
        there=seconds(place.span.start) if place else 0.0,
        rate=spell.rate / AS_IT_WAS,
    )
