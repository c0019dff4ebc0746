"""Shelves: what a print is filed under beside its words: whose camera it is of, and which room.

A reel of a few minutes has a handful of words, and a copy shares about one in three of them with
what it was copied from: now and then none. So it is held against the last on its shelves, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from evidence.analyzers.prints.reels import Reel
from evidence.domain.bundle import ClassBundle
from evidence.domain.time import Interval

# No word is as large, and a database's whole numbers are no larger than twice as much.
FIRST = 1 << 30


def shelves(bundle: ClassBundle, reel: Reel) -> tuple[int, ...]:
    """Those of a reel, its camera's and its rooms', in numbers that no word has."""
    institution = bundle.training_class.institution_id
    named = {f"{institution}/{name}" for name in _names(bundle, reel)}
    return tuple(sorted(FIRST + _number(name) for name in named))


def class_number(subject: str) -> int:
    """Which class a print on a shelf is of: what stands there for a word's second."""
    return _number(subject)


def _names(bundle: ClassBundle, reel: Reel) -> Iterator[str]:
    if reel.camera:
        yield f"camera/{reel.camera}"
    if not reel.dated:
        return
    start = reel.wall(0)
    filmed = Interval(start, start + max(1, reel.taken.length))
    for session in bundle.sessions:
        ours = not session.cameras or not reel.camera or reel.camera in session.cameras
        if ours and session.room and session.span.meet(filmed):
            yield f"room/{session.room}"


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big") % FIRST
