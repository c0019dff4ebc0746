"""Changes: how each picture of a stretch differs from the one before it, block by block.

A picture that comes a second time differs in nothing, but for what an encoder settles: not where
people move, and not by the sensor's noise. So each block is held against what it changes by as a
rule, from pictures of the same place in the encoder's pattern: its own habits are no repeats.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.stream import Picture, Stream

# A block is at least so many pixels wide, and there are at most so many of them in a row.
NARROWEST, ACROSS = 16, 40
# Pictures before and after one that tell what is usual, and how many of its kind there must be.
NEAR, FEWEST = 20, 4
# Levels that a block must change by as a rule to tell anything; the liveliest share of blocks is
# asked, and it has fallen where it changed by less than this part of the usual.
LIVELY, ASKED, FALLEN = 0.3, 0.2, 0.4
# The picture is cut into so many parts across and down; how a part's blocks are asked.
PARTS = 4
PART_LIVELY, PART_ASKED = 0.15, 0.3
# What a kind of picture is made of: how it is encoded, and where it lies between those that lean on
# neither side; more than so many in a row are not told apart.
INTRA, BETWEEN = 1, 3
IN_A_ROW = 9
PLACES = 2 * (IN_A_ROW + 1)  # in the pattern, of pictures that are encoded alike

Levels = NDArray[np.float32]
Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Consecutive pictures: their ``numbers`` in the file, times, kinds, and what changed in each.

    ``blocks`` are mean differences from the picture before, in levels, a row for each picture;
    ``usual`` what each block changes by in pictures of that kind nearby, NaN where there are too
    few; ``shape`` is the grid of blocks, rows and columns.
    """

    numbers: Numbers
    at: Numbers
    kinds: Numbers
    blocks: Levels
    usual: Levels
    shape: tuple[int, int]

    def __len__(self) -> int:
        return len(self.numbers)

    def fallen(self) -> Shares:
        """For each picture the share of its lively blocks that hardly changed; NaN if unknown."""
        return self._fallen(np.arange(self.blocks.shape[1]), LIVELY, ASKED, FEWEST)

    def fallen_by_part(self) -> Shares:
        """The same for each part of the picture, one a column."""
        rows, columns = self.shape
        down, across = np.divmod(np.arange(rows * columns), columns)
        part = down * PARTS // rows * PARTS + across * PARTS // columns
        places = (np.flatnonzero(part == number) for number in range(PARTS * PARTS))
        found = [self._fallen(place, PART_LIVELY, PART_ASKED, 2) for place in places]
        return np.stack(found, axis=1)

    def relative(self) -> Shares:
        """What changed in each picture, in the middle of its lively blocks, against the usual."""
        asked, enough = self._asked(self.usual, LIVELY, ASKED, 1)
        found = np.full(len(self), np.nan)
        for number in np.flatnonzero(enough).tolist():
            chosen = asked[number]
            shares = self.blocks[number][chosen] / self.usual[number][chosen]
            found[number] = float(np.median(shares))
        return found

    def _fallen(self, place: Numbers, lively: float, asked: float, fewest: int) -> Shares:
        found = np.full(len(self), np.nan)
        if not len(place):
            return found
        usual = self.usual[:, place]
        chosen, enough = self._asked(usual, lively, asked, fewest)
        low = (self.blocks[:, place] < FALLEN * usual) & chosen
        found[enough] = low.sum(axis=1)[enough] / chosen.sum(axis=1)[enough]
        return found

    def _asked(
        self, usual: Levels, lively: float, asked: float, fewest: int
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which blocks of each picture are asked, and in which pictures there are enough."""
        known = ~np.isnan(usual[:, :1])
        top = np.quantile(np.nan_to_num(usual), 1 - asked, axis=1, keepdims=True)
        chosen = known & (np.nan_to_num(usual) >= np.maximum(lively, top))
        return chosen, chosen.sum(axis=1) >= fewest


def _usual(blocks: Levels, kinds: Numbers) -> Levels:
    """For each picture the medians over those of its kind nearby, itself left out."""
    found = np.full(blocks.shape, np.nan, np.float32)
    for number in range(len(blocks)):
        same = alike(kinds, number, NEAR)
        same = same[same != number]
        if len(same) >= FEWEST:
            found[number] = np.median(blocks[same], axis=0)
    return found


def alike(kinds: Numbers, number: int, near: int) -> Numbers:
    """The pictures of its kind near one, itself among them; those encoded alike, where few are."""
    low, high = max(0, number - near), number + near + 1
    same = np.flatnonzero(kinds[low:high] == kinds[number]) + low
    if len(same) > FEWEST:
        return same
    return np.flatnonzero(kinds[low:high] // PLACES == kinds[number] // PLACES) + low


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
    kinds = _kinds(types)
    return Changes(order, times[order], kinds, blocks, _usual(blocks, kinds), shape)


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
    """A number for each picture: those with the same stand at like places in the pattern."""
    found = np.zeros(len(types), np.int64)
    row, last = 0, 0
    for number, kind in enumerate(types):
        row = min(row + 1, IN_A_ROW) if kind == BETWEEN else row
        after_intra = last == INTRA and kind != BETWEEN
        found[number] = kind * PLACES + after_intra * (IN_A_ROW + 1) + row
        row = row if kind == BETWEEN else 0
        last = kind
    return found
