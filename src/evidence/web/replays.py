"""Replays: stretches that are looped or reused, each beside the place that it shows again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.analyzers.proofs.proving import around, moments
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Place, Spell
from evidence.domain.time import Interval
from evidence.pipeline.store import Store
from evidence.report.class_report import PairRow, ReplayRow, Shot, Spotted
from evidence.report.proofs import Proofs, where
from evidence.report.words import Voice
from evidence.web.addresses import class_at, media_at, part_at, proxy_at, stills_at
from evidence.web.clips import Shown, plays, seconds
from evidence.web.stretches import spotted, told_of
from evidence.wiring.footage_kept import recording_of, twin_elsewhere

MOST = 6
AS_IT_WAS = 1_000_000  # of a replay's speed


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay in the span, and its twin to play in step, "" where nobody here may see its file.

    ``at`` is the wall time of its first second; ``there`` how far into the twin the same second is.
    ``elsewhere`` is the class that the twin is of, "" for this one, and ``class_href`` its page.
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
    elsewhere: str
    class_href: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A recording that is shown again, and its class."""

    subject: str
    recording: Recording


def replays(
    store: Store, shown: Shown, inside: Sequence[Recording], voice: Voice
) -> tuple[Replay, ...]:
    """The longest replays of the span, first things first."""
    found = sorted(_spells(shown, inside), key=lambda each: -each[1].possible.length)[:MOST]
    found.sort(key=lambda each: (each[0].file.start or 0) + each[1].possible.start)
    return tuple(
        _replay(shown, recording, spell, _twin(store, shown, spell.twin), voice)
        for recording, spell in found
    )


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


def _twin(store: Store, shown: Shown, place: Place | None) -> Twin | None:
    """What a place is of; None where it is not at hand, or of a class that is not theirs to see."""
    if place is None:
        return None
    if not place.bundle:
        here = recording_of(store, shown.subject, place.path)
        return Twin(shown.subject, here) if here else None
    found = twin_elsewhere(store, place)
    return Twin(*found) if found and shown.account.sees(found[0]) else None


def _replay(
    shown: Shown, recording: Recording, spell: Spell, twin: Twin | None, voice: Voice
) -> Replay:
    place, begin = spell.twin, recording.file.start or 0
    at = seconds(begin + spell.possible.start)
    elsewhere = twin.subject if twin and place and place.bundle else ""
    return Replay(
        row=_row(shown, recording, spell, twin, voice),
        href=part_at(shown.subject, shown.part, shown.filters, at=f"{at:.3f}"),
        at=at,
        end=seconds(begin + spell.possible.end),
        source=media_at(twin.subject, twin.recording.path) if twin else "",
        proxies=proxy_at(twin.subject, twin.recording.path) if twin else "",
        played=plays(twin.recording) if twin else False,
        there=seconds(place.span.start) if place else 0.0,
        rate=spell.rate / AS_IT_WAS,
        elsewhere=elsewhere,
        class_href=class_at(elsewhere) if elsewhere else "",
    )


def _row(
    shown: Shown, recording: Recording, spell: Spell, twin: Twin | None, voice: Voice
) -> ReplayRow:
    """The replay in words and pictures; a class that is named needs no digest."""
    place, proofs = spell.twin, Proofs({}, {})
    if twin is not None and place is not None and not place.bundle:
        proofs = Proofs({place.path: twin.recording}, {})
    row = proofs.replay(recording, spell, voice)
    if twin is not None and place is not None and place.bundle:
        row = replace(row, there=Spotted(where(place.path, place.span, twin.recording, voice)))
    if row.pairs:
        return row
    return replace(row, pairs=tuple(_pairs(shown, recording, spell, twin, voice)))


def _pairs(
    shown: Shown, recording: Recording, spell: Spell, twin: Twin | None, voice: Voice
) -> Iterator[PairRow]:
    """The same moments of both, taken when somebody looks; of this side alone without a twin."""
    both = tuple(moments(spell)) or tuple((at, 0) for at in around(spell, 0))
    sources = stills_at(shown.subject, recording.path, [at for at, _ in both])
    here = [
        spotted(shown, recording, at, source, told_of(recording, at, voice))
        for (at, _), source in zip(both, sources, strict=True)
    ]
    if twin is None:
        yield from (PairRow(one, None) for one in here)
        return
    path = twin.recording.path
    theirs = stills_at(twin.subject, path, [there for _, there in both])
    for one, (_, there), source in zip(here, both, theirs, strict=True):
        yield PairRow(one, Shot(source, told_of(twin.recording, there, voice), one.link))
