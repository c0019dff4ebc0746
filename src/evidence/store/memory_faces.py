"""The record of faces in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import RLock

from evidence.pipeline.face_record import FaceSheet


@dataclass(slots=True)
class MemoryFaces:
    """Sheets with the time at which each was kept."""

    lock: RLock
    kept: list[tuple[int, FaceSheet]] = field(default_factory=list)
    numbered: int = 0

    def extent(self) -> int:
        """The number of the newest; 0 where there is none."""
        return max((sheet.number for _, sheet in self.kept), default=0)

    def stored(self, but: str = "") -> int:
        """How many faces are stored in all; those of the code ``but`` are left out."""
        return sum(sheet.count for _, sheet in self.kept if sheet.code != but)

    def put(self, sheet: FaceSheet, now: int) -> None:
        """Keep a sheet; what the same class handed in before is kept once."""
        with self.lock:
            mine = (sheet.of, sheet.content, sheet.code)
            if all((one.of, one.content, one.code) != mine for _, one in self.kept):
                self.numbered += 1
                self.kept.append((now, replace(sheet, number=self.numbered)))

    def sheets(self, code: str, upto: int, but: str) -> Iterator[FaceSheet]:
        """The sheets of one code numbered ``upto`` or lower, in order, without their names."""
        for _, sheet in list(self.kept):
            if sheet.code == code and sheet.of != but and sheet.number <= upto:
                yield replace(sheet, names="", people=())

    def having(self, marks: Sequence[str], upto: int) -> Sequence[int]:
        """The numbers of the sheets that any of these people are on, in order."""
        asked = set(marks)
        return [
            sheet.number
            for _, sheet in self.kept
            if sheet.number <= upto and asked.intersection(sheet.people)
        ]

    def names(self, numbers: Sequence[int]) -> Mapping[int, tuple[str, str, str]]:
        """For each number: its class, what was handed in, and whose faces they are, sealed."""
        asked = set(numbers)
        return {
            sheet.number: (sheet.of, sheet.content, sheet.names)
            for _, sheet in self.kept
            if sheet.number in asked
        }

    def purged(self, before: int) -> int:
        """Take away the sheets kept before ``before``; how many faces went."""
        with self.lock:
            old = [sheet for at, sheet in self.kept if at < before]
            self.kept = [(at, sheet) for at, sheet in self.kept if at >= before]
            return sum(sheet.count for sheet in old)
