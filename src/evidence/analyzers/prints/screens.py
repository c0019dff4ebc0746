"""Screens: whether what agrees is one rectangle of the picture, and the rest goes its own way.

A film that is shown to two classes moves alike on the screen, and stands out of chance as far as
any copy. But those who watch it are others, or move otherwise; in a copy everything that moves
moves alike. So the rectangle that agrees the most is left out, and the rest is asked: whether it
agrees, and whether it could, for what does not move can't say no.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import COLUMNS, ROWS, Maps, Print
from evidence.analyzers.prints.weighing import changes, likeness
from evidence.domain.time import Interval

# An instrument's numbers: docs/adr/0045 tells how they were found.
LARGEST = 48  # cells of a rectangle, a third of the picture
LEAST_SIDE = 2
COMPACT = 0.35  # how much a rectangle's size tells against it
AGREES = 0.17  # a rest that is so alike agrees, however little of it lasts
SHARE = 0.6  # of the likeness that a copy would have
# A rest moves where so much of it lasts, that being so many steps of a print; or it is so loud that
# no noise is. What an encoder carries from picture to picture lasts, too, but is less.
LASTS, STEPS, LOUD = 0.15, 5.0, 20.0


class Rest(StrEnum):
    """What the rest of the picture says to an agreement."""

    AGREES = "agrees"  # it moves alike, too
    DIFFERS = "differs"  # it moves, and otherwise
    SILENT = "silent"  # it hardly moves, or not in a way that could tell


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of two stretches that agree: its even maps, and the print and span that they are of."""

    maps: Maps
    taken: Print
    span: Interval


def rest(ours: Side, theirs: Side) -> Rest:
    """What the picture says outside the rectangle that agrees the most."""
    outside = ~_rectangle(changes(ours.maps), changes(theirs.maps))
    alike = likeness(ours.maps[:, outside], theirs.maps[:, outside])
    lasting, loud = zip(*(_movement(side, outside) for side in (ours, theirs)), strict=True)
    expected = float(np.sqrt(max(0.0, lasting[0]) * max(0.0, lasting[1])))
    if alike >= max(AGREES, SHARE * expected):
        return Rest.AGREES
    moves = expected >= LASTS and (expected**0.5) * min(loud) >= STEPS
    return Rest.DIFFERS if moves or min(loud) >= LOUD else Rest.SILENT


def _rectangle(ours: Maps, theirs: Maps) -> NDArray[np.bool_]:
    """The cells of the rectangle that holds the most agreement, and those around it."""
    ours, theirs = ours - ours.mean(0), theirs - theirs.mean(0)
    both = np.sqrt(np.maximum((ours * theirs).sum(0), 0)).reshape(ROWS, COLUMNS)
    sums = np.pad(both.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    best, found = -1.0, (0, LEAST_SIDE, 0, LEAST_SIDE)
    for tall in range(LEAST_SIDE, ROWS + 1):
        for wide in range(LEAST_SIDE, min(COLUMNS, LARGEST // tall) + 1):
            inside = sums[tall:, wide:] - sums[:-tall, wide:]
            inside = inside - sums[tall:, :-wide] + sums[:-tall, :-wide]
            top, left = divmod(int(np.argmax(inside)), inside.shape[1])
            worth = float(inside[top, left]) / (tall * wide) ** COMPACT
            if worth > best:
                best, found = worth, (top, top + tall, left, left + wide)
    top, bottom, left, right = found
    cells = np.zeros((ROWS, COLUMNS), np.bool_)
    cells[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = True
    return cells.ravel()


def _movement(side: Side, outside: NDArray[np.bool_]) -> tuple[float, float]:
    """The share of what these cells do that lasts to the next picture, and how much they do.

    A sensor's noise does not last; somebody who leans over does.
    """
    at = side.taken.at
    shown = (at >= side.span.start) & (at < side.span.end)
    maps = side.taken.maps[shown].astype(np.float32)[:, outside]
    if len(maps) < LEAST_SIDE + 1:
        return 0.0, 0.0
    maps = maps - maps.mean(0)
    lasting = float((maps[1:] * maps[:-1]).sum()) / float((maps * maps).sum() + 1e-6)
    return lasting, float(maps.std())
