"""Recorded: the faces of a class held against those of every class that was ever checked.

What the record knew belongs to what a verdict rests on. So its extent is fixed when a bundle is
first compared, and the same bundle is held against the same record ever after.

The same person may take several trainings: only who is near by face and another by identity is
told of. Who was seen in two rooms at one time under two identities is two people.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from evidence.analyzers.face.cards import card
from evidence.analyzers.face.instruments import Vectors
from evidence.analyzers.face.vectors import unpacked
from evidence.analyzers.prints.recorded import subject_of
from evidence.domain.bundle import ClassBundle
from evidence.domain.elsewhere import AlsoThere, Lookalike
from evidence.domain.footage import Recording
from evidence.domain.presence import ClassFaces, PortraitFault
from evidence.domain.time import Interval, Timeline
from evidence.facts.places import Stay, stays, two_rooms
from evidence.facts.presence import HourFaces, presence
from evidence.pipeline.face_record import FaceRecord, FaceSheet
from evidence.pipeline.ledger import Observation, Observations
from evidence.pipeline.ports import FaceObserver, Progress, Seal

CLOCKS = 300_000_000  # microseconds in two rooms from which on two people are two, clocks allowed
KEPT = frozenset({None, PortraitFault.SAME_FACE})  # portraits that show one face well
WIDTH = 128  # numbers of a face
HALF = np.dtype("<f2")  # enough: distances differ by less than a thousandth


@dataclass(frozen=True, slots=True)
class Known:
    """One learner of one class as the record has them: ``identity`` and ``name`` are marks.

    ``identity`` is that of the ID number, "" where the roster has none. ``faces`` counts the
    portraits kept, ``stays`` are when this learner surely was in which room.
    """

    learner: str
    identity: str
    name: str
    faces: int
    stays: tuple[Stay, ...] = ()

    def is_also(self, other: Known) -> bool:
        """Whether both are one identity: by the ID numbers, or by the names where one has none."""
        if self.identity and other.identity:
            return self.identity == other.identity
        return bool(self.name) and self.name == other.name


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
    folders: tuple[Path, ...] = ()

    def faces(
        self, bundle: ClassBundle, recordings: Sequence[Recording], progress: Progress
    ) -> ClassFaces:
        """All the faces of a class, and who of them is on record elsewhere; never raises."""
        found = self.observer.faces(bundle, recordings, progress)
        if found.thresholds is None:
            return found
        told = card("dlib-resnet", *self.folders)
        code = f"{told.identity[:16]}/{self.seal.name}"
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


@dataclass(frozen=True, slots=True)
class Asking:
    """Faces that a record is asked about: a row of ``asked`` each, of the class ``of``."""

    seal: Seal
    record: FaceRecord
    code: str
    upto: int
    of: str
    asked: Vectors
    opened: dict[int, tuple[str, str, list[Known]]] = field(default_factory=dict)

    def hits(self, limit: int) -> Iterator[Hit]:
        """Every face on record that is within ``limit`` thousandths of one that is asked about."""
        squares = (self.asked**2).sum(1)[:, None]
        for sheet in self.record.sheets(self.code, self.upto, self.of):
            opened = self.seal.open(sheet.body)
            if opened is None:
                continue
            theirs = unpacked_rows(opened)
            apart = squares + (theirs**2).sum(1)[None] - 2 * self.asked @ theirs.T
            for row, column in np.argwhere(apart <= (limit / 1000) ** 2):
                distance = float(np.linalg.norm(self.asked[row] - theirs[column]))
                yield Hit(int(row), sheet, int(column), round(1000 * distance))

    def whose(self, hit: Hit) -> Known | None:
        """The learner whose face was hit."""
        left = hit.column
        for one in self.people(hit.sheet.number)[2]:
            if left < one.faces:
                return one
            left -= one.faces
        return None

    def people(self, number: int) -> tuple[str, str, list[Known]]:
        """A sheet's class, what was handed in, and whose its faces are."""
        if number not in self.opened:
            kept = self.record.names([number]).get(number)
            opened = self.seal.open(kept[2]) if kept else None
            known = (kept[0], kept[1], loads(opened)) if kept and opened else ("", "", [])
            self.opened[number] = known
        return self.opened[number]

    def known(self) -> int:
        """How many faces are asked, all in all."""
        return sum(one.count for one in self.record.sheets(self.code, self.upto, self.of))


@dataclass(frozen=True, slots=True)
class Hit:
    """A face on record that is near: ``row`` is the one asked about, ``column`` that of a sheet."""

    row: int
    sheet: FaceSheet
    column: int
    distance: int


def lookalikes(asking: Asking, mine: Sequence[Known], limit: int) -> Iterator[Lookalike]:
    """For each of ``mine`` the nearest of another identity, and how many are so near.

    ``mine`` are the learners of the rows that are asked about.
    """
    near: dict[str, dict[str, tuple[int, int, str, str]]] = defaultdict(dict)
    for hit in asking.hits(limit):
        me, they = mine[hit.row], asking.whose(hit)
        if they is None or me.is_also(they) or _are_two(me, they):
            continue
        # A person counts once, in however many classes; the newest edition is told of.
        who = they.identity or they.name or f"{hit.sheet.of} {they.learner}"
        told = (hit.distance, -hit.sheet.number, they.learner, hit.sheet.content)
        near[me.learner][who] = min(told, near[me.learner].get(who, told))
    known = asking.known() if near else 0
    for learner in dict.fromkeys(one.learner for one in mine):
        if near[learner]:
            distance, _, other, content = min(near[learner].values())
            yield Lookalike(learner, other, content, distance, len(near[learner]), known)


def also_there(asking: Asking, mine: Sequence[Known]) -> Iterator[AlsoThere]:
    """The same identity in the room of another class at one time, each class once."""
    marks = {one.identity: one for one in mine if one.identity and one.stays}
    told: dict[tuple[str, str, str, str], AlsoThere] = {}
    for number in asking.record.having(sorted(marks), asking.upto):
        of, content, people = asking.people(number)
        for they in people:
            me = marks.get(they.identity)
            if me is None or of == asking.of:
                continue
            for one in two_rooms(me.stays, they.stays):
                key = (me.learner, of, one.here, one.there)
                at = (one.here, one.there, one.shared, one.paths)
                told[key] = AlsoThere(me.learner, they.learner, content, *at)
    yield from told.values()


def _are_two(me: Known, they: Known) -> bool:
    """Whether both were seen at one time in two rooms, and so are two people."""
    return any(one.shared.length > CLOCKS for one in two_rooms(me.stays, they.stays))


def _vectors(found: ClassFaces, learner: str) -> list[bytes]:
    """The faces of one learner's portraits that show it well."""
    photos = dict(found.portraits).get(learner, ())
    return [photo.vector for photo in photos if photo.fault in KEPT and photo.vector]


def packed_rows(faces: Vectors) -> str:
    """Faces as text, each number in two bytes."""
    return b64encode(faces.astype(HALF).tobytes()).decode()


def unpacked_rows(text: str) -> Vectors:
    """The faces again."""
    flat = np.frombuffer(b64decode(text), HALF).astype(np.float32)
    return np.asarray(flat.reshape(-1, WIDTH), np.float32)


def dumps(people: Sequence[Known]) -> str:
    """Whose faces a sheet has, as JSON."""
    return json.dumps(
        [
            {
                "learner": one.learner,
                "identity": one.identity,
                "name": one.name,
                "faces": one.faces,
                "stays": [
                    (stay.session, stay.institution, stay.room, stay.cameras, _spans(stay.when))
                    for stay in one.stays
                ],
            }
            for one in people
        ]
    )


def loads(line: str) -> list[Known]:
    """Whose faces a sheet has."""
    told: Sequence[Mapping[str, Any]] = json.loads(line)
    return [
        Known(
            one["learner"],
            one["identity"],
            one["name"],
            one["faces"],
            tuple(_stay(*stay) for stay in one["stays"]),
        )
        for one in told
    ]


def _stay(
    session: str, institution: str, room: str, cameras: Sequence[str], spans: Sequence[list[int]]
) -> Stay:
    when = Timeline.of(Interval(start, end) for start, end in spans)
    return Stay(session, institution, room, tuple(cameras), when)


def _spans(when: Timeline) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in when]
