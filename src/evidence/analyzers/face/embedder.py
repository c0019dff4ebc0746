"""The embedder: dlib's face recognition network, the weights of the face_recognition library."""

from __future__ import annotations

from collections.abc import Sequence

import dlib
import numpy as np

from evidence.analyzers.face.cards import Card, card
from evidence.analyzers.face.instruments import Picture, Vectors
from evidence.domain.presence import Face

WIDTH = 128


class DlibResNet:
    """128 numbers a face; faces of one person lie nearer each other than the card's threshold."""

    def __init__(self, given: Card | None = None, points: Card | None = None) -> None:
        """Load the network and the predictor of five points.

        Raises:
            ModelUnusable: when one of them is not the one that was measured.
        """
        network, _ = (given or card("dlib-resnet")).checked()
        predictor, _ = (points or card("dlib-five-points")).checked()
        self._predictor = dlib.shape_predictor(str(predictor))
        self._network = dlib.face_recognition_model_v1(str(network))

    def embed(self, rgb: Picture, faces: Sequence[Face]) -> Vectors:
        """One row a face, in their order: shape (number of faces, 128), float32."""
        if not faces:
            return np.empty((0, WIDTH), np.float32)
        rgb = np.ascontiguousarray(rgb)
        shapes = dlib.full_object_detections()
        for face in faces:
            box = dlib.rectangle(face.x, face.y, face.x + face.width, face.y + face.height)
            shapes.append(self._predictor(rgb, box))
        rows = self._network.compute_face_descriptor(rgb, shapes)
        return np.array(rows, np.float32).reshape(len(faces), WIDTH)
