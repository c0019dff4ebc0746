"""Proofs: what a finding about footage is shown by, beside its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from evidence.domain.findings import Finding
from evidence.domain.footage import Recording
from evidence.domain.pictures import Pair, Spell
from evidence.domain.text import Length, Share
from evidence.domain.time import Interval
from evidence.facts.case import Case
from evidence.facts.clock import FootageClock
from evidence.report.class_report import PairRow, ReplayRow, Shot
from evidence.report.clock_drawing import clock_drawing
from evidence.report.replay_drawing import replay_drawing
from evidence.report.shots import FLAWS, shot, shots
from evidence.report.words import Voice, media_time

MOST = 3  # replays shown for one finding, those with pictures
AS_IT_WAS = 1_000_000  # of a replay's speed
ERROR = AS_IT_WAS // 100  # a rate that is off by no more may be the error of laying one along


@dataclass(frozen=True, slots=True)
class Proofs:
    """The recordings of a class by their paths, and their clocks."""

    recordings: Mapping[str, Recording]
    clocks: Mapping[str, FootageClock]

    @classmethod
    def of(cls, case: Case) -> Proofs:
        """Those of a case."""
        return cls(
            {recording.path: recording for recording in case.of(Recording)},
            {clock.recording.path: clock for clock in case.of(FootageClock)},
        )

    def shots(self, findings: Sequence[Finding]) -> tuple[Shot, ...]:
        """Small pictures of what stands still, is black or covered."""
        return tuple(shots(findings, self.recordings))

    def replays(self, findings: Sequence[Finding], voice: Voice) -> tuple[ReplayRow, ...]:
        """What is replayed beside what it replays."""
        found = (row for finding in findings for row in self._replays(finding, voice))
        return tuple(row for _, row in zip(range(MOST), found, strict=False))

    def plots(self, findings: Sequence[Finding], voice: Voice) -> tuple[Markup, ...]:
        """How the clock in the picture ran."""
        drawn = (self._plot(finding, voice) for finding in findings)
        return tuple(plot for plot in drawn if plot)[:MOST]

    def _plot(self, finding: Finding, voice: Voice) -> Markup:
        clock = self.clocks.get(finding.subject.recording)
        if finding.rule != "footage-clock" or clock is None:
            return Markup("")
        required = finding.ruling.required
        allowed = required.micros if isinstance(required, Length) else None
        return clock_drawing(clock, allowed, voice)

    def _replays(self, finding: Finding, voice: Voice) -> Iterator[ReplayRow]:
        flaw = FLAWS.get(finding.rule)
        recording = self.recordings.get(finding.subject.recording)
        if flaw is None or recording is None:
            return
        spells = [spell for spell in recording.pictures.of(flaw) if spell.pairs]
        for spell in sorted(spells, key=lambda one: (-one.possible.length, one.possible)):
            yield self.replay(recording, spell, voice)

    def replay(self, recording: Recording, spell: Spell, voice: Voice) -> ReplayRow:
        """A replay beside what it replays, at the same moments."""
        place = spell.twin
        path, bundle = (place.path, place.bundle) if place else ("", "")
        twin = None if bundle else self.recordings.get(path)
        theirs = where(path, place.span, twin, voice) if place else ""
        if bundle:
            digest = bundle[:12]
            theirs = voice.word(
                "{place}, in the class with the digest {digest}", place=theirs, digest=digest
            )
        return ReplayRow(
            here=where(recording.path, spell.possible, recording, voice),
            there=theirs,
            changed=voice.word(", ").join(_changes(spell, voice)),
            pairs=tuple(_pair(pair, recording.path, path) for pair in spell.pairs),
            drawing=replay_drawing(recording, twin, spell, voice) if twin else Markup(""),
        )


def where(path: str, span: Interval, recording: Recording | None, voice: Voice) -> str:
    """A stretch in the recording's time, and on the wall clock where that is known."""
    told = f"{path} {media_time(span.start)}–{media_time(span.end)}"
    start = recording.file.start if recording else None
    if start is None:
        return told
    first, last = start + span.start, start + span.end
    return f"{told}  ({voice.day(first)} {voice.clock(first)}–{voice.clock(last)})"


def _changes(spell: Spell, voice: Voice) -> Iterator[str]:
    """How a replay differs from what it replays."""
    if spell.mirrored:
        yield voice.word("left and right exchanged")
    if abs(spell.rate - AS_IT_WAS) > ERROR:
        yield voice.word("at {rate} of the speed", rate=Share(Fraction(spell.rate, AS_IT_WAS)))


def _pair(pair: Pair, path: str, twin: str) -> PairRow:
    return PairRow(
        shot(pair.picture, path, pair.at),
        shot(pair.twin, twin, pair.there) if pair.twin else None,
    )
