"""Flaws: stretches of glances in which a camera showed nothing of the room before it.

Each finder answers with candidates: from which glance to which, and how to tell whether any other
picture belongs to them too, so that their edges can be looked for in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.frames.glances import Glance, Glances, runs, steps
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
    """What a camera usually sees: its shapes, how much detail that is, and how sharp."""

    shape: NDArray[np.float32]
    detail: float
    sharpness: float

    @classmethod
    def usual(cls, glances: Glances) -> View:
        """From the glances with the most detail; nothing that is veiled is among them."""
        shapes = [steps(blocks) for blocks in glances.blocks(0, len(glances))]
        details = np.array([float(np.abs(shape).mean()) for shape in shapes])
        best = np.flatnonzero(details >= np.percentile(details, USUAL))
        shape = np.median(np.array([shapes[at] for at in best]), axis=0)
        sharp = [_sharpness(glances.fines[at], details[at]) for at in best]
        return cls(shape, float(np.abs(shape).mean()), float(np.median(sharp)))

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

    def is_elsewhere(self, one: Glance) -> bool:
        """Whether the camera looks at something else."""
        return self.likeness(steps(one.blocks)) <= TURNED

    def likeness(self, shape: NDArray[np.float32]) -> float:
        """The correlation of a picture's shapes with the usual ones, from -1 to 1."""
        size = float(np.linalg.norm(shape) * np.linalg.norm(self.shape))
        return float(shape @ self.shape) / size if size else 0.0


def _sharpness(fine: float, detail: float) -> float:
    return fine / max(detail, BLIND)


def covered(glances: Glances) -> Iterator[Candidate]:
    """Stretches in which the lens is covered or out of focus, or the camera is turned away.

    That it is turned away is never beyond doubt: somebody may have had reason to turn it.
    """
    view = View.usual(glances)
    each = [glances.one(number) for number in range(len(glances))]
    black = [is_black(one) for one in each]
    veiled = [view.is_veiled(one) and not dark for one, dark in zip(each, black, strict=True)]
    for first, last in runs(veiled):
        yield Candidate(Flaw.COVERED, first, last, view.is_veiled)
    away = [
        view.is_elsewhere(one) and not other
        for one, other in zip(each, np.logical_or(black, veiled), strict=True)
    ]
    for first, last in runs(away):
        yield Candidate(Flaw.COVERED, first, last, view.is_elsewhere, sure=False)


def flawless(glances: Glances, found: list[Candidate]) -> NDArray[np.bool_]:
    """Which glances no candidate holds."""
    clear = np.ones(len(glances), np.bool_)
    for one in found:
        clear[one.first : one.last] = False
    return clear
