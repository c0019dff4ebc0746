"""The rhythm watcher: whether pictures come twice, as in footage slowed to fill more time.

Packets are asked first, for a repeated picture costs an encoder next to nothing: only where some
are starved among their neighbours, or where packets can't tell (few lie between key frames, or
pictures lean on later ones), pictures are decoded: a short file in full; of a longer one some to
see whether any stands out, then a run, and a second where the first may have a rhythm. Most
recordings cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from statistics import median

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.changes import Changes, Numbers, changes, middles
from evidence.analyzers.frames.rhythm import FEWEST, Evidence, Found, Run, of_the_encoder, rhythm
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
# Nanoseconds of a processor that it may take: for a picture, however small; by what pictures and
# packets are large; for a pixel's difference from the one before it. And pictures that are read,
# the fewest and the most.
BUDGET = 3_000_000_000
PICTURE_COST, DIFFERENCE_COST = 800_000, 0.8
LEAST_READ, MOST_READ = 320, 2560
# A recording that is longer by no more than this is read in full; of others runs begin at these
# parts of what is left beside one.
LITTLE, PLACES = 1.25, (0.1, 0.9)
# Deviations from chance that a first run has to come to, or no other is read.
HINTED = 4.5
# Pictures that are read before any run, and how much less the lively blocks of one of them have to
# change than those of its neighbours, as a logarithm.
GLIMPSE, STANDS_OUT = 60, 0.3
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
        read = list(self._runs(stream, np.sort(table.at)))
        length = sum(int(one.changes.at[-1] - one.changes.at[0]) for one in read)
        look = Look(Speed.FULL, stream.decoded - before, length)
        looked = replace(pictures, looks=(*pictures.looks, look)) if look.count else pictures
        found = rhythm(Evidence.of(read)) if read else None
        if found is None or not found.stands or of_the_encoder(found.share, _keys(table)):
            return looked
        return replace(looked, rhythm=_told(read, found))

    def _runs(self, stream: Stream, times: Numbers) -> Iterator[Run]:
        """The runs that can be judged; after a first that hardly has a rhythm, no more."""
        if self.watched is None:
            return
        spans = runs(self.watched)
        if len(spans) > 1 and not any(glimpsed(stream, times, first) for first, _ in spans):
            return
        for first, last in spans:
            read = changes(stream, times, first, last)
            if read is None or len(read) < FEWEST:
                continue
            one = Run.of(read)
            yield one
            if len(spans) > 1 and not hinted(one):
                return


def glimpsed(stream: Stream, times: Numbers, first: int) -> bool:
    """Whether any of some pictures stands out from both its neighbours by hardly changing."""
    read = changes(stream, times, first, min(len(times), first + GLIMPSE))
    if read is None:
        return False
    calm = middles(read.calm()[0])
    beside = np.fmax(calm[:-2], calm[2:])
    return bool((calm[1:-1] - beside >= STANDS_OUT).any())


def hinted(run: Run) -> bool:
    """Whether a run has what may be a rhythm, if others have it too."""
    found = rhythm(Evidence.of([run]))
    return found is not None and found.clear >= HINTED


def suspected(table: PacketTable) -> bool:
    """Whether packets say that pictures may come twice, or can't say that they don't."""
    if len(table) < 2 * FEWEST:
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


def runs(watched: Watched) -> list[tuple[int, int]]:
    """Numbers of pictures to read, from and to before: all of a short file, or two runs of it."""
    count, affordable = len(watched.table), _affordable(watched)
    if count <= LITTLE * affordable:
        return [(0, count)]
    length = affordable // len(PLACES)
    keys = np.flatnonzero(_keys(watched.table))
    if not len(keys):
        return []
    found: list[tuple[int, int]] = []
    for place in PLACES:
        at = int(place * (count - length))
        # From a key frame on: what lies before it would be decoded for nothing.
        start = int(keys[max(0, int(np.searchsorted(keys, at, "right")) - 1)])
        start = max(start, found[-1][1] if found else 0)
        found.append((start, min(count, start + length + 1)))
    return found


def _affordable(watched: Watched) -> int:
    """How many pictures may be read: it rests on the file alone."""
    pixels = watched.width * watched.height
    size = float(watched.table.size.mean())
    each = PICTURE_COST + pixels * (PIXEL_COST + DIFFERENCE_COST) + size * BYTE_COST
    return max(LEAST_READ, min(MOST_READ, int(BUDGET / each)))


def _keys(table: PacketTable) -> NDArray[np.bool_]:
    """Which pictures are key frames, in the order in which they are shown."""
    return np.asarray(table.key[np.argsort(table.at, kind="stable")], np.bool_)


def _told(read: list[Run], found: Found) -> Rhythm:
    share = round(found.share * THOUSAND) * THOUSAND
    error = max(1, ceil(found.error * THOUSAND)) * THOUSAND
    return Rhythm(share, error, max((_steps(one.changes, found) for one in read), key=_clear))


def _steps(read: Changes, found: Found) -> tuple[Step, ...]:
    """Some consecutive pictures in which the rhythm is seen best."""
    beats = found.repeats(read.numbers)
    relative = np.clip(np.nan_to_num(read.relative(), nan=1.0), 0, MOST_SHOWN)
    clear = (1 - relative) * np.where(beats, 1, -found.share)
    sums = np.convolve(clear, np.ones(min(SHOWN, len(clear))), "valid")
    first = int(np.argmax(sums))
    return tuple(
        Step(int(read.at[one]), round(float(relative[one]) * THOUSAND), bool(beats[one]))
        for one in range(first, min(first + SHOWN, len(read)))
    )


def _clear(steps: tuple[Step, ...]) -> float:
    """How much more changed in other pictures than in repeats."""
    inside = [step.change for step in steps if step.repeats]
    outside = [step.change for step in steps if not step.repeats]
    return median(outside) - median(inside) if inside and outside else 0
