"""Taking a negative: what the comparing needs, from the packets and the small pictures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.stream import Picture, Stream
from evidence.analyzers.frames.watching import Watched
from evidence.analyzers.prints.between import EVERY, MOST, Between, uncompared, with_look
from evidence.analyzers.prints.form import CELLS, COLUMNS, ROWS
from evidence.analyzers.prints.marks import marks
from evidence.analyzers.prints.negative import Negative, dumps
from evidence.domain.pictures import Pictures
from evidence.domain.time import Interval


@dataclass(slots=True)
class PrintTaker:
    """Looks at a recording for its negative.

    ``most`` nanoseconds may be spent on reading in full where its key frames are far apart.
    """

    watched: Watched | None = None
    at: list[int] = field(default_factory=list)
    cells: list[NDArray[np.float32]] = field(default_factory=list)
    most: int = MOST

    def begin(self, watched: Watched) -> None:
        """All packets, before the first picture."""
        self.watched = watched

    def see(self, picture: Picture) -> None:
        """The next key frame."""
        self.at.append(picture.at)
        self.cells.append(in_cells(picture.luma))

    def end(self, stream: Stream, pictures: Pictures) -> Pictures:
        """The negative is added, and what can't be held against other footage."""
        if self.watched is None:
            return pictures
        before, length = stream.decoded, 0
        for span in Between.of(self.watched, self.at, self.most).read:
            length += span.length
            self._read(stream, span)
        found = replace(
            pictures,
            prints=dumps(self.taken()),
            spells=(*pictures.spells, *uncompared(self.watched, self.at)),
        )
        return with_look(found, stream.decoded - before, length)

    def _read(self, stream: Stream, span: Interval) -> None:
        """What lies between key frames that are far apart."""
        known = set(self.at)
        for picture in stream.now_and_then(span.start, span.end, EVERY):
            if picture.at not in known:
                self.see(picture)

    def taken(self) -> Negative:
        """The negative of what was seen so far."""
        at = np.array(self.at, np.int64)
        cells = np.array(self.cells, np.float32).reshape(len(at), CELLS)
        order = np.argsort(at, kind="stable")
        at, cells = at[order], cells[order]
        if self.watched is None:
            return Negative(0, at, cells, np.empty(0, np.int64), np.empty(0, np.uint32))
        return Negative(self.watched.end, at, cells, *marks(self.watched.table))


def in_cells(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The mean brightness of each cell of a small picture, row by row."""
    height, width = luma.shape
    tall, wide = height // ROWS, width // COLUMNS
    cut = luma[: tall * ROWS, : wide * COLUMNS].reshape(ROWS, tall, COLUMNS, wide)
    means: NDArray[np.float32] = cut.mean((1, 3), dtype=np.float32)
    return means.ravel()
