"""Proofs: what a finding about footage is shown by, beside its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePosixPath

from markupsafe import Markup

from evidence.domain.findings import Finding
from evidence.domain.footage import Recording
from evidence.domain.pictures import Pair, Place, Spell
from evidence.domain.text import Length, Moment, Share
from evidence.domain.time import SECOND, Interval
from evidence.facts.case import Case
from evidence.facts.clock import FootageClock
from evidence.report.class_report import (
    ClockRow,
    PairRow,
    ReplayRow,
    Shot,
    Spotted,
    StretchRow,
    UncomparedRow,
)
from evidence.report.clock_drawing import clock_drawing
from evidence.report.replay_drawing import replay_drawing, said_again
from evidence.report.rhythm_drawing import rhythm_drawing
from evidence.report.shots import FLAWS, shot, spot_at
from evidence.report.stretch_drawing import stretch_drawing
from evidence.report.uncompared import UNCOMPARED, OpenStretch, Piece, open_stretches
from evidence.report.uncompared_drawing import uncompared_drawing
from evidence.report.words import Voice, media_time

MOST = 3  # replays or stretches shown for one finding, those with pictures
AS_IT_WAS = 1_000_000  # of a replay's speed
DIGITS = 12  # of a class's digest, which tell it apart from every other
ERROR = AS_IT_WAS // 100  # a rate that is off by no more may be the error of laying one along


@dataclass(frozen=True, slots=True)
class Proofs:
    """The recordings of a class by their paths, and their clocks.

    ``files`` is where a reader finds the footage, "" nowhere.
    """

    recordings: Mapping[str, Recording]
    clocks: Mapping[str, FootageClock]
    files: str = ""

    @classmethod
    def of(cls, case: Case, files: str = "") -> Proofs:
        """Those of a case."""
        return cls(
            {recording.path: recording for recording in case.of(Recording)},
            {clock.recording.path: clock for clock in case.of(FootageClock)},
            files,
        )

    def stretches(self, findings: Sequence[Finding], voice: Voice) -> tuple[StretchRow, ...]:
        """What stands still, is black or covered, the longest first."""
        found = (row for finding in findings for row in self._stretches(finding, voice))
        return tuple(row for _, row in zip(range(MOST), found, strict=False))

    def _stretches(self, finding: Finding, voice: Voice) -> Iterator[StretchRow]:
        flaw = FLAWS.get(finding.rule)
        recording = self.recordings.get(finding.subject.recording)
        if flaw is None or recording is None:
            return
        told = {evidence.start for evidence in finding.ruling.evidence if not evidence.bundle}
        spells = [
            spell
            for spell in recording.pictures.of(flaw)
            if not spell.pairs and spell.possible.start in told
        ]
        for spell in sorted(spells, key=lambda one: (-one.possible.length, one.possible)):
            yield self.stretch(recording, spell, voice)

    def stretch(self, recording: Recording, spell: Spell, voice: Voice) -> StretchRow:
        """A stretch in its recording, and what it and the seconds around it show."""
        return StretchRow(
            here=self._spotted(recording.path, spell.possible, recording, voice),
            edges=edges(spell, voice),
            shots=tuple(self._stills(recording, spell, voice)),
            drawing=stretch_drawing(recording, spell, voice),
        )

    def _stills(self, recording: Recording, spell: Spell, voice: Voice) -> Iterator[Shot]:
        number = 0
        for still in spell.stills:
            if still.at < spell.possible.start:
                told = voice.word("before")
            elif still.at >= spell.possible.end:
                told = voice.word("after")
            else:
                number += 1
                told = str(number)
            yield self._shot(recording, still.picture, still.at, voice, told)
        if spell.picture and not spell.stills:
            middle = (spell.possible.start + spell.possible.end) // 2
            yield self._shot(recording, spell.picture, middle, voice)

    def _shot(
        self, recording: Recording, picture: str, at: int, voice: Voice, told: str = ""
    ) -> Shot:
        """A moment of a recording, and when it is claimed to have been."""
        start = recording.file.start
        clock = "" if start is None else voice.clock(start + at)
        return shot(picture, recording.path, at, files=self.files, told=told, clock=clock)

    def _spotted(
        self, path: str, span: Interval, recording: Recording | None, voice: Voice
    ) -> Spotted:
        told = where(path, span, recording, voice)
        return Spotted(told, spot_at(self.files, path, span.start, span.end))

    def replays(self, findings: Sequence[Finding], voice: Voice) -> tuple[ReplayRow, ...]:
        """What is replayed beside what it replays."""
        found = (row for finding in findings for row in self._replays(finding, voice))
        return tuple(row for _, row in zip(range(MOST), found, strict=False))

    def clock_rows(self, findings: Sequence[Finding], voice: Voice) -> tuple[ClockRow, ...]:
        """How the clock in the picture ran, or which pictures only repeat the one before."""
        found = (row for finding in findings for row in self._clock(finding, voice))
        return tuple(row for _, row in zip(range(MOST), found, strict=False))

    def _clock(self, finding: Finding, voice: Voice) -> Iterator[ClockRow]:
        clock = self.clocks.get(finding.subject.recording)
        if finding.rule != "footage-clock" or clock is None:
            return
        if finding.ruling.measured == clock.repeated > 0:
            yield ClockRow(rhythm_drawing(clock.recording, voice), (), self._read(clock, voice))
            return
        required = finding.ruling.required
        allowed = required.micros if isinstance(required, Length) else None
        plot = clock_drawing(clock, allowed, voice)
        if plot:
            shots = tuple(self._shown(clock, voice))
            yield ClockRow(plot, shots, self._read(clock, voice))

    def _read(self, clock: FootageClock, voice: Voice) -> Spotted:
        """The recording, or the first and the last of the files, in which a clock was read."""
        first, *others = clock.files or (clock.recording.path,)
        told = first
        if others:
            told = voice.word("{begin}, to {end}", begin=first, end=others[-1])
        return Spotted(told, spot_at(self.files, first, 0))

    def _shown(self, clock: FootageClock, voice: Voice) -> Iterator[Shot]:
        """What the clock shows where it tells, and over several files in which."""
        for path in clock.files or (clock.recording.path,):
            recording = self.recordings.get(path, clock.recording)
            told = PurePosixPath(path).name if clock.files else ""
            for each in recording.pictures.stills:
                yield self._shot(recording, each.picture, each.at, voice, told)

    def _replays(self, finding: Finding, voice: Voice) -> Iterator[ReplayRow]:
        flaw = FLAWS.get(finding.rule)
        recording = self.recordings.get(finding.subject.recording)
        if flaw is None or recording is None:
            return
        spells = [spell for spell in recording.pictures.of(flaw) if spell.pairs]
        for spell in sorted(spells, key=lambda one: (-one.length, one.possible)):
            yield self.replay(recording, spell, voice)

    def replay(self, recording: Recording, spell: Spell, voice: Voice) -> ReplayRow:
        """A replay beside what it replays, at the same moments."""
        place = spell.twin
        path, bundle = (place.path, place.bundle) if place else ("", "")
        twin = None if bundle else self.recordings.get(path)
        here = self._spotted(recording.path, spell.possible, recording, voice)
        there = self._there(place, twin, voice) if place else Spotted("")
        last = spell.whole[-1] if spell.whole else None
        if last:
            here = self._to(here, Place(last.path, last.span), voice)
        if last and last.twin:
            there = self._to(there, last.twin, voice)
        return ReplayRow(
            again=said_again(spell, voice),
            here=here,
            there=there,
            mirrored=spell.mirrored,
            changed=voice.word(", ").join(changes(spell, voice)),
            pairs=tuple(self._pair(pair, recording, twin, spell, voice) for pair in spell.pairs),
            drawing=replay_drawing(recording, twin, spell, voice) if twin else Markup(""),
        )

    def uncompared(self, findings: Sequence[Finding], voice: Voice) -> tuple[UncomparedRow, ...]:
        """What could not be held against other footage, and why."""
        proof = (shown for finding in findings for shown in finding.ruling.evidence)
        found = open_stretches(proof, self.recordings)
        return tuple(self.open_stretch(stretch, voice) for stretch in found)

    def open_stretch(self, stretch: OpenStretch, voice: Voice) -> UncomparedRow:
        """One stretch of that, every file of it named."""

        def place(piece: Piece) -> Spotted:
            return self._spotted(piece.recording.path, piece.span, piece.recording, voice)

        return UncomparedRow(
            told=stretch.told(voice),
            why=voice.tell(UNCOMPARED[stretch.why]),
            places=tuple(map(place, stretch.pieces)),
            before=place(stretch.before) if stretch.before else None,
            drawing=uncompared_drawing(stretch, voice),
        )

    def _to(self, begun: Spotted, end: Place, voice: Voice) -> Spotted:
        """A stretch that ends in another file than the one in which it begins."""
        recording = None if end.bundle else self.recordings.get(end.path)
        told = where(end.path, end.span, recording, voice)
        return replace(begun, told=voice.word("{begin}, to {end}", begin=begun.told, end=told))

    def _there(self, place: Place, twin: Recording | None, voice: Voice) -> Spotted:
        """Where it was shown before; of another class no reader finds the file."""
        if not place.bundle:
            return self._spotted(place.path, place.span, twin, voice)
        told = voice.word(
            "{place}, in the class with the digest {digest}",
            place=where(place.path, place.span, None, voice),
            digest=place.bundle[:DIGITS],
        )
        if place.start is not None:
            start = Moment(place.start)
            told = voice.word("{place}, claimed there to begin at {start}", place=told, start=start)
        return Spotted(told)

    def _pair(
        self, pair: Pair, recording: Recording, twin: Recording | None, spell: Spell, voice: Voice
    ) -> PairRow:
        recording = self.recordings.get(pair.path, recording)
        told = PurePosixPath(recording.path).name if spell.whole else ""
        here = self._shot(recording, pair.picture, pair.at, voice, told)
        if not pair.twin or spell.twin is None:
            return PairRow(here, None)
        twin = self.recordings.get(pair.twin_path, twin) if twin else None
        if twin is None:
            return PairRow(here, shot(pair.twin, spell.twin.path, pair.there))
        told = PurePosixPath(twin.path).name if spell.whole else ""
        return PairRow(here, self._shot(twin, pair.twin, pair.there, voice, told))


def where(path: str, span: Interval, recording: Recording | None, voice: Voice) -> str:
    """A stretch in the recording's time, and on the wall clock where that is known."""
    told = f"{path} {media_time(span.start)}–{media_time(span.end)}"
    start = recording.file.start if recording else None
    if start is None:
        return told
    first, last = start + span.start, start + span.end
    return f"{told}  ({voice.written(first)} {voice.clock(first)}–{voice.clock(last)})"


def changes(spell: Spell, voice: Voice) -> Iterator[str]:
    """How a replay differs from what it replays."""
    if spell.mirrored:
        yield voice.word("left and right exchanged")
    if abs(spell.rate - AS_IT_WAS) > ERROR:
        yield voice.word("at {rate} of the speed", rate=Share(Fraction(spell.rate, AS_IT_WAS)))
    if spell.certain and edges(spell, voice):
        yield edges(spell, voice)


def edges(spell: Spell, voice: Voice) -> str:
    """How exactly the edges of a stretch are known; "" where to the second."""
    if spell.certain is None:
        return voice.word("a doubt: it may be shorter, or nothing at all")
    if spell.edge_error < SECOND:
        return ""
    return voice.word("its edges are known to within {error}", error=Length(spell.edge_error))
