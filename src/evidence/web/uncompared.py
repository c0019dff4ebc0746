"""Uncompared: the footage of an hour that nobody can hold against other footage, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evidence.domain.findings import Evidence
from evidence.domain.footage import Recording
from evidence.pipeline.store import Store
from evidence.report.class_report import UncomparedRow
from evidence.report.proofs import Proofs, where
from evidence.report.uncompared import OpenStretch, Piece, open_stretches
from evidence.report.verdict_record import FindingRecord
from evidence.report.words import Voice
from evidence.web.addresses import part_at
from evidence.web.clips import Shown, seconds
from evidence.web.retold import FLAWS, proof_of
from evidence.wiring.footage_kept import recording_of


@dataclass(frozen=True, slots=True)
class Place:
    """A file and its seconds; ``at`` and ``end`` are wall time in seconds, ``href`` its page."""

    told: str
    at: float
    end: float
    href: str


@dataclass(frozen=True, slots=True)
class Open:
    """Footage that could not be compared for one reason, and the way to each file of it."""

    row: UncomparedRow
    places: tuple[Place, ...]


def uncompared(
    store: Store,
    shown: Shown,
    found: Iterable[FindingRecord],
    recordings: Sequence[Recording],
    voice: Voice,
) -> tuple[Open, ...]:
    """What of the span could not be compared: several rules tell of it, and it is shown once."""
    told = [proof for finding in found if finding.rule in FLAWS if (proof := _proof(finding))]
    files = {each.path: each for each in recordings}
    for path in {each.path for proof in told for each in proof if not each.uncompared} - set(files):
        before = recording_of(store, shown.subject, path)
        files |= {path: before} if before else {}
    proofs = Proofs(files, {})
    return tuple(
        Open(
            proofs.open_stretch(stretch, voice),
            tuple(_place(shown, piece, voice) for piece in stretch.pieces),
        )
        for stretch in dict.fromkeys(_stretches(shown, told, files))
    )


def _proof(finding: FindingRecord) -> tuple[Evidence, ...]:
    """What a finding names, where it could not be compared; () for others."""
    proof = tuple(proof_of(finding))
    return proof if any(each.uncompared for each in proof) else ()


def _stretches(
    shown: Shown, told: Iterable[Sequence[Evidence]], files: Mapping[str, Recording]
) -> Iterator[OpenStretch]:
    for stretch in (each for proof in told for each in open_stretches(proof, files)):
        pieces = tuple(
            piece for piece in stretch.pieces if piece.wall and piece.wall.meet(shown.span)
        )
        if pieces:
            yield OpenStretch(stretch.why, pieces, stretch.before)


def _place(shown: Shown, piece: Piece, voice: Voice) -> Place:
    recording, wall = piece.recording, piece.wall or shown.span
    at = seconds(wall.start)
    return Place(
        told=where(recording.path, piece.span, recording, voice),
        at=at,
        end=seconds(wall.end),
        href=part_at(shown.subject, shown.part, shown.filters, at=f"{at:.3f}"),
    )
