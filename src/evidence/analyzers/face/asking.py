"""Asking: faces of one class held against the sheets of the record, and who is near.

The same person may take several trainings: only who is near by face and another by identity is
told of. Who was seen in two rooms at one time under two identities is two people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from evidence.analyzers.face.instruments import Vectors
from evidence.analyzers.face.known import Known, loads
from evidence.analyzers.face.vectors import unpacked_rows
from evidence.domain.elsewhere import AlsoThere, Lookalike
from evidence.facts.places import two_rooms
from evidence.pipeline.face_record import FaceRecord, FaceSheet
from evidence.pipeline.ports import Seal

CLOCKS = 300_000_000  # microseconds in two rooms from which on two people are two, clocks allowed


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
            theirs = unpacked_rows(opened, sheet.count)
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
