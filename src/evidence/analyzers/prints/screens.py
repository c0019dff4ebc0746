"""Screens: whether what agrees is one rectangle of the picture, and the rest goes its own way.

A film that is shown to two classes moves alike on the screen, and stands out of chance as far as
any copy. But those who watch it are others, or move otherwise; in a copy everything that moves
moves alike. So the rectangle that agrees the most is left out, and the rest is asked cell by cell:
whether what moves there agrees, and whether enough moves to say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.prints.form import COLUMNS, ROWS, Maps, Print
from evidence.analyzers.prints.weighing import changes
from evidence.domain.time import Interval

# An instrument's numbers: docs/adr/0045 and 0064 tell how they were found.
LARGEST = 32  # cells of a rectangle, two ninths of the picture
WIDEST = 2.2  # times its height
LEAST_SIDE = 2
COMPACT = 0.35  # how much a rectangle's size tells against it
# What light changes is spread over more of the picture than this, and people are not; how many such
# patterns are looked for.
SPREAD, LIGHTS = 0.2, 3
# A cell moves where so much of it lasts from one picture to the next, that being so many steps of a
# print; and so many cells must, to say anything.
LASTS, STEPS, ENOUGH = 0.35, 8.0, 5
# The rest agrees where cells correlate by so much of what a copy would, and hold such a share of
# what moves; beside a film more is asked for.
ELSEWHERE, BESIDE_A_FILM = (0.5, 0.45), (0.7, 0.6)
# What does not last moves all the same where it is so much alike.
ALIKE = 0.5
# A screen that shows a film: so many cells of the rectangle are so loud, and so little lasts there.
SCREEN, LOUD, RESTLESS = 8, 25.0, 0.45
SHAKEN = 0.7  # and half of all else, where it is as restless, does not agree as well as this


class Rest(StrEnum):
    """What the rest of the picture says to an agreement."""

    AGREES = "agrees"  # it moves alike, too
    DIFFERS = "differs"  # it moves, and otherwise; or all that moves is a film
    SILENT = "silent"  # it hardly moves, or not in a way that could tell


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of two stretches that agree: its even maps, and the print and span that they are of."""

    maps: Maps
    taken: Print
    span: Interval

    @property
    def seen(self) -> Maps:
        """The maps of its own pictures."""
        at = self.taken.at
        shown = (at >= self.span.start) & (at < self.span.end)
        return self.taken.maps[shown].astype(np.float32)


def rest(ours: Side, theirs: Side) -> Rest:
    """What the picture says outside the rectangle that agrees the most."""
    inside = _rectangle(changes(ours.maps), changes(theirs.maps))
    if min(len(ours.seen), len(theirs.seen)) <= LEAST_SIDE:
        return Rest.SILENT
    sides = [_people(side, ~inside) for side in (ours, theirs)]
    lasting, steps = _both(sides)
    alike = _correlations(sides[0].maps, sides[1].maps)
    # What does not last is noise, or somebody quick; noise is never alike.
    moves = (steps >= STEPS) & ((lasting >= LASTS) | (alike >= ALIKE))
    film = _is_film(ours, theirs, inside)
    if moves.sum() < ENOUGH:
        return Rest.DIFFERS if film else Rest.SILENT
    as_well, most = BESIDE_A_FILM if film else ELSEWHERE
    agrees = moves & (alike >= as_well * lasting)
    weight = steps**2
    return Rest.AGREES if weight[agrees].sum() >= most * weight[moves].sum() else Rest.DIFFERS


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Some cells of a side: their even maps, and of each how much lasts and how much it moves."""

    maps: Maps
    lasting: NDArray[np.float32]
    steps: NDArray[np.float32]

    @classmethod
    def of(cls, maps: Maps, seen: Maps) -> _Cells:
        seen = seen - seen.mean(0)
        lasting = (seen[1:] * seen[:-1]).sum(0) / ((seen * seen).sum(0) + 1e-6)
        return cls(maps, lasting, seen.std(0))


def _people(side: Side, where: NDArray[np.bool_]) -> _Cells:
    """These cells of a side, less what light does to them."""
    maps, seen = (one[:, where] - one[:, where].mean(0) for one in (side.maps, side.seen))
    light = _light(maps)
    return _Cells.of(maps - maps @ light @ light.T, seen - seen @ light @ light.T)


def _light(maps: Maps) -> Maps:
    """The patterns, a column each, that make up much of all change and are all over the picture."""
    _, vectors = np.linalg.eigh(maps.T @ maps)
    most = vectors[:, -LIGHTS:]
    spread = 1 / (most**4).sum(0) / len(most)
    return np.asarray(most[:, spread >= SPREAD], np.float32)


def _both(sides: list[_Cells]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How much lasts, as a copy would be alike, and how much the one moves that moves less."""
    ours, theirs = sides
    lasting = np.sqrt(np.maximum(ours.lasting, 0) * np.maximum(theirs.lasting, 0))
    return lasting, np.minimum(ours.steps, theirs.steps)


def _is_film(ours: Side, theirs: Side, inside: NDArray[np.bool_]) -> bool:
    """Whether the part that agrees the most never rests in either, as a screen and nobody does."""
    lasting, steps, _ = _shown(ours, theirs, inside)
    loud = steps >= LOUD
    if loud.sum() < SCREEN or np.median(lasting[loud]) >= RESTLESS:
        return False
    lasting, steps, alike = _shown(ours, theirs, ~inside)
    moves = steps >= STEPS
    if 2 * moves.sum() < len(moves):
        return True
    # A mount that shakes is restless all over the picture, and all of that agrees.
    return bool(np.median(lasting[moves]) >= RESTLESS or np.median(alike[moves]) < SHAKEN)


def _shown(
    ours: Side, theirs: Side, where: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """How much lasts in these cells, how much they move, and how much alike that is."""
    cells = [_Cells.of(side.maps[:, where], side.seen[:, where]) for side in (ours, theirs)]
    return *_both(cells), _correlations(cells[0].maps, cells[1].maps)


def _correlations(ours: Maps, theirs: Maps) -> NDArray[np.float32]:
    """Of each cell, over time."""
    ours, theirs = ours - ours.mean(0), theirs - theirs.mean(0)
    scale = np.sqrt((ours * ours).sum(0) * (theirs * theirs).sum(0))
    return np.asarray((ours * theirs).sum(0) / (scale + 1e-6), np.float32)


def _rectangle(ours: Maps, theirs: Maps) -> NDArray[np.bool_]:
    """The cells of the rectangle that holds the most agreement, and those around it."""
    ours, theirs = ours - ours.mean(0), theirs - theirs.mean(0)
    both = np.sqrt(np.maximum((ours * theirs).sum(0), 0)).reshape(ROWS, COLUMNS)
    sums = np.pad(both.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    best, found = -1.0, (0, LEAST_SIDE, 0, LEAST_SIDE)
    for tall in range(LEAST_SIDE, ROWS + 1):
        for wide in range(LEAST_SIDE, min(COLUMNS, LARGEST // tall, int(WIDEST * tall)) + 1):
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
