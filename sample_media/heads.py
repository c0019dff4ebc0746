"""Heads: twelve people who exist nowhere, seen from any side, in any light, with any expression.

They are mixtures of MakeHuman's base mesh and targets (CC0, see ``NOTICE.md``), drawn quad by quad.
Pictures are BGR. A head's own axes are x to its left, y up and z forward; angles are radians: a
positive ``yaw`` turns it to its left, a positive ``pitch`` bows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Colour: TypeAlias = tuple[int, int, int]

MESHES = Path(__file__).with_name("heads.npz")
SCALE = 4000
BETWEEN_EYES = 0.6157  # of the base mesh
CAMERA = 9.0  # how far it stands, in the same units: about a metre
FINER = 2  # drawn so much larger, then made smaller: smooth edges
FRACTION = 4  # bits of a pixel that OpenCV draws with
PIVOT = np.array([0, -0.25, -0.9])  # from between the eyes to where the neck turns
EYEBALL = 70  # quads

BLACK, BROWN, GREY, WHITE, FAIR = (
    (22, 20, 22),
    (35, 50, 80),
    (150, 150, 152),
    (215,) * 3,
    (110, 165, 205),
)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a face has besides its shape: colours are BGR, heights those of the base mesh."""

    skin: Colour
    hair: Colour
    lips: Colour
    hairline: float
    brow_width: float
    brow_height: float
    long_hair: bool = False
    glasses: bool = False
    beard: float = 0


LOOKS = (
    Looks((150, 185, 222), BLACK, (105, 105, 185), 7.97, 0.057, 0.012),
    Looks((190, 205, 232), BLACK, (120, 115, 170), 7.8, 0.064, -0.049, beard=0.4),
    Looks((165, 190, 225), BROWN, (70, 70, 110), 7.8, 0.035, 0.011, long_hair=True),
    Looks((190, 205, 232), GREY, (80, 75, 170), 7.77, 0.025, 0.009, long_hair=True, glasses=True),
    Looks((60, 80, 125), BLACK, (80, 75, 170), 8.24, 0.042, -0.038, beard=0.75),
    Looks((120, 155, 200), WHITE, (80, 75, 170), 7.81, 0.03, 0.04, long_hair=True),
    Looks((120, 155, 200), GREY, (120, 115, 170), 7.76, 0.034, 0.035, long_hair=True),
    Looks((165, 190, 225), BLACK, (80, 75, 170), 7.85, 0.029, -0.004, long_hair=True),
    Looks((165, 190, 225), BLACK, (80, 75, 170), 7.84, 0.025, 0.014, long_hair=True, glasses=True),
    Looks((60, 80, 125), WHITE, (70, 70, 110), 8.05, 0.079, -0.032),
    Looks((150, 185, 222), BLACK, (120, 115, 170), 7.91, 0.064, 0.042, beard=0.75),
    Looks((140, 175, 215), FAIR, (105, 105, 185), 8.3, 0.051, 0.025),
)
COUNT = len(LOOKS)


@dataclass(frozen=True, slots=True)
class Pose:
    """How a head is held and lit: where it turns, the light's direction, and its expression.

    ``face`` gives the strength of MakeHuman's face units, such as ``jawOpen``; ``gaze`` is where
    the eyes turn, x and y.
    """

    yaw: float = 0
    pitch: float = 0
    roll: float = 0
    light: tuple[float, float, float] = (0.3, 0.4, 0.85)
    ambient: float = 0.5
    face: Mapping[str, float] = field(default_factory=dict)
    gaze: tuple[float, float] = (0, 0)


@dataclass(frozen=True, slots=True)
class _View:
    """How places of a head come to lie in a picture."""

    turn: Floats
    zoom: float
    shift: Floats

    def of(self, place: Floats) -> tuple[Floats, float]:
        """Where a place is seen, in finer pixels, and how many of them a unit is there."""
        turned = self.turn @ place
        nearer = CAMERA / (CAMERA - turned[2])
        return _projected(turned[None], self.zoom)[0] + self.shift, self.zoom * nearer


@dataclass(frozen=True, slots=True)
class _Meshes:
    """What all heads have in common."""

    heads: Floats
    base: Floats
    quads: NDArray[np.intp]
    skin: int
    zones: Mapping[str, Floats]
    units: Mapping[str, Floats]
    stiff: Floats
    around_eyes: NDArray[np.bool_]


@cache
def _meshes() -> _Meshes:
    with np.load(MESHES) as kept:
        told = {name: kept[name] for name in kept.files}
    quads = told["quads"].astype(np.intp)
    skin = len(quads) - int(told["eyes"])
    base = told["base"] / SCALE + np.array([0, 7.2, 0])
    middles = base[quads].mean(1)
    eyes = np.stack([np.abs(middles[:, 0]) - 0.308, middles[:, 1] - 7.284], 1)
    return _Meshes(
        heads=told["heads"] / SCALE + np.array([0, 7.2, 0]),
        base=base,
        quads=quads,
        skin=skin,
        zones={n.removeprefix("zone_"): told[n] / 255 for n in told if n.startswith("zone_")},
        units={n.removeprefix("unit_"): told[n] / SCALE for n in told if n.startswith("unit_")},
        stiff=np.clip((base[:, 1:2] - 6.0) / 0.7, 0, 1),
        around_eyes=(np.abs(eyes) < (0.24, 0.2)).all(1) & (middles[:, 2] > 0.7),
    )


@cache
def head(number: int) -> Head:
    """One of the ``COUNT`` heads, from 0."""
    return Head(number)


class Head:
    """One head, with its skin and hair."""

    def __init__(self, number: int) -> None:
        meshes, looks = _meshes(), LOOKS[number]
        hair = _scalp(looks)
        self._looks = looks
        self._colours = _skin(looks, hair, np.random.default_rng(number))
        self._places = _with_hair(meshes.heads[number], hair, long=looks.long_hair)
        balls = [meshes.quads[meshes.skin + EYEBALL * at :][:EYEBALL] for at in (0, 1)]
        self._eyes = np.array([self._places[np.unique(ball)].mean(0) for ball in balls])
        self._size = np.linalg.norm(self._eyes[0] - self._eyes[1]) / BETWEEN_EYES

    def draw(
        self, picture: Picture, at: tuple[float, float], eye_pixels: float, pose: Pose | None = None
    ) -> None:
        """Draw the head into a picture, the middle of its neck's turn at ``at``.

        ``eye_pixels`` is the distance between the eyes where it looks straight into the camera.
        """
        pose = pose or Pose()
        meshes = _meshes()
        turn = _turn(pose)
        places = self._turned(pose, turn)
        zoom = eye_pixels / BETWEEN_EYES * FINER
        seen = _projected(places, zoom) + np.array(at) * FINER
        box = _box(seen, picture)
        if box is None:
            return
        left, top, right, bottom = box
        corner = np.array([left, top]) * FINER
        part = cv2.resize(picture[top:bottom, left:right], None, fx=FINER, fy=FINER)
        quads = np.round((seen - corner)[meshes.quads] * (1 << FRACTION)).astype(np.int32)
        colours, order = self._lit(places, pose)
        _paint(part, quads, colours, order)
        view = _View(turn, zoom, np.array(at) * FINER - corner)
        self._look(part, quads, order, pose, view)
        if self._looks.glasses:
            self._glasses(part, pose, view)
        part = cv2.GaussianBlur(part, (0, 0), 0.5 * FINER)
        size = (right - left, bottom - top)
        picture[top:bottom, left:right] = cv2.resize(part, size, interpolation=cv2.INTER_AREA)

    def _turned(self, pose: Pose, turn: Floats) -> Floats:
        places = self._places.copy()
        for unit, strength in pose.face.items():
            places += _meshes().units[unit] * strength
        places = (places - self._eyes.mean(0) - PIVOT) / self._size
        stiff = _meshes().stiff
        return (places @ turn.T) * stiff + places * (1 - stiff)

    def _lit(self, places: Floats, pose: Pose) -> tuple[list[list[float]], list[int]]:
        """The colour of each quad, and those that face the camera from the back to the front."""
        quads = _meshes().quads
        corners = places[quads]
        normals = _unit(np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1]))
        smooth = np.zeros_like(places)
        for corner in range(4):
            np.add.at(smooth, quads[:, corner], normals)
        smooth = _unit(smooth)[quads].mean(1)
        light = _unit(np.array(pose.light))
        diffuse = np.clip(smooth @ light, 0, 1)
        shine = np.clip(smooth @ _unit(light + np.array([0, 0, 1])), 0, 1) ** 20
        shade = pose.ambient + (1 - pose.ambient) * diffuse * 1.15
        colours = np.clip(self._colours * shade[:, None] + 22 * shine[:, None], 0, 255)
        middles = corners.mean(1)
        facing = (normals * (np.array([0, 0, CAMERA]) - middles)).sum(1) > 0
        order = np.argsort(middles[:, 2])
        return colours.tolist(), order[facing[order]].tolist()

    def _balls(self) -> Floats:
        balls: Floats = (self._eyes - self._eyes.mean(0) - PIVOT) / self._size
        return balls

    def _look(
        self, part: Picture, quads: NDArray[np.int32], order: list[int], pose: Pose, view: _View
    ) -> None:
        """Iris and pupil, where the lids leave the eyeball open."""
        meshes = _meshes()
        open_ = np.zeros(part.shape[:2], np.uint8)
        for quad in (q for q in order if q >= meshes.skin or meshes.around_eyes[q]):
            white = 255 if quad >= meshes.skin else 0
            cv2.fillConvexPoly(open_, quads[quad], white, cv2.LINE_8, FRACTION)
        eyes = part.copy()
        gaze = _unit(np.array([np.sin(pose.gaze[0]), np.sin(pose.gaze[1]), 1.0]))
        for ball in self._balls():
            seen, unit = view.of(ball + gaze * 0.138)
            centre, size = _fixed(seen), 0.062 * unit * (1 << FRACTION)
            for radius, colour in ((1.0, (40, 60, 90)), (0.48, (12, 10, 10))):
                cv2.circle(eyes, centre, int(size * radius), colour, -1, cv2.LINE_AA, FRACTION)
            glint = (centre[0] + int(size * 0.3), centre[1] - int(size * 0.3))
            cv2.circle(eyes, glint, int(size * 0.18), (250, 250, 250), -1, cv2.LINE_AA, FRACTION)
        share = cv2.GaussianBlur(open_, (0, 0), 0.6 * FINER)[..., None] / 255.0
        part[:] = (part * (1 - share) + eyes * share).astype(np.uint8)

    def _glasses(self, part: Picture, pose: Pose, view: _View) -> None:
        for ball in self._balls():
            seen, _ = view.of(ball + np.array([0, -0.02, 0.33]))
            axes = (int(0.24 * view.zoom * np.cos(pose.yaw) * 16), int(0.17 * view.zoom * 16))
            tilt, width = -float(np.degrees(pose.roll)), max(1, int(0.035 * view.zoom))
            frame = (30, 28, 30)
            cv2.ellipse(part, _fixed(seen), axes, tilt, 0, 360, frame, width, cv2.LINE_AA, FRACTION)


def _paint(
    part: Picture, quads: NDArray[np.int32], colours: list[list[float]], order: list[int]
) -> None:
    for quad in order:
        cv2.fillConvexPoly(part, quads[quad], colours[quad], cv2.LINE_8, FRACTION)


def _scalp(looks: Looks) -> Floats:
    """How much of each quad of the skin is under hair: above a line from forehead to nape."""
    meshes = _meshes()
    middles = meshes.base[meshes.quads[: meshes.skin]].mean(1)
    y, z = middles[:, 1], middles[:, 2]
    sides = looks.hairline - (0.6 - z) * 1.5
    line = np.where(z > 0.6, looks.hairline, np.where(z > 0.05, sides, 6.75))
    above = 1 / (1 + np.exp(-(y - line) * 30))
    return above * (y > 6.6) * (meshes.zones["ears"] < 0.3)


def _skin(looks: Looks, hair: Floats, dice: np.random.Generator) -> Floats:
    """The colour of each quad, eyeballs last."""
    meshes = _meshes()
    middles = meshes.base[meshes.quads[: meshes.skin]].mean(1)
    x, y, z = np.abs(middles[:, 0]), middles[:, 1], middles[:, 2]
    colours = np.repeat(np.array([looks.skin], float), meshes.skin, 0)
    waves = np.sin(middles @ dice.normal(0, 1, (12, 3)).T * 3 + dice.uniform(0, 6, 12))
    colours *= 1 + 0.1 * waves.mean(1, keepdims=True)
    colours *= 1 + dice.normal(0, 0.03, (meshes.skin, 1))
    cheeks = np.exp(-(((x - 0.42) / 0.2) ** 2 + ((y - 6.95) / 0.2) ** 2))[:, None]
    colours += cheeks * np.array([-14, -10, 6]) * dice.uniform(0, 1.5)
    colours *= 1 - 0.35 * meshes.zones["eyelids"][:, None]
    tired = np.exp(-(((x - 0.31) / 0.15) ** 2 + ((y - 7.1) / 0.07) ** 2))[:, None]
    colours *= 1 - dice.uniform(0, 0.2) * tired
    across = (x - 0.30) / 0.22
    up = y - (7.56 + looks.brow_height - 0.06 * across**2 - 0.03 * across)
    brows = np.exp(-((up / looks.brow_width) ** 4)) * (np.abs(across) < 1.05) * (z > 0.6)
    beard = (y < 6.98) * (z > 0.35) * (y > 6.05) * np.exp(-np.maximum(0, 0.25 - x) * 1.5)
    beard = beard * (1 - np.exp(-(((y - 6.95) / 0.14) ** 2)) * (x > 0.35)) * looks.beard
    own, tone = np.array(looks.hair, float), np.array(looks.skin, float)
    for zone, colour in (
        (meshes.zones["lips"], np.array(looks.lips)),
        (beard, own * 0.9 + tone * 0.1),
        (brows, own * 0.8 + 8),
        (hair, own),
        (meshes.zones["inside-mouth"], np.array([40, 30, 90])),
    ):
        share = np.clip(zone, 0, 1)[:, None]
        colours = colours * (1 - share) + share * colour
    tufts = hair > 0.5
    colours[tufts] *= 1 + dice.normal(0, 0.15, (int(tufts.sum()), 1))
    eyeballs = np.full((len(meshes.quads) - meshes.skin, 3), 232.0)
    return np.vstack([np.clip(colours, 0, 255), eyeballs])


def _with_hair(places: Floats, hair: Floats, *, long: bool) -> Floats:
    """The places, those under hair moved outwards by its thickness."""
    meshes = _meshes()
    skin = meshes.quads[: meshes.skin]
    total, count = np.zeros(len(places)), np.zeros(len(places))
    np.add.at(total, skin.ravel(), np.repeat(hair, 4))
    np.add.at(count, skin.ravel(), 1)
    share = (total / np.maximum(count, 1))[:, None] ** 0.7
    return places + _unit(places - np.array([0, 7.5, 0.3])) * share * (0.22 if long else 0.1)


def _turn(pose: Pose) -> Floats:
    def about(first: int, second: int, angle: float) -> Floats:
        turn = np.eye(3)
        turn[first, first] = turn[second, second] = np.cos(angle)
        turn[first, second], turn[second, first] = -np.sin(angle), np.sin(angle)
        return turn

    return about(0, 1, pose.roll) @ about(1, 2, pose.pitch) @ about(2, 0, pose.yaw)


def _projected(places: Floats, zoom: float) -> Floats:
    nearer = CAMERA / (CAMERA - places[:, 2:3])
    projected: Floats = places[:, :2] * nearer * zoom * np.array([1, -1])
    return projected


def _box(seen: Floats, picture: Picture) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of what is drawn, in pixels of the picture."""
    least, most = seen.min(0) // FINER - 2, seen.max(0) // FINER + 3
    left, top = (max(0, int(side)) for side in least)
    right, bottom = min(picture.shape[1], int(most[0])), min(picture.shape[0], int(most[1]))
    return (left, top, right, bottom) if left < right and top < bottom else None


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-9)
    return unit


def _fixed(place: Floats) -> tuple[int, int]:
    x, y = np.round(place * (1 << FRACTION)).astype(int)
    return int(x), int(y)
