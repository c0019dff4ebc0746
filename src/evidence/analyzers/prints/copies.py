"""Copies: stretches whose key frames are the same to the byte.

No camera writes the same key frame twice: its noise sees to that. So key frames that come again in
the same order, at the same distances, were copied as they are, and nothing was encoded anew.
Where key frames are rare, ``marks`` stand between them, and are meant here, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass

from evidence.analyzers.prints.form import Print
from evidence.domain.time import SECOND

# A key frame that comes more often than this is of a short loop, and laid along the time before; or
# it stands still, which is encoded in one or two ways by turns, and proves nothing.
OFTEN = 24
FEWEST = 3  # different key frames of a copy whose key frames come that often
ROUNDING = SECOND // 20


@dataclass(frozen=True, slots=True)
class Copy:
    """Key frames ``here`` that are those ``there``, from number to number, ends included."""

    here: tuple[int, int]
    there: tuple[int, int]

    @property
    def length(self) -> int:
        """How many key frames."""
        return self.here[1] - self.here[0] + 1


def copies(here: Print, there: Print, *, same: bool = False) -> Iterator[Copy]:
    """Runs of at least two different key frames of ``here`` that are also ``there``.

    ``same`` says that both are one recording: then only what came before counts.
    """
    places = _Places.of(there, same=same)
    running: dict[int, tuple[int, int]] = {}
    for number, digest in enumerate(here.digests.tolist()):
        following: dict[int, tuple[int, int]] = {}
        for twin in places.twins(digest, number, running):
            before = running.pop(twin - 1, None)
            if before is not None and _alike_apart(here, number, there, twin):
                following[twin] = before
            else:
                if before is not None:
                    yield from places.kept(here, before, number - 1, twin - 1)
                following[twin] = (number, twin)
        for last, start in sorted(running.items()):
            yield from places.kept(here, start, number - 1, last)
        running = following
    for last, start in sorted(running.items()):
        yield from places.kept(here, start, len(here.digests) - 1, last)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each key frame stands; with ``same`` only what came before is asked for."""

    by_digest: dict[int, list[int]]
    same: bool

    @classmethod
    def of(cls, there: Print, *, same: bool) -> _Places:
        places: dict[int, list[int]] = {}
        for number, digest in enumerate(there.digests.tolist()):
            places.setdefault(digest, []).append(number)
        return cls(places, same)

    def twins(self, digest: int, number: int, running: Container[int]) -> list[int]:
        """Where the key frame of that number is too, as far as it matters."""
        found = self.by_digest.get(digest, [])
        if self.same:
            found = found[: bisect_left(found, number)]
        if len(self.by_digest.get(digest, [])) <= OFTEN or not found:
            return found
        if self.same:
            return found[-1:]
        return [twin for twin in found if twin - 1 in running] or found[:1]

    def kept(self, here: Print, start: tuple[int, int], last: int, twin: int) -> Iterator[Copy]:
        """A run, if it is of key frames that prove something."""
        first, other = start
        different = set(here.digests[first : last + 1].tolist())
        often = any(len(self.by_digest[digest]) > OFTEN for digest in different)
        if len(different) >= FEWEST or (len(different) > 1 and not often):
            yield Copy((first, last), (other, twin))


def _alike_apart(here: Print, number: int, there: Print, twin: int) -> bool:
    ours = int(here.keys[number] - here.keys[number - 1])
    theirs = int(there.keys[twin] - there.keys[twin - 1])
    return abs(ours - theirs) <= ROUNDING
