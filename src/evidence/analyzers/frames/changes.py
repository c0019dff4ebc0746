"""Changes: how each picture of a run differs from the one before it, block by block.

A picture that comes a second time differs in nothing, but for what an encoder settles: not where
people move, and not by the sensor's noise. So each block is held against what it changes by as a
rule, from pictures of the same place in the encoder's pattern: its own habits are no repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.stream import Picture, Stream

# A block is at least so many pixels wide, and there are at most so many of them in a row.
NARROWEST, ACROSS = 16, 40
# So many pictures of the same kind tell what is usual, those nearest; not fewer than the other.
NEAR, FEWEST = 16, 4
# Levels that a block must change by as a rule to be lively, and so large a share of the blocks of a
# part is asked, the liveliest; blocks that change by less than the last are as good as still.
LIVELY, ASKED, STILL = 0.15, 0.3, 0.02
# A block's change against the usual, in natural logarithms: no further than this down and up.
DOWN, UP = -2.0, 1.0
# Where a block stands among its like tells something where it is not the same every time; levels
# that are told apart; and of those blocks the livelier half is asked.
VARIED, APART, HALF = 0.15, 0.03, 0.5
# The picture is cut into so many parts across and down.
PARTS = 4
# What a kind of picture is made of: how it is encoded, how many before it lean on both sides (more
# than so many in a row are not told apart), and how far it is from the last that leans on nothing:
# up to the next, where those are close and evenly spaced, else so far as encoders spare bits.
INTRA, BETWEEN = 1, 3
IN_A_ROW = 9
SHORT_GROUP, AFTER = 16, 5

Levels = NDArray[np.float32]
Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Consecutive pictures: their ``numbers`` in the file, times, and what changed in each.

    ``blocks`` are mean differences from the picture before, in levels, a row for each picture;
    ``nearest`` the other pictures of its kind nearby, none where there are too few; ``shape`` is
    the grid of blocks, rows and columns.
    """

    numbers: Numbers
    at: Numbers
    blocks: Levels
    nearest: tuple[Numbers, ...]
    shape: tuple[int, int]

    def __len__(self) -> int:
        return len(self.numbers)

    def calm(self) -> tuple[Shares, ...]:
        """How calm each part is in each picture, beside its like: a row a picture, a column a part.

        In three ways: by what its liveliest blocks changed by, by all that changed, and by where
        its blocks stand among those of pictures of the same kind. NaN where it can't be told.
        """
        usual = self.usual()
        ways = (self._liveliest(usual), self._all(), self._standing(usual))
        return tuple(-self._beside_its_like(way) for way in ways)

    def usual(self) -> Levels:
        """For each picture the medians over those of its kind nearby, NaN where there are none."""
        found = np.full(self.blocks.shape, np.nan, np.float32)
        for number, same in enumerate(self.nearest):
            if len(same):
                found[number] = np.median(self.blocks[same], axis=0)
        return found

    def relative(self) -> Shares:
        """What changed in each picture, in the middle of its lively blocks, against the usual."""
        usual = self.usual()
        chosen = _liveliest(usual)
        found = np.full(len(self), np.nan)
        for number in np.flatnonzero(chosen.any(axis=1)).tolist():
            asked = chosen[number]
            shares = self.blocks[number][asked] / usual[number][asked]
            found[number] = float(np.median(shares))
        return found

    def _by_part(self, told: Callable[[Numbers], Shares]) -> Shares:
        rows, columns = self.shape
        down, across = np.divmod(np.arange(rows * columns), columns)
        part = down * PARTS // rows * PARTS + across * PARTS // columns
        return np.stack([told(np.flatnonzero(part == one)) for one in range(PARTS**2)], axis=1)

    def _liveliest(self, usual: Levels) -> Shares:
        known = np.nan_to_num(usual)
        against = np.clip(np.log((self.blocks + STILL) / (known + STILL)), DOWN, UP)

        def told(place: Numbers) -> Shares:
            if not len(place):
                return np.full(len(self), np.nan)
            return _mean(against[:, place], _liveliest(usual[:, place]))

        return self._by_part(told)

    def _all(self) -> Shares:
        roots = np.sqrt(self.blocks.astype(np.float64))
        return self._by_part(lambda place: np.log(roots[:, place].sum(axis=1) + APART * 10))

    def _standing(self, usual: Levels) -> Shares:
        """The mean over blocks of how many of its like a block changed more than: 0 to 1."""
        levels = np.round(self.blocks / APART).astype(np.float32)
        stands = np.full(levels.shape, np.nan, np.float32)
        for number, same in enumerate(self.nearest):
            if len(same):
                less, equal = levels[same] < levels[number], levels[same] == levels[number]
                stands[number] = less.mean(axis=0) + equal.mean(axis=0) / 2
        known = ~np.isnan(stands[:, 0])
        if not known.any():
            return self._by_part(lambda _: np.full(len(self), np.nan))
        varied = stands[known].std(axis=0) > VARIED
        lively = usual[known].mean(axis=0)

        def told(place: Numbers) -> Shares:
            asked = place[varied[place]] if len(place) else place
            if len(asked):
                asked = asked[lively[asked] >= np.quantile(lively[place], HALF)]
            if len(asked) <= 1:
                return np.full(len(self), np.nan)
            return np.asarray(stands[:, asked].mean(axis=1), np.float64)

        return self._by_part(told)

    def _beside_its_like(self, told: Shares) -> Shares:
        found = np.full(told.shape, np.nan)
        for number, same in enumerate(self.nearest):
            if len(same):
                found[number] = told[number] - middles(told[same].T)
        return found


def middles(told: Shares) -> Shares:
    """For each row the median of what is known, NaN where nothing is."""
    if not np.isnan(told).any():
        return np.asarray(np.median(told, axis=1), np.float64)
    found = np.full(len(told), np.nan)
    some = (~np.isnan(told)).any(axis=1)
    found[some] = np.nanmedian(told[some], axis=1)
    return found


def _liveliest(usual: Levels) -> NDArray[np.bool_]:
    """Which blocks of each picture are asked: those that change most, if they do at all."""
    known = np.nan_to_num(usual)
    top = np.quantile(known, 1 - ASKED, axis=1, keepdims=True)
    return np.asarray((known >= np.maximum(LIVELY, top)) & ~np.isnan(usual), np.bool_)


def _mean(values: Levels, chosen: NDArray[np.bool_]) -> Shares:
    """The mean of what is chosen of each row, NaN where that is less than two."""
    count = chosen.sum(axis=1)
    sums = np.where(chosen, values, 0).sum(axis=1, dtype=np.float64)
    return np.asarray(np.where(count > 1, sums / np.maximum(count, 1), np.nan), np.float64)


def changes(stream: Stream, times: Numbers, first: int, last: int) -> Changes | None:
    """What changes from picture ``first`` of the file to before ``last``; None where none does.

    ``times`` are the media times of all pictures, in order.
    """
    before: NDArray[np.uint8] | None = None
    numbers: list[int] = []
    types: list[int] = []
    found: list[Levels] = []
    for picture in stream.every_frame(int(times[first]), int(times[last - 1]) + 1):
        luma = _luma(picture)
        if before is not None and luma.shape == before.shape:
            found.append(_by_block(cv2.absdiff(luma, before)))
            numbers.append(int(np.searchsorted(times, picture.at)))
            types.append(int(picture.frame.pict_type))
        before = luma
    if not found:
        return None
    order = np.array(numbers, np.int64)
    blocks = np.stack([one.ravel() for one in found])
    shape = (found[0].shape[0], found[0].shape[1])
    return Changes(order, times[order], blocks, nearest(_kinds(types)), shape)


def nearest(kinds: Numbers) -> tuple[Numbers, ...]:
    """For each picture the others of its kind that are nearest, none where they are too few."""
    found = [np.empty(0, np.int64)] * len(kinds)
    for kind in np.unique(kinds):
        same = np.flatnonzero(kinds == kind)
        if len(same) <= FEWEST:
            continue
        for place, number in enumerate(same.tolist()):
            first = max(0, min(place - NEAR // 2, len(same) - NEAR - 1))
            around = same[first : first + NEAR + 1]
            found[number] = around[around != number]
    return tuple(found)


def _luma(picture: Picture) -> NDArray[np.uint8]:
    """The brightness of a picture in full, kept beyond the next."""
    plane = picture.frame.planes[0]
    if picture.frame.format.components[0].bits > 8 or not picture.frame.format.is_planar:  # noqa: PLR2004 - bits
        return np.asarray(picture.frame.to_ndarray(format="gray"), np.uint8)
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return np.ascontiguousarray(rows[:, : plane.width])


def _by_block(difference: NDArray[np.uint8] | cv2.typing.MatLike) -> Levels:
    tall, wide = difference.shape[:2]
    size = max(NARROWEST, wide // ACROSS)
    shape = (max(1, wide // size), max(1, tall // size))
    levels = np.asarray(difference, np.float32)
    return np.asarray(cv2.resize(levels, shape, interpolation=cv2.INTER_AREA), np.float32)


def _kinds(types: list[int]) -> Numbers:
    """A number for each picture: those with the same stand at like places in the pattern.

    The picture before the first leans on nothing: reading begins there.
    """
    rows = np.zeros(len(types), np.int64)
    row = 0
    for number, kind in enumerate(types):
        row = min(row + 1, IN_A_ROW) if kind == BETWEEN else row
        rows[number] = row
        row = row if kind == BETWEEN else 0
    intra = np.concatenate([[-1], np.flatnonzero(np.array(types) == INTRA)])
    places = np.arange(len(types))
    since = places - intra[np.searchsorted(intra, places, "right") - 1]
    since = np.minimum(since, short_group(intra) or AFTER)
    kinds = (np.array(types, np.int64) * (IN_A_ROW + 1) + rows) * (SHORT_GROUP + 1) + since
    return np.asarray(kinds, np.int64)


def short_group(intra: Numbers) -> int:
    """How far pictures that lean on nothing are apart, 0 where that is uneven, or far."""
    groups = np.diff(intra)
    if not len(groups):
        return 0
    group = int(np.median(groups))
    even = float(np.mean(groups == group)) > 1 / 2
    return group if even and group <= SHORT_GROUP else 0
