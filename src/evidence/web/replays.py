"""Replays: stretches that are looped or reused, each beside the place that it shows again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence.analyzers.proofs.proving import around, pairs_of
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Pair, Place, Portion, Spell
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
AGAIN = (Flaw.LOOPED, Flaw.REUSED)


@dataclass(frozen=True, slots=True)
class Piece:
    """What one file has of a replay: from ``at`` to ``end`` on the clock, and what plays beside it.

    ``there`` is how far into its twin the same second is; ``source`` is "" where nobody here may
    see the twin.
    """

    at: float
    end: float
    source: str
    proxies: str
    played: bool
    there: float


@dataclass(frozen=True, slots=True)
class Replay:
    """A replay in the span, over one file or many, and its twin to play in step.

    ``at`` is the wall time of its first second shown here, ``rate`` how fast the twin plays.
    ``elsewhere`` is the class that the twin is of, "" for this one, and ``class_href`` its page.
    """

    row: ReplayRow
    href: str
    at: float
    end: float
    rate: float
    pieces: tuple[Piece, ...]
    elsewhere: str
    class_href: str

    @property
    def seen(self) -> bool:
        """Whether any of the twin can be shown."""
        return any(piece.source for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Twin:
    """A recording that is shown again, and its class."""

    subject: str
    recording: Recording


@dataclass(slots=True)
class Twins:
    """The recordings that are shown again, each looked for once."""

    store: Store
    shown: Shown
    found: dict[tuple[str, str], Twin | None] = field(default_factory=dict)

    def of(self, place: Place | None) -> Twin | None:
        """None where it is not at hand, or of a class that is not theirs to see."""
        if place is None:
            return None
        key = (place.bundle, place.path)
        if key not in self.found:
            self.found[key] = self._looked_for(place)
        return self.found[key]

    def _looked_for(self, place: Place) -> Twin | None:
        subject = self.shown.subject
        if not place.bundle:
            here = recording_of(self.store, subject, place.path)
            return Twin(subject, here) if here else None
        found = twin_elsewhere(self.store, place)
        return Twin(*found) if found and self.shown.account.sees(found[0]) else None


def replays(
    store: Store, shown: Shown, inside: Sequence[Recording], voice: Voice
) -> tuple[Replay, ...]:
    """The longest replays of the span, first things first."""
    twins, files = Twins(store, shown), {each.path: each for each in inside}
    found = sorted(_spells(shown, inside), key=lambda each: -each[1].length)[:MOST]
    found.sort(key=lambda each: (each[0].file.start or 0) + each[1].possible.start)
    return tuple(
        Telling(shown, files, twins, voice).replay(recording, spell) for recording, spell in found
    )


def _spells(shown: Shown, inside: Iterable[Recording]) -> Iterator[tuple[Recording, Spell]]:
    """Each replay once, by the first file of it that is at hand."""
    told: set[tuple[Portion, ...]] = set()
    for recording in inside:
        start = recording.file.start
        for spell in recording.pictures.spells if start is not None else ():
            span = spell.possible
            on_wall = Interval((start or 0) + span.start, (start or 0) + span.end)
            if spell.flaw not in AGAIN or spell.whole in told or not on_wall.meet(shown.span):
                continue
            if spell.whole:
                told.add(spell.whole)
            yield recording, spell


@dataclass(frozen=True, slots=True)
class Telling:
    """How replays are told to one visitor; ``files`` are the recordings of the span."""

    shown: Shown
    files: Mapping[str, Recording]
    twins: Twins
    voice: Voice

    def replay(self, recording: Recording, spell: Spell) -> Replay:
        """One replay, with all that is at hand of it."""
        parts = [part for part in _whole(recording, spell) if part.path in self.files]
        at, place = seconds(parts[0].wall.start), parts[0].twin
        twin = self.twins.of(place)
        elsewhere = twin.subject if twin and place and place.bundle else ""
        filters, named = self.shown.filters, self.shown.part
        return Replay(
            row=self._row(recording, spell, parts),
            href=part_at(self.shown.subject, named, filters, at=f"{at:.3f}"),
            at=at,
            end=seconds(parts[-1].wall.end),
            rate=spell.rate / AS_IT_WAS,
            pieces=tuple(map(self._piece, parts)),
            elsewhere=elsewhere,
            class_href=class_at(elsewhere) if elsewhere else "",
        )

    def _piece(self, part: Portion) -> Piece:
        place, twin = part.twin, self.twins.of(part.twin)
        return Piece(
            at=seconds(part.wall.start),
            end=seconds(part.wall.end),
            source=media_at(twin.subject, twin.recording.path) if twin else "",
            proxies=proxy_at(twin.subject, twin.recording.path) if twin else "",
            played=plays(twin.recording) if twin else False,
            there=seconds(place.span.start) if place else 0.0,
        )

    def _row(self, recording: Recording, spell: Spell, parts: Sequence[Portion]) -> ReplayRow:
        """The replay in words and pictures; a class that is named needs no digest."""
        begun = self.files.get(parts[0].path, recording)
        of_all = replace(
            spell,
            possible=parts[0].span,
            twin=parts[0].twin,
            whole=tuple(parts) if len(parts) > 1 else (),
            number=0,
        )
        here = {part.path: self.files[part.path] for part in parts}
        ours = [twin for part in parts if (twin := self.twins.of(part.twin))]
        same = {each.recording.path: each.recording for each in ours if self._is_ours(each)}
        row = Proofs({**same, **here}, {}).replay(begun, of_all, self.voice)
        if parts[0].twin and parts[0].twin.bundle and ours:
            row = replace(row, there=Spotted(self._elsewhere(parts)))
        if row.pairs:
            return row
        return replace(row, pairs=tuple(self._pairs(begun, of_all)))

    def _is_ours(self, twin: Twin) -> bool:
        return twin.subject == self.shown.subject

    def _elsewhere(self, parts: Sequence[Portion]) -> str:
        """Where it is in the files of another class that may be seen."""
        told = [
            where(place.path, place.span, twin.recording, self.voice)
            for part in (parts[0], parts[-1])
            if (place := part.twin) and (twin := self.twins.of(place))
        ]
        if len(parts) == 1 or len(told) == 1:
            return told[0]
        return self.voice.word("{begin}, to {end}", begin=told[0], end=told[-1])

    def _pairs(self, begun: Recording, spell: Spell) -> Iterator[PairRow]:
        """The same moments of both, taken when somebody looks; this side alone without a twin."""
        shown, voice = self.shown, self.voice
        pairs = tuple(pairs_of(spell)) or tuple(Pair(at, 0, "") for at in around(spell, 0))
        both = [(self.files.get(pair.path, begun), self._twin_in(spell, pair)) for pair in pairs]
        stills = Stills()
        for pair, (here, twin) in zip(pairs, both, strict=True):
            stills.want(shown.subject, here.path, pair.at)
            if twin:
                stills.want(twin.subject, twin.recording.path, pair.there)
        for pair, (here, twin) in zip(pairs, both, strict=True):
            source = stills.source(shown.subject, here.path, pair.at)
            one = spotted(shown, here, pair.at, source, told_of(here, pair.at, voice))
            if twin is None:
                yield PairRow(one, None)
                continue
            source = stills.source(twin.subject, twin.recording.path, pair.there)
            told = told_of(twin.recording, pair.there, voice)
            yield PairRow(one, Shot(source, told, one.link))

    def _twin_in(self, spell: Spell, pair: Pair) -> Twin | None:
        place = spell.twin
        return self.twins.of(replace(place, path=pair.twin_path or place.path) if place else None)


@dataclass(slots=True)
class Stills:
    """Pictures of recordings: all that are wanted of one file are taken in one go."""

    wanted: dict[tuple[str, str], dict[int, None]] = field(default_factory=dict)

    def want(self, subject: str, path: str, at: int) -> None:
        """Ask for one, before any is taken."""
        self.wanted.setdefault((subject, path), {})[at] = None

    def source(self, subject: str, path: str, at: int) -> str:
        """The address of one."""
        times = list(self.wanted[subject, path])
        return stills_at(subject, path, times)[times.index(at)]


def _whole(recording: Recording, spell: Spell) -> tuple[Portion, ...]:
    """What each file has of a replay."""
    span, start = spell.possible, recording.file.start or 0
    wall = Interval(start + span.start, start + span.end)
    return spell.whole or (Portion(recording.path, wall, span, spell.certain, spell.twin),)
