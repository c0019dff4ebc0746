"""Known prints: how a reel stands in the record, and how it is made of it again.

A recording that is a reel by itself stands there with its print. Of files that were joined, the
first one stands there with the print of all, and its body names them and their places; the others
only by name, so that what is found can be shown. A print is looked up by its words and its shelves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from evidence.analyzers.prints.form import MAGIC, dumps, loads
from evidence.analyzers.prints.reading import Reading
from evidence.analyzers.prints.reels import Part, Reel
from evidence.analyzers.prints.shelves import class_number, shelves
from evidence.analyzers.prints.words import words
from evidence.domain.bundle import ClassBundle
from evidence.domain.footage import DatedBy, FootageFile
from evidence.domain.time import Interval
from evidence.pipeline.record import KnownPrint

FORM = MAGIC.decode()
# One more name after ``FORM``: of a file that another one's print shows, too.
AMONG = f"{FORM}/among"


def known_prints(bundle: ClassBundle, subject: str, reel: Reel) -> Iterator[KnownPrint]:
    """What the record keeps of a reel: a row for each file, the first of them with the print."""
    body = dumps(reel.taken)
    found = tuple((word.bits, word.at) for word in words(reel.taken))
    found += tuple((shelf, class_number(subject)) for shelf in shelves(bundle, reel))
    rows = [_row(bundle, subject, part) for part in reel.parts]
    if len(rows) == 1:
        yield replace(rows[0], body=body, words=found)
        return
    parts = [
        (part.file.path, part.file.start, part.begins, part.shown.start, part.shown.end)
        for part in reel.parts
    ]
    # A recorder's next file makes another reel of the same first one: both are kept.
    digests = "".join(row.recording for row in rows)
    code = f"{FORM}/{sha256(digests.encode()).hexdigest()}"
    yield replace(rows[0], code=code, body=f"{json.dumps(parts)}\n{body}", words=found)
    yield from (replace(row, code=AMONG) for row in rows[1:])


def _row(bundle: ClassBundle, subject: str, part: Part) -> KnownPrint:
    file = part.file
    return KnownPrint(
        recording=bundle.digests.get(file.path, ""),
        bundle=bundle.sha256,
        subject=subject,
        path=file.path,
        camera=file.camera,
        start=file.start,
        code=FORM,
        body="",
    )


def reel_of(known: KnownPrint) -> Reel:
    """The reel that the record knows."""
    named, _, body = known.body.rpartition("\n")
    taken = loads(body)
    whole = [known.path, known.start, 0, 0, max(1, taken.length)]
    places: list[list[Any]] = json.loads(named) if named else [whole]
    parts = (
        Part(FootageFile(path, known.camera, start, DatedBy.TABLE), begins, Interval(low, high))
        for path, start, begins, low, high in places
    )
    return Reel(tuple(parts), taken, Reading(taken))
