"""Clocks: how the clock in the picture ran, drawn where a finding is about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.analyzers.proofs.proving import telling
from evidence.domain.footage import Recording
from evidence.domain.time import SECOND
from evidence.facts.clock import footage_clocks
from evidence.report.class_report import ClockRow
from evidence.report.clock_drawing import clock_drawing
from evidence.report.verdict_record import FindingRecord
from evidence.report.words import Voice
from evidence.web.addresses import stills_at
from evidence.web.clips import Shown
from evidence.web.stretches import spotted, told_of

RULE = "footage-clock"


def clocks(
    shown: Shown, found: Sequence[FindingRecord], inside: Sequence[Recording], voice: Voice
) -> tuple[ClockRow, ...]:
    """A plot for each recording whose clock was told of, and what it shows where it tells."""
    return tuple(row for row in _rows(shown, found, inside, voice) if row.plot)


def _rows(
    shown: Shown, found: Sequence[FindingRecord], inside: Sequence[Recording], voice: Voice
) -> Iterator[ClockRow]:
    told = {each.subject.recording: each for each in found if each.rule == RULE}
    named = [each for each in inside if each.path in told]
    for clock in footage_clocks(named, voice.timezone):
        finding = told[clock.recording.path]
        required = finding.required if finding.unit == "s" else None
        allowed = None if required is None else round(required * SECOND)
        times = telling(clock)
        sources = stills_at(shown.subject, clock.recording.path, times)
        shots = (
            spotted(shown, clock.recording, time, source, told_of(clock.recording, time, voice))
            for time, source in zip(times, sources, strict=True)
        )
        yield ClockRow(clock_drawing(clock, allowed, voice), tuple(shots))
