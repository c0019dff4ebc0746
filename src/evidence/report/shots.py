"""Shots: the small pictures that prove a finding about what footage shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidence.domain.findings import Finding
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.time import Interval
from evidence.report.class_report import Shot
from evidence.report.words import media_time

FLAWS = {f"footage-{flaw}": flaw for flaw in Flaw}
MOST = 6  # pictures for one finding


def shots(findings: Sequence[Finding], recordings: Mapping[str, Recording]) -> Iterator[Shot]:
    """The pictures of what the findings tell of; replays have theirs in pairs, by proofs.py."""
    found = (shot for finding in findings for shot in _of(finding, recordings))
    for _, shot in zip(range(MOST), found, strict=False):
        yield shot


def _of(finding: Finding, recordings: Mapping[str, Recording]) -> Iterator[Shot]:
    flaw = FLAWS.get(finding.rule)
    recording = recordings.get(finding.subject.recording)
    if flaw is None or recording is None:
        return
    told = {evidence.start for evidence in finding.ruling.evidence if not evidence.bundle}
    for spell in recording.pictures.of(flaw):
        if spell.picture and not spell.pairs and spell.possible.start in told:
            yield _shown(spell.picture, recording.path, spell.possible)


def _shown(picture: str, path: str, span: Interval) -> Shot:
    name = path.rpartition("/")[2]
    times = f"{media_time(span.start)}–{media_time(span.end)}"
    return Shot(f"data:image/jpeg;base64,{picture}", f"{name} {times}")


def shot(picture: str, path: str, at: int) -> Shot:
    """The picture of one moment; "" as its address where it did not decode."""
    source = f"data:image/jpeg;base64,{picture}" if picture else ""
    return Shot(source, f"{path.rpartition('/')[2]} {media_time(at)}")
