"""Clocks: how the clock in the picture ran, drawn where a finding is about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from evidence.analyzers.proofs.proving import telling
from evidence.domain.footage import Recording
from evidence.domain.time import SECOND
from evidence.facts.clock import footage_clocks
from evidence.pipeline.store import Store
from evidence.report.class_report import ClockRow, Shot
from evidence.report.clock_drawing import clock_drawing
from evidence.report.rhythm_drawing import rhythm_drawing
from evidence.report.verdict_record import FindingRecord
from evidence.report.words import Voice
from evidence.web.addresses import stills_at
from evidence.web.clips import Shown
from evidence.web.stretches import spotted, told_of
from evidence.wiring.footage_kept import recordings_named

RULE = "footage-clock"
ROUNDED = 1e-3  # of a share in a verdict


def read_with(
    store: Store, shown: Shown, found: Sequence[FindingRecord], inside: Sequence[Recording]
) -> Sequence[Recording]:
    """Those of the span; where that is one file, all in which its clock was read with it, too."""
    if len(inside) != 1:
        return inside
    ours = [each for each in found if each.rule == RULE]
    ours = [each for each in ours if each.subject.recording == inside[0].path]
    paths = {evidence.path for each in ours for evidence in each.evidence} - {inside[0].path}
    return (*inside, *recordings_named(store, shown.subject, paths)) if paths else inside


def clocks(
    shown: Shown, found: Sequence[FindingRecord], inside: Sequence[Recording], voice: Voice
) -> tuple[ClockRow, ...]:
    """A plot for each recording whose clock was told of, and what it shows where it tells."""
    return tuple(row for row in _rows(shown, found, inside, voice) if row.plot)


def _rows(
    shown: Shown, found: Sequence[FindingRecord], inside: Sequence[Recording], voice: Voice
) -> Iterator[ClockRow]:
    told = dict(_told(found))
    for clock in footage_clocks(inside, voice.timezone):
        paths = (clock.recording.path, *clock.files)
        finding = next((told[path] for path in paths if path in told), None)
        if finding is None:
            continue
        if _is_of(finding, clock.repeated):
            yield ClockRow(rhythm_drawing(clock.recording, voice), ())
            continue
        required = finding.required if finding.unit == "s" else None
        allowed = None if required is None else round(required * SECOND)
        by_file = groupby(telling(clock), key=lambda one: one[0])
        shots = (
            shot
            for path, spots in by_file
            for shot in _shots(shown, inside, path, [at for _, at in spots], voice)
        )
        yield ClockRow(clock_drawing(clock, allowed, voice), tuple(shots))


def _is_of(finding: FindingRecord, repeated: Fraction) -> bool:
    """Whether a finding is about pictures that are repeated, so large a share of all."""
    measured = finding.measured
    return repeated > 0 and measured is not None and abs(measured - float(repeated)) < ROUNDED


def _told(found: Sequence[FindingRecord]) -> Iterator[tuple[str, FindingRecord]]:
    """The files that each finding is about: its own, and all in which a clock was read with it."""
    for each in found:
        if each.rule == RULE:
            yield from ((evidence.path, each) for evidence in each.evidence)
            yield each.subject.recording, each


def _shots(
    shown: Shown, inside: Sequence[Recording], path: str, times: Sequence[int], voice: Voice
) -> Iterator[Shot]:
    """What the clock shows in one of the files, at these media times."""
    recording = next(each for each in inside if each.path == path)
    for time, source in zip(times, stills_at(shown.subject, path, times), strict=True):
        yield spotted(shown, recording, time, source, told_of(recording, time, voice))
