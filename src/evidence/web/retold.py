"""Retold: what a verdict says is shown again, as spells of the recordings that it says it of.

Recordings are compared with each other when a class is judged; what was read off each by itself
knows nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evidence.domain.findings import Evidence
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Place, Portion, Speed, Spell, Uncompared
from evidence.domain.time import SECOND, Interval
from evidence.facts.reels import APART, LAP
from evidence.report.proofs import ERROR
from evidence.report.verdict_record import EvidenceRecord, FindingRecord, VerdictRecord

FLAWS = {"footage-looped": Flaw.LOOPED, "footage-reused": Flaw.REUSED}
AS_IT_WAS = 1_000_000

Starts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """What one file has of a stretch that a proof names, and the place beside it if there is one.

    ``beside`` is when that was, None where nobody knows; ``why`` that it could not be compared.
    """

    part: Portion
    mirrored: bool
    beside: Interval | None
    why: Uncompared | None

    def goes_on(self, last: Shown) -> bool:
        """Whether it goes on what another shows, and its place on that one's."""
        if self.why or last.why or self.mirrored != last.mirrored:
            return False
        if not _follows(self.part.wall, last.part.wall):
            return False
        if self.beside and last.beside:
            return _follows(self.beside, last.beside)
        return bool(self.part.twin) == bool(last.part.twin)


def _follows(span: Interval, before: Interval) -> bool:
    return -LAP <= span.start - before.end <= APART


def proof_of(finding: FindingRecord) -> Iterator[Evidence]:
    """The stretches of footage that a finding names."""
    for shown in finding.evidence:
        span = _interval(shown)
        if span:
            why = Uncompared(shown.uncompared) if shown.uncompared else None
            yield Evidence(shown.path, span.start, span.end, "", shown.bundle, shown.mirrored, why)


def retold(
    verdict: VerdictRecord, recordings: Sequence[Recording], starts: Starts
) -> tuple[Recording, ...]:
    """The recordings, with all that the verdict tells of what they show again.

    ``starts`` are the wall times at which the class's recordings begin.
    """
    told: dict[str, dict[Spell, None]] = {}
    for finding in verdict.findings:
        if finding.rule in FLAWS:
            for path, spell in _spells(finding, starts):
                told.setdefault(path, {})[spell] = None
    return tuple(_with(one, tuple(told.get(one.path, ()))) for one in recordings)


def _with(recording: Recording, told: tuple[Spell, ...]) -> Recording:
    if not told:
        return recording
    again = {*FLAWS.values()} if any(spell.flaw in FLAWS.values() for spell in told) else set()
    left = {Flaw.UNCOMPARED} & {spell.flaw for spell in told}
    pictures = recording.pictures
    others = (each for each in pictures.spells if each.flaw not in again | left)
    return replace(recording, pictures=replace(pictures, spells=(*others, *told)))


def _spells(finding: FindingRecord, starts: Starts) -> Iterator[tuple[str, Spell]]:
    """Each stretch that its proof names, a spell for each file that has something of it."""
    sure = not finding.at_most
    run: list[Shown] = []
    for shown in _shown(finding, starts, sure=sure):
        if run and not shown.goes_on(run[-1]):
            yield from _spelled(finding, run, starts)
            run = []
        run.append(shown)
    yield from _spelled(finding, run, starts)


def _spelled(
    finding: FindingRecord, run: Sequence[Shown], starts: Starts
) -> Iterator[tuple[str, Spell]]:
    if not run:
        return
    parts = tuple(shown.part for shown in run)
    flaw = Flaw.UNCOMPARED if run[0].why else FLAWS[finding.rule]
    like = Spell(
        flaw,
        parts[0].span,
        None,
        Speed.FULL,
        mirrored=run[0].mirrored,
        rate=AS_IT_WAS if run[0].why else _rate(parts, starts),
        whole=parts if len(parts) > 1 else (),
    )
    for number, part in enumerate(parts):
        own = replace(like, possible=part.span, certain=part.certain, twin=part.twin)
        yield part.path, replace(own, number=number)


def _rate(parts: Sequence[Portion], starts: Starts) -> int:
    """How fast the twin plays: by the clock, for its pieces lose moments between two files."""
    first, last = parts[0].twin, parts[-1].twin
    if first is None or last is None:
        return AS_IT_WAS
    here = parts[-1].wall.end - parts[0].wall.start
    begun, ended = starts.get(first.path), starts.get(last.path)
    if len(parts) == 1:
        here, there = parts[0].span.length, first.span.length
    elif first.bundle or begun is None or ended is None:
        here = sum(part.span.length for part in parts)
        there = sum(part.twin.span.length for part in parts if part.twin)
    else:
        there = ended + last.span.end - begun - first.span.start
    rate = there * AS_IT_WAS // here
    off = abs(rate - AS_IT_WAS)
    return AS_IT_WAS if rate <= 0 or (len(parts) > 1 and off <= ERROR) else rate


def _shown(finding: FindingRecord, starts: Starts, *, sure: bool) -> Iterator[Shown]:
    """Each stretch of a file, with the place beside it where one is told."""
    flaw, proof = FLAWS[finding.rule], list(proof_of(finding))
    while proof:
        own = proof.pop(0)
        there = proof.pop(0) if _is_twin(flaw, proof, own) else None
        span = Interval(own.start or 0, own.end or 0)
        wall = _wall(own, starts) or span
        twin = _place(there) if there else None
        portion = Portion(own.path, wall, span, span if sure else None, twin)
        beside = _wall(there, starts) if there else None
        yield Shown(portion, bool(there and there.mirrored), beside, own.uncompared)


def _wall(shown: Evidence, starts: Starts) -> Interval | None:
    """When a stretch was; None where nobody knows."""
    start = None if shown.bundle else starts.get(shown.path)
    if start is None:
        return None
    return Interval(start + (shown.start or 0), start + (shown.end or 0))


def _place(there: Evidence) -> Place:
    return Place(there.path, Interval(there.start or 0, there.end or 0), there.bundle)


def _is_twin(flaw: Flaw, proof: Sequence[Evidence], own: Evidence) -> bool:
    """Whether what comes next is the place of the stretch before: a loop may be of its own file."""
    if not proof or (own.uncompared and own.uncompared is not Uncompared.AFTER):
        return False
    return flaw is Flaw.LOOPED or proof[0].path != own.path or bool(proof[0].bundle)


def _interval(shown: EvidenceRecord) -> Interval | None:
    if shown.start is None or shown.end is None or shown.end <= shown.start:
        return None
    return Interval(round(shown.start * SECOND), round(shown.end * SECOND))
