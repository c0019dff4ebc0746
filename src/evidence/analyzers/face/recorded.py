"""Recorded: an observer that also holds the faces of a class against those of every class before.

What the record knew belongs to what a verdict rests on. So its extent is fixed when a bundle is
first compared, and the same bundle is held against the same record ever after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evidence.analyzers.face.asking import Asking, also_there, lookalikes
from evidence.analyzers.face.chosen import BY_DEFAULT, Chosen
from evidence.analyzers.face.known import Known, dumps
from evidence.analyzers.face.vectors import packed_rows, unpacked
from evidence.analyzers.prints.recorded import subject_of
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import Recording
from evidence.domain.presence import ClassFaces, PortraitFault
from evidence.facts.places import stays
from evidence.facts.presence import HourFaces, presence
from evidence.pipeline.face_record import FaceRecord, FaceSheet
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.ports import FaceObserver, Progress, Seal

DIGITS = 16  # of a digest that tell one embedder from another
KEPT = frozenset({None, PortraitFault.SAME_FACE})  # portraits that show one face well


@dataclass(frozen=True, slots=True)
class RecordedFaces:
    """Sees by another observer, holds what it saw against the record, then adds to the record.

    ``kept`` remembers how far the record reached when a bundle was first compared.
    """

    observer: FaceObserver
    record: FaceRecord
    kept: Observations
    seal: Seal
    now: Callable[[], int]
    chosen: Chosen = BY_DEFAULT

    def faces(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> ClassFaces:
        """All the faces of a class, and who of them is on record elsewhere; never raises."""
        found = self.observer.faces(bundle, recordings, progress)
        if found.thresholds is None:
            return found
        told = self.chosen.card()
        code = code_of(self.chosen, self.seal)
        upto = self._extent(bundle, code)
        of = self.seal.mark(f"class {subject_of(bundle)}")
        mine = self._mine(bundle, recordings, found)
        rows = [(one, vector) for one in mine for vector in _vectors(found, one.learner)]
        asked = unpacked([vector for _, vector in rows]) if rows else np.empty((0, 1), np.float32)
        asking = Asking(self.seal, self.record, code, upto, of, asked)
        limit = round(1000 * told.threshold("record_match"))
        alike = tuple(lookalikes(asking, [one for one, _ in rows], limit)) if rows else ()
        there = tuple(also_there(asking, mine))
        if rows:
            self._add(bundle, asking, mine)
        return replace(found, lookalikes=alike, also_there=there)

    def _extent(self, bundle: ClassBundle, code: str) -> int:
        key = f"face-record/{code}"
        before = self.kept.get(bundle.sha256, key)
        if before is None:
            extent = Observation(bundle.sha256, key, str(self.record.extent()))
            self.kept.put(extent, self.now())
            before = self.kept.get(bundle.sha256, key) or extent.body
        return int(before)

    def _mine(
        self, bundle: ClassBundle, recordings: Sequence[Recording], found: ClassFaces
    ) -> list[Known]:
        """This class's learners, in an order that has nothing to do with the roster's."""
        seen = presence(bundle.sessions, bundle.learners, recordings, found, None)
        hours = [one for one in seen if isinstance(one, HourFaces)]
        good = {who: len(_vectors(found, who)) for who, _ in found.portraits}
        known = [
            Known(
                one.id,
                self.seal.mark(f"id {one.id_number.strip().upper()}") if one.id_number else "",
                self.seal.mark(f"name {one.name.strip()}") if one.name else "",
                good.get(one.id, 0),
                tuple(stays(one.id, bundle.sessions, hours, bundle.training_class.institution_id)),
            )
            for one in bundle.learners
        ]
        whose = subject_of(bundle)
        return sorted(known, key=lambda one: self.seal.mark(f"order {whose} {one.learner}"))

    def _add(self, bundle: ClassBundle, asking: Asking, mine: Sequence[Known]) -> None:
        sheet = FaceSheet(
            of=asking.of,
            content=bundle.sha256,
            code=asking.code,
            body=self.seal.close(packed_rows(asking.asked)),
            count=len(asking.asked),
            names=self.seal.close(dumps(mine)),
            people=tuple(one.identity for one in mine if one.identity),
        )
        self.record.put(sheet, self.now())


def code_of(chosen: Chosen, seal: Seal) -> str:
    """What faces can be compared with each other: by one embedder, sealed with one key.

    Raises:
        ModelUnusable: when the embedder has no card.
    """
    return f"{chosen.card().makes[:DIGITS]}/{seal.name}"


def _vectors(found: ClassFaces, learner: str) -> list[bytes]:
    """The faces of one learner's portraits that show it well."""
    photos = dict(found.portraits).get(learner, ())
    return [photo.vector for photo in photos if photo.fault in KEPT and photo.vector]
