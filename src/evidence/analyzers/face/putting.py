"""Putting: how faces are put to an operator's embedder, as the [input] of its card says."""

from __future__ import annotations

from typing import Annotated, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evidence.analyzers.face.cards import Card, ModelUnusable
from evidence.analyzers.face.choices import Cut, Metric, Order, Three
from evidence.analyzers.face.five_points import FivePoints
from evidence.analyzers.face.instruments import Picture, Vectors
from evidence.domain.errors import Problem
from evidence.domain.presence import Face
from evidence.domain.text import say

Step = Annotated[float, Field(gt=0)]
KINDS = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(uint8)": np.uint8}
# Where ArcFace and its kin want the middles of the eyes, of a picture of 112 by 112.
EYES = np.array([(38.2946, 51.6963), (73.5318, 51.5014)], np.float64)
EYES_SIDE = 112
LEAST_LENGTH = 2  # numbers of a face
COARSE = 0.5  # times: a face that becomes smaller than that is made smaller first


class Putting(BaseModel):
    """What the [input] of a card says.

    With ``whole`` the network takes no fewer than ``batch`` faces at once. ``cut``: upright by five
    points with ``padding`` around it, as the shipped embedder has it; with the eyes where ArcFace
    has them; or the box of the detector, with ``padding``. A pixel becomes (pixel - mean) / std.
    With the metric cosine vectors are made one long, so that their distance tells their angle.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    tensor: str
    kind: Literal["tensor(float)", "tensor(float16)", "tensor(uint8)"]
    layout: Literal["NCHW", "NHWC"]
    side: Annotated[int, Field(ge=16, le=1024)]
    batch: Annotated[int, Field(ge=1, le=64)]
    whole: bool = False
    length: Annotated[int, Field(ge=LEAST_LENGTH, le=8192)]
    order: Order = Order.RGB
    mean: Three = (127.5, 127.5, 127.5)
    std: tuple[Step, Step, Step] = (127.5, 127.5, 127.5)
    cut: Cut = Cut.UPRIGHT
    padding: Annotated[float, Field(ge=0, le=2)] = 0.25
    metric: Metric = Metric.COSINE

    @classmethod
    def by(cls, told: Card) -> Putting:
        """What a card says.

        Raises:
            ModelUnusable: when it does not say all, or what can't be.
        """
        try:
            found = cls.model_validate(told.text.input)
        except ValidationError as error:
            place = str(told.folder / "card.toml")
            wrong = tuple(
                Problem(
                    say("the card can't be read: {error}", error=each["msg"]),
                    place,
                    column=".".join(map(str, ("input", *each["loc"]))),
                )
                for each in error.errors()
            )
            raise ModelUnusable(told.name, wrong) from None
        return found

    def chip(self, rgb: Picture, face: Face, points: FivePoints) -> Picture:
        """One face cut out: shape (side, side, 3), uint8, RGB."""
        if self.cut is Cut.UPRIGHT:
            return np.asarray(points.chips(rgb, [face], self.side, self.padding)[0], np.uint8)
        if self.cut is Cut.EYES:
            return self._by_eyes(rgb, *points.places(rgb, face)[:2])
        room = (1 + 2 * self.padding) * max(face.width, face.height)
        zoom = self.side / room
        middle = np.array([face.x + face.width / 2, face.y + face.height / 2])
        return self._warped(rgb, np.array([[zoom, 0.0], [0.0, zoom]]), middle, self.side / 2)

    def fed(self, chips: Picture) -> NDArray[np.generic]:
        """Chips as the network takes them."""
        turned = chips[..., ::-1] if self.order is Order.BGR else chips
        scaled = (turned.astype(np.float32) - np.array(self.mean, np.float32)) / np.array(
            self.std, np.float32
        )
        shaped = scaled.transpose(0, 3, 1, 2) if self.layout == "NCHW" else scaled
        return np.ascontiguousarray(shaped.astype(KINDS[self.kind]))

    def read(self, rows: NDArray[np.generic]) -> Vectors:
        """What the network answers as vectors, the nearer the likelier one person."""
        vectors = np.asarray(rows, np.float32).reshape(len(rows), -1)
        if self.metric is Metric.EUCLIDEAN:
            return vectors
        long = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(long, np.float32(1e-12)), np.float32)

    def _by_eyes(
        self, rgb: Picture, left: NDArray[np.float64], right: NDArray[np.float64]
    ) -> Picture:
        """Turned, moved and made larger or smaller, so that the eyes lie where they should."""
        wanted = EYES * self.side / EYES_SIDE
        here, there = complex(*(right - left)), complex(*(wanted[1] - wanted[0]))
        by = there / here if here else complex(1)
        turned = np.array([[by.real, -by.imag], [by.imag, by.real]])
        return self._warped(rgb, turned, (left + right) / 2, wanted.mean(0))

    def _warped(
        self,
        rgb: Picture,
        turned: NDArray[np.float64],
        middle: NDArray[np.float64],
        to: NDArray[np.float64] | float,
    ) -> Picture:
        zoom = float(np.hypot(*turned[0]))
        if zoom < COARSE:  # else pixels between those that are taken would count for nothing
            rgb = np.asarray(cv2.resize(rgb, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA))
            turned, middle = turned / zoom, middle * zoom
        matrix = np.column_stack([turned, to - turned @ middle])
        size = (self.side, self.side)
        return np.asarray(cv2.warpAffine(rgb, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
