"""Flaws: stretches of glances in which a camera showed nothing of the room before it.

Each finder answers with candidates: from which glance to which, and how to tell whether any other
picture belongs to them too, so that their edges can be looked for in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.glances import COLUMNS, ROWS, Glance, Glances, runs, steps
from evidence.domain.pictures import Flaw

# An instrument's numbers, not the law's, in levels of 255 where nothing else is said.
# docs/pictures.md tells what each is good for; benchmarks/attacks measures what they are worth.
DARK = 40.0  # brighter than this, a picture is not black
PLAIN = 8.0  # a dark room shows more contrast than this, all but its letters
BLIND = 0.3  # steps from block to block of a picture that shows nothing whatever
VEILED = 0.35  # of the camera's usual detail: a lens with something before it shows less
SAME_SHAPE = 0.8  # correlation with the usual view; a room in another light keeps its shapes
BLURRED = 0.55  # of the camera's usual sharpness
SHARP = 4.0  # a camera whose sharpest edges are softer than this is never out of focus
USUAL = 75  # percentile of detail that counts as a camera's usual, for half of a film may be veiled
CROPPED = 0.6  # correlation with a part of the usual view, drawn larger: it was cropped or zoomed
NEARER = 0.15  # and by so much more than with the whole of it: what is out of focus is like both
TURNED = 0.25  # a view that correlates less with the usual one is another view


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """Glances ``first`` to before ``last`` with a flaw; ``sure`` where that is beyond doubt."""

    flaw: Flaw
    first: int
    last: int
    belongs: Callable[[Glance], bool]
    sure: bool = True


def is_black(one: Glance) -> bool:
    """Whether a picture is dark and plain, but for letters in it."""
    return one.high <= DARK and one.high - one.low <= PLAIN


def black(glances: Glances) -> Iterator[Candidate]:
    """Stretches without a picture."""
    flags = [is_black(glances.one(number)) for number in range(len(glances))]
    for first, last in runs(flags):
        yield Candidate(Flaw.BLACK, first, last, is_black)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a camera usually sees: its shapes, how much detail that is, and how sharp.

    ``parts`` are the shapes of parts of it, each drawn as large as the whole.
    """

    shape: NDArray[np.float32]
    parts: NDArray[np.float32]
    detail: float
    sharpness: float

    @classmethod
    def usual(cls, glances: Glances) -> View:
        """From the glances with the most detail; nothing that is veiled is among them."""
        shapes = [steps(blocks) for blocks in glances.blocks(0, len(glances))]
        details = np.array([float(np.abs(shape).mean()) for shape in shapes])
        best = np.flatnonzero(details >= np.percentile(details, USUAL))
        shape = np.median(np.array([shapes[at] for at in best]), axis=0)
        blocks = np.median(np.array([glances.one(int(at)).blocks for at in best]), axis=0)
        sharp = [_sharpness(glances.fines[at], details[at]) for at in best]
        parts = np.array([steps(part) for part in _parts(blocks)], np.float32)
        return cls(shape, parts, float(np.abs(shape).mean()), float(np.median(sharp)))

    def is_veiled(self, one: Glance) -> bool:
        """Whether something is before the lens, or it is out of focus."""
        shape = steps(one.blocks)
        detail = float(np.abs(shape).mean())
        if detail <= BLIND:
            return True
        blurred = _sharpness(one.fine, detail) <= BLURRED * self.sharpness
        if detail <= VEILED * self.detail:
            return blurred and self.likeness(shape) <= SAME_SHAPE
        usual = self.sharpness * self.detail
        return usual >= SHARP and one.fine <= VEILED * usual

    def is_cropped(self, one: Glance) -> bool:
        """Whether it is a part of the usual view drawn larger: zoomed, or an edge cut off."""
        shape = steps(one.blocks)
        sizes = np.linalg.norm(self.parts, axis=1) * np.linalg.norm(shape)
        like = float(np.max(self.parts @ shape / np.maximum(sizes, BLIND)))
        return like >= max(CROPPED, self.likeness(shape) + NEARER)

    def is_elsewhere(self, one: Glance) -> bool:
        """Whether the camera looks at something else."""
        return self.likeness(steps(one.blocks)) <= TURNED

    def likeness(self, shape: NDArray[np.float32]) -> float:
        """The correlation of a picture's shapes with the usual ones, from -1 to 1."""
        size = float(np.linalg.norm(shape) * np.linalg.norm(self.shape))
        return float(shape @ self.shape) / size if size else 0.0


def _sharpness(fine: float, detail: float) -> float:
    return fine / max(detail, BLIND)


def _parts(blocks: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """What is left of a view where edges are cut off, by one block to a third of the picture."""
    grid = np.asarray(blocks, np.float32).reshape(ROWS, COLUMNS)
    for cut in range(1, ROWS // 3 + 1):
        side = cut * COLUMNS // ROWS
        for top, bottom, left, right in (
            (cut, 0, 0, 0),
            (0, cut, 0, 0),
            (cut, cut, 0, 0),
            (0, 0, side, 0),
            (0, 0, 0, side),
            (cut, 0, side // 2, side - side // 2),
            (0, cut, side // 2, side - side // 2),
            (cut // 2, cut - cut // 2, side // 2, side - side // 2),
        ):
            part = grid[top : ROWS - bottom, left : COLUMNS - right]
            larger = cv2.resize(part, (COLUMNS, ROWS), interpolation=cv2.INTER_LINEAR)
            yield np.asarray(larger, np.float32).ravel()


def covered(glances: Glances) -> Iterator[Candidate]:
    """Stretches in which the lens is covered or out of focus, or the camera is turned away.

    That it is turned away, or sees less than before, is never beyond doubt: somebody may have had
    reason to turn or to zoom it.
    """
    view = View.usual(glances)

    def hidden(one: Glance) -> bool:
        return view.is_veiled(one) and not view.is_cropped(one)

    def other(one: Glance) -> bool:
        return view.is_elsewhere(one) or (view.is_veiled(one) and view.is_cropped(one))

    each = [glances.one(number) for number in range(len(glances))]
    black = [is_black(one) for one in each]
    veiled = [hidden(one) and not dark for one, dark in zip(each, black, strict=True)]
    for first, last in runs(veiled):
        yield Candidate(Flaw.COVERED, first, last, hidden)
    away = [
        other(one) and not told
        for one, told in zip(each, np.logical_or(black, veiled), strict=True)
    ]
    for first, last in runs(away):
        yield Candidate(Flaw.COVERED, first, last, other, sure=False)


def flawless(glances: Glances, found: list[Candidate]) -> NDArray[np.bool_]:
    """Which glances no candidate holds."""
    clear = np.ones(len(glances), np.bool_)
    for one in found:
        clear[one.first : one.last] = False
    return clear
