"""Motion: how the head in a burst of frames moved, and whether its surroundings moved with it.

Two measures. The points of the mesh over all frames, each frame's middle taken out, have rank two
where a plane moved and rank three where a body did: the third singular value over the first is the
*depth*. And a photo that is held up carries its own background along: where a similarity that fits
the flow within the face also tells where what surrounds it went, both are on one plane. That is
asked of the frames between which the face went farthest: of a small motion, noise is a large part.
A hand moves a photo faster than flow can follow: the mesh lays frames upon each other beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence.analyzers.face.instruments import Points
from evidence.domain.showing import Motion

Grey: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.floating[Any]]

LEFT_EYE, RIGHT_EYE, NOSE, LEFT_SIDE, RIGHT_SIDE = 33, 263, 1, 234, 454
HAIRLINE, CHIN = 10, 152
LEVEL = 0.56  # of the way from hairline to chin: the tip of a nose seen from the front
OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
EYES_APART = 50.0  # pixels: the size at which flow is looked at
SHARE = 12  # frames or more of which pairs are chosen: a longer burst has several such shares
PAIRS = 6  # of frames that are compared, of each share
LEAST_PAIRS = 2  # between which the face must have moved: one alone tells nothing
WELL_MOVED = 0.08  # of the distance between the eyes: less tells nothing of the surroundings
THERE_AND_BACK = 1.0  # pixels by which a flow may miss the way back
TEXTURE = 12.0  # the least change of grey that a flow can be followed by
STEP = 3  # pixels between the places that are followed
LEAST_FACE, LEAST_AROUND = 40, 60  # places to follow within the face and around it


def motion(frames: Sequence[Grey], points: Sequence[Points]) -> Motion:
    """The motion of a burst: grey frames, and the mesh of the face in each (468 points)."""
    turns = [turn(told) for told in points]
    moved, apart = _surroundings(frames, points)
    return Motion(
        turn=round(1000 * (max(turns) - min(turns))),
        depth=round(1000 * _depth(points)),
        moved=round(1000 * moved),
        apart=None if apart is None else round(1000 * apart),
    )


def eyes_apart(points: Points) -> float:
    """The distance between the outer corners of the eyes, in pixels."""
    return float(np.linalg.norm(points[LEFT_EYE, :2] - points[RIGHT_EYE, :2])) or 1.0


def turn(points: Points) -> float:
    """Where the nose stands between the sides of the face: 0 in the middle, ±1 at the sides."""
    left, right, nose = (points[at, :2] for at in (LEFT_SIDE, RIGHT_SIDE, NOSE))
    across = right - left
    return float(2 * ((nose - left) @ across) / max(float(across @ across), 1e-6) - 1)


def bow(points: Points) -> float:
    """Where the nose stands between the hairline and the chin: above 0 the head is bowed.

    0 is the middle of people who look into a camera; ±1 would be the hairline and the chin.
    """
    top, chin, nose = (points[at, :2] for at in (HAIRLINE, CHIN, NOSE))
    down = chin - top
    share = float((nose - top) @ down / max(float(down @ down), 1e-6))
    return 2 * (share - LEVEL)


def _depth(points: Sequence[Points]) -> float:
    rows = [(p[:, :2] - p[:, :2].mean(0)).T / eyes_apart(p) for p in points]
    values = np.linalg.svd(np.vstack(rows), compute_uv=False)
    return float(values[2] / values[0]) * 10


def _surroundings(frames: Sequence[Grey], points: Sequence[Points]) -> tuple[float, float | None]:
    """How far the face moved at most, and how far its surroundings strayed for each step of it.

    Over all pairs together, so that a pair tells the more the farther the face went.
    """
    zoom = EYES_APART / float(np.median([eyes_apart(p) for p in points]))
    small = [zoomed(frame, zoom) for frame in frames]
    faces = [np.asarray(told[:, :2] * zoom) for told in points]
    moves, well_moved, strayed = [0.0], [], []
    for one, other in _farthest(faces):
        pair = between(small[one], small[other], faces[one], faces[other])
        if pair is None:
            continue
        moves.append(pair[0])
        if pair[1] is not None and pair[0] >= WELL_MOVED:
            well_moved.append(pair[0])
            strayed.append(pair[1])
    return max(moves), sum(strayed) / sum(well_moved) if len(strayed) >= LEAST_PAIRS else None


def _farthest(faces: Sequence[Floats]) -> Iterator[tuple[int, int]]:
    """The pairs of frames between which the face went farthest, some of each share of the burst.

    Each share spans the burst from its start to its end, at whatever rate its frames were taken. No
    frame is in two pairs: a single one that the mesh got wrong would be in all of the farthest.
    """
    shares = max(1, len(faces) // SHARE)
    for first in range(shares):
        left = set(range(first, len(faces), shares))
        ways = combinations(sorted(left), 2)
        chosen = []
        for pair in sorted(ways, key=lambda pair: -_way(*(faces[at] for at in pair))):
            if left.issuperset(pair):
                left.difference_update(pair)
                chosen.append(pair)
        yield from chosen[:PAIRS]


def _way(here: Floats, there: Floats) -> float:
    """How far the points of a face went, in pixels."""
    return float(np.median(np.linalg.norm(there - here, axis=1)))


def zoomed(frame: Grey, zoom: float) -> Grey:
    """A frame at the size at which flow is looked at."""
    smaller = cv2.resize(frame, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.uint8)


def between(
    here: Grey, there: Grey, face: Points, then: Points
) -> tuple[float, float | None] | None:
    """How far a face went from one frame to another, and its surroundings from going along.

    Both are shares of the distance between the eyes; None where there is nothing to follow.
    """
    carried = _similarity(face, then)
    if carried is None:
        return None
    flow, followed = _flow(here, *_laid_upon(there, carried))
    inside = np.zeros(here.shape, np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(face[list(OVAL)].astype(np.int32)), 255)
    wide, near = (cv2.dilate(inside, _disc(EYES_APART * by)) for by in (1.6, 0.7))
    within = _places(cv2.erode(inside, _disc(5)) > 0, followed)
    around = _places((wide > 0) & (near == 0), followed)
    if len(within) < LEAST_FACE:
        return None
    ended = _went(within, flow, carried)
    moved = _way(within, ended) / EYES_APART
    of_face = _similarity(within, ended)
    if of_face is None or len(around) < LEAST_AROUND:
        return moved, None
    strayed = np.linalg.norm(_moved(around, of_face) - _went(around, flow, carried), axis=1)
    return moved, float(np.median(strayed)) / EYES_APART


def _similarity(start: Floats, end: Floats) -> Floats | None:
    """The turn, size and shift that fit most of the places; None where none does."""
    found: Any = cv2.estimateAffinePartial2D(start, end)[0]
    return None if found is None else np.asarray(found, np.float64)


def _laid_upon(there: Grey, carried: Floats) -> tuple[Grey, NDArray[np.bool_]]:
    """The other frame as it lies upon this one, and where it reaches."""
    size, how = there.shape[::-1], cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(there, carried, size, flags=cv2.INTER_LINEAR | how)
    full = np.full(there.shape, 255, np.uint8)
    reached = cv2.warpAffine(full, carried, size, flags=cv2.INTER_NEAREST | how) > 0
    return np.asarray(laid, np.uint8), reached


def _flow(here: Grey, there: Grey, reached: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.bool_]]:
    """Where each pixel went, and where that is to be relied on."""
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    height, width = here.shape
    flow, back = (
        np.asarray(finder.calc(one, other, np.zeros((height, width, 2), np.float32)), np.float32)
        for one, other in ((here, there), (there, here))
    )
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    returned = cv2.remap(back, x + flow[..., 0], y + flow[..., 1], cv2.INTER_LINEAR)
    change = np.abs(cv2.Sobel(here, cv2.CV_32F, 1, 0)) + np.abs(cv2.Sobel(here, cv2.CV_32F, 0, 1))
    texture = cv2.boxFilter(change, -1, (7, 7)) > TEXTURE
    return flow, (np.abs(flow + returned).sum(2) < THERE_AND_BACK) & texture & reached


def _places(where: NDArray[np.bool_], followed: NDArray[np.bool_]) -> Floats:
    """The places that are followed, a row of x and y each."""
    coarse = np.zeros(where.shape, bool)
    coarse[::STEP, ::STEP] = True
    return np.argwhere(where & followed & coarse)[:, ::-1].astype(np.float64)


def _went(places: Floats, flow: Floats, carried: Floats) -> Floats:
    """Where the places are in the other frame, whose laying upon this one is undone."""
    x, y = places.astype(int).T
    return _moved(places + flow[y, x], carried)


def _moved(places: Floats, by: Floats) -> Floats:
    return np.asarray(cv2.transform(places[None], by)[0], np.float64)


def _disc(size: float) -> NDArray[np.uint8]:
    side = max(3, int(size) | 1)
    return np.ones((side, side), np.uint8)
