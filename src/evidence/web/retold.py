"""Retold: what a verdict says is shown again, as spells of the recordings that it says it of.

Recordings are compared with each other when a class is judged; what was read off each by itself
knows nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Place, Speed, Spell
from evidence.domain.time import SECOND, Interval
from evidence.report.verdict_record import EvidenceRecord, FindingRecord, VerdictRecord

FLAWS = {"footage-looped": Flaw.LOOPED, "footage-reused": Flaw.REUSED}
AS_IT_WAS = 1_000_000


def retold(verdict: VerdictRecord, recording: Recording) -> Recording:
    """The recording with every replay that the verdict tells of it."""
    told = tuple(
        spell
        for finding in verdict.findings
        if finding.rule in FLAWS
        for spell in _spells(finding, recording.path)
    )
    if not told:
        return recording
    pictures = recording.pictures
    others = tuple(each for each in pictures.spells if each.flaw not in FLAWS.values())
    return replace(recording, pictures=replace(pictures, spells=(*others, *told)))


def _spells(finding: FindingRecord, path: str) -> Iterator[Spell]:
    """Each stretch of a file that its proof names, with the place beside it where one is told.

    A finding is about the file in which a stretch begins; it may go on over others.
    """
    flaw, shown = FLAWS[finding.rule], list(finding.evidence)
    while shown:
        own = shown.pop(0)
        here = _interval(own)
        there = shown.pop(0) if _is_twin(flaw, shown, own.path) else None
        if here is None or own.path != path:
            continue
        sure = None if finding.at_most else here
        span = _interval(there) if there else None
        if there is None or span is None:
            yield Spell(flaw, here, sure, Speed.FULL)
            continue
        rate = span.length * AS_IT_WAS // here.length
        place = Place(there.path, span, there.bundle)
        yield Spell(flaw, here, sure, Speed.FULL, place, there.mirrored, rate)


def _is_twin(flaw: Flaw, shown: Sequence[EvidenceRecord], own: str) -> bool:
    """Whether what comes next is the place of the stretch before: a loop may be of its own file."""
    return bool(shown) and (flaw is Flaw.LOOPED or shown[0].path != own or bool(shown[0].bundle))


def _interval(shown: EvidenceRecord) -> Interval | None:
    if shown.start is None or shown.end is None or shown.end <= shown.start:
        return None
    return Interval(round(shown.start * SECOND), round(shown.end * SECOND))
