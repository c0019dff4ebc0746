"""Copies: stretches whose key frames are the same to the byte.

No camera writes the same key frame twice: its noise sees to that. So key frames that come again in
the same order, at the same distances, were copied as they are, and nothing was encoded anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from evidence.analyzers.prints.form import Print
from evidence.domain.time import SECOND

# A key frame that comes more often than this within one recording stands still, and proves nothing.
OFTEN = 24
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
    places: dict[int, list[int]] = {}
    for number, digest in enumerate(there.digests.tolist()):
        places.setdefault(digest, []).append(number)
    running: dict[int, tuple[int, int]] = {}
    for number, digest in enumerate(here.digests.tolist()):
        found = places.get(digest, ())
        twins = [] if len(found) > OFTEN else [t for t in found if not same or t < number]
        following: dict[int, tuple[int, int]] = {}
        for twin in twins:
            before = running.pop(twin - 1, None)
            if before is not None and _alike_apart(here, number, there, twin):
                following[twin] = before
            else:
                if before is not None:
                    yield from _kept(here, before, number - 1, twin - 1)
                following[twin] = (number, twin)
        for last, start in sorted(running.items()):
            yield from _kept(here, start, number - 1, last)
        running = following
    for last, start in sorted(running.items()):
        yield from _kept(here, start, len(here.digests) - 1, last)


def _alike_apart(here: Print, number: int, there: Print, twin: int) -> bool:
    ours = int(here.keys[number] - here.keys[number - 1])
    theirs = int(there.keys[twin] - there.keys[twin - 1])
    return abs(ours - theirs) <= ROUNDING


def _kept(here: Print, start: tuple[int, int], last: int, twin: int) -> Iterator[Copy]:
    first, other = start
    if len(np.unique(here.digests[first : last + 1])) > 1:
        yield Copy((first, last), (other, twin))
