"""The mesh: MediaPipe's face landmarks, run by LiteRT."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import cv2
import numpy as np

from evidence.analyzers.face.cards import Card, ModelUnusable, card
from evidence.analyzers.face.instruments import Picture, Points
from evidence.domain.errors import Problem
from evidence.domain.presence import Face
from evidence.domain.text import say

SIDE = 192
POINTS = 468
ROOM = 1.5  # the crop's side over the face's, as in MediaPipe's own graph


class MediaPipeMesh:
    """468 points a face, from the crop around its box."""

    def __init__(self, given: Card | None = None) -> None:
        """Load the network.

        Raises:
            ModelUnusable: when LiteRT or the weights are not installed, or are others.
        """
        told = given or card("mediapipe-mesh")
        content = told.weights()
        try:
            from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415  an extra
        except ImportError:
            what = say("the package {package} is not installed", package="ai-edge-litert")
            raise ModelUnusable(told.name, (Problem(what),)) from None
        with _silenced():
            self._network = Interpreter(model_content=content, num_threads=1)
            self._network.allocate_tensors()
        self._input = self._network.get_input_details()[0]["index"]
        self._output = self._network.get_output_details()[0]["index"]

    def points(self, rgb: Picture, faces: Sequence[Face]) -> Points:
        """One set a face: shape (number of faces, 468, 3), in pixels of the picture."""
        found = [self._of_one(rgb, face) for face in faces]
        return np.array(found, np.float32).reshape(len(faces), POINTS, 3)

    def _of_one(self, rgb: Picture, face: Face) -> Points:
        side = ROOM * max(face.width, face.height)
        left, top = face.x + (face.width - side) / 2, face.y + (face.height - side) / 2
        zoom = SIDE / side
        placed = np.array([[zoom, 0, -left * zoom], [0, zoom, -top * zoom]], np.float32)
        crop = cv2.warpAffine(rgb, placed, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        self._network.set_tensor(self._input, crop[None].astype(np.float32) / 255)
        self._network.invoke()
        points: Points = self._network.get_tensor(self._output).reshape(POINTS, 3) / zoom
        return points + np.array([left, top, 0], np.float32)


@contextmanager
def _silenced() -> Iterator[None]:
    """Without what LiteRT tells on standard error of its own: it asks nobody to read it."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
