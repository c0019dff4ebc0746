"""The rhythm watcher: whether pictures come twice, as in footage slowed to fill more time.

Packets are asked first, for a repeated picture costs an encoder next to nothing: only where some
are starved among their neighbours, or where packets can't tell (few lie between key frames, or
pictures lean on later ones), stretches are decoded in full. Most recordings cost nothing, and one
that has no rhythm in its first stretch costs no more than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.changes import Changes, Numbers, changes
from evidence.analyzers.frames.rhythm import (
    FAR_MORE,
    FEWEST,
    IN_EACH,
    STRETCH,
    Found,
    Series,
    everywhere,
    in_step,
    of_the_encoder,
    rhythm,
)
from evidence.analyzers.frames.sampling import BYTE_COST, PIXEL_COST
from evidence.analyzers.frames.stream import PacketTable, Stream
from evidence.analyzers.frames.watching import Watched
from evidence.domain.pictures import Look, Pictures, Rhythm, Speed, Step

# A packet is starved that has less than this share of both those beside it.
STARVED = 0.8
# Fewer that are starved are no rhythm, and more are an encoder's habit.
FEW, MANY = 0.025, 0.6
# With so many key frames among them packets can't tell; where nearly all are, equal sizes do.
CLOSE_KEYS, ALL_KEYS = 1 / 12, 0.9
# Nanoseconds of a processor that decoding may take, by what pictures and packets are large; a
# pixel's difference from the one before it; and stretches, the fewest and the most.
BUDGET = 3_000_000_000
DIFFERENCE_COST = 0.8
FEWEST_STRETCHES, STRETCHES = 2, 4
EDGE = 0.1  # of the recording before the first of several stretches, and after the last
# Pictures that are read before any stretch, and how far one of them has to stand out.
GLIMPSE, STANDS_OUT = 60, 0.1
SHOWN = 60  # steps that are kept to be shown
THOUSAND, MOST_SHOWN = 1_000, 2.0


@dataclass(slots=True)
class RhythmWatcher:
    """Looks at a recording for pictures that come twice in a steady rhythm."""

    watched: Watched | None = None

    def begin(self, watched: Watched) -> None:
        """All packets, before the first picture."""
        self.watched = watched

    def see(self, picture: object) -> None:
        """Key frames alone tell nothing of it."""

    def end(self, stream: Stream, pictures: Pictures) -> Pictures:
        """The rhythm is added, where there is one."""
        if self.watched is None or not suspected(self.watched.table):
            return pictures
        before, table = stream.decoded, self.watched.table
        times = np.sort(table.at)
        series = list(self._series(stream, times))
        found = rhythm(series) if len(series) >= FEWEST_STRETCHES else None
        length = sum(int(one.changes.at[-1] - one.changes.at[0]) for one in series)
        look = Look(Speed.FULL, stream.decoded - before, length)
        looked = replace(pictures, looks=(*pictures.looks, look)) if look.count else pictures
        if found is None or min(found.deviations) < IN_EACH:
            return looked
        found = in_step(series, found)
        if not found.stands or of_the_encoder(found.share, _keys(table)):
            return looked
        return replace(looked, rhythm=_told(series, found)) if everywhere(series, found) else looked

    def _series(self, stream: Stream, times: Numbers) -> Iterator[Series]:
        """The stretches that can be judged; after a first without a rhythm, no more."""
        if self.watched is None:
            return
        spans = stretches(self.watched)
        if not glimpsed(stream, times, spans):
            return
        for first, last in spans:
            read = changes(stream, times, first, last)
            if read is None or len(read) < FEWEST:
                continue
            one = Series.of(read)
            found = rhythm([one])
            if found is None:
                continue
            yield one
            if found.deviations[0] < IN_EACH or found.more < FAR_MORE / 2:
                return


def glimpsed(stream: Stream, times: Numbers, spans: list[tuple[int, int]]) -> bool:
    """Whether any picture at the beginning of a stretch stands out by hardly changing."""
    first, last = spans[len(spans) // 2]
    read = changes(stream, times, first, min(last, first + GLIMPSE))
    if read is None:
        return False
    known = Series.of(read).stands_out
    return bool((known[~np.isnan(known)] >= STANDS_OUT).any())


def suspected(table: PacketTable) -> bool:
    """Whether packets say that pictures may come twice, or can't say that they don't."""
    if len(table) < FEWEST_STRETCHES * FEWEST:
        return False
    order = np.argsort(table.at, kind="stable")
    sizes, key = table.size[order].astype(np.float64), table.key[order]
    if key.mean() > ALL_KEYS:
        return FEW <= float(np.mean(np.diff(sizes) == 0)) <= MANY
    leaning = bool((np.diff(table.at) < 0).any())
    if leaning or key.mean() >= CLOSE_KEYS:
        return True
    # Beside a key frame encoders have habits of their own.
    alone = ~(key[:-2] | key[1:-1] | key[2:]) & ~np.concatenate([[True], key[:-3]])
    beside = np.minimum(sizes[:-2], sizes[2:])
    starved = alone & (sizes[1:-1] < STARVED * beside)
    return FEW <= float(starved.sum()) / max(1, int(alone.sum())) <= MANY


def stretches(watched: Watched) -> list[tuple[int, int]]:
    """Numbers of pictures to read, from and to before: all of a short file, or spread over it."""
    count = len(watched.table)
    many = _affordable(watched)
    if count <= many * STRETCH:
        cuts = range(0, count - FEWEST, STRETCH)
        return [(cut, min(count, cut + STRETCH + 1)) for cut in cuts]
    keys = np.flatnonzero(_keys(watched.table))
    wanted = np.linspace(EDGE * count, (1 - EDGE) * count - STRETCH, many).astype(np.int64)
    # From a key frame on: what lies before it would be decoded for nothing.
    starts = [int(keys[max(0, int(np.searchsorted(keys, at, "right")) - 1)]) for at in wanted]
    return [(start, min(count, start + STRETCH + 1)) for start in starts]


def _affordable(watched: Watched) -> int:
    """How many stretches may be read: it rests on the file alone."""
    pixels = watched.width * watched.height
    size = float(watched.table.size.mean())
    each = STRETCH * (pixels * (PIXEL_COST + DIFFERENCE_COST) + size * BYTE_COST)
    return max(FEWEST_STRETCHES, min(STRETCHES, int(BUDGET / each)))


def _keys(table: PacketTable) -> NDArray[np.bool_]:
    """Which pictures are key frames, in the order in which they are shown."""
    return np.asarray(table.key[np.argsort(table.at, kind="stable")], np.bool_)


def _told(series: list[Series], found: Found) -> Rhythm:
    share = round(found.share * THOUSAND) * THOUSAND
    error = max(1, ceil(found.error * THOUSAND)) * THOUSAND
    clearest = int(np.argmax(found.deviations))
    return Rhythm(share, error, _steps(series[clearest], found.share, found.phases[clearest]))


def _steps(series: Series, share: float, phase: float) -> tuple[Step, ...]:
    """Some consecutive pictures in which the rhythm is seen best."""
    read: Changes = series.changes
    repeats = series.repeats(share, phase)
    clear = np.nan_to_num(series.stands_out) * np.where(repeats, 1, -share)
    sums = np.convolve(clear, np.ones(min(SHOWN, len(clear))), "valid")
    first = int(np.argmax(sums))
    relative = np.clip(np.nan_to_num(read.relative(), nan=1.0), 0, MOST_SHOWN)
    return tuple(
        Step(int(read.at[one]), round(float(relative[one]) * THOUSAND), bool(repeats[one]))
        for one in range(first, min(first + SHOWN, len(read)))
    )
