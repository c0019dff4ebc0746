"""The embedder: dlib's face recognition network, the weights of the face_recognition library.

dlib places five points on each face and cuts it out upright; ONNX Runtime computes the network,
whose numbers are dlib's own to six places in a twentieth of the time (docs/faces.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime

from evidence.analyzers.face.cards import Card, card
from evidence.analyzers.face.five_points import FivePoints
from evidence.analyzers.face.instruments import Picture, Vectors
from evidence.analyzers.face.resnet import SIDE, onnx_of
from evidence.domain.presence import Face

WIDTH = 128
PADDING = 0.25  # dlib's own, around the face that it cuts out
BATCH = 16


class DlibResNet:
    """128 numbers a face; faces of one person lie nearer each other than the card's threshold."""

    def __init__(
        self, given: Card | None = None, points: Card | None = None, *, mirrored: bool = False
    ) -> None:
        """Load the network and the predictor of five points.

        ``mirrored`` takes the mean of a face and its mirror image: twice the time, and fewer
        errors where faces are small. The card's thresholds are for that.

        Raises:
            ModelUnusable: when one of them is not the one that was measured.
        """
        self._points = FivePoints(points)
        self._mirrored = mirrored
        self._network = session(onnx_of((given or card("dlib-resnet")).weights()))

    def embed(self, rgb: Picture, faces: Sequence[Face]) -> Vectors:
        """One row a face, in their order: shape (number of faces, 128), float32."""
        return self.embed_chips(self.chips(rgb, faces))

    def chips(self, rgb: Picture, faces: Sequence[Face]) -> Picture:
        """The faces cut out upright: shape (number of faces, 150, 150, 3), uint8."""
        return self._points.chips(rgb, faces, SIDE, PADDING)

    def embed_chips(self, chips: Picture) -> Vectors:
        """One row a chip; a few at a time, so that memory does not grow with their number."""
        if self._mirrored and len(chips):
            mirrored = np.ascontiguousarray(chips[:, :, ::-1])
            return np.asarray((self._rows(chips) + self._rows(mirrored)) / 2, np.float32)
        return self._rows(chips)

    def _rows(self, chips: Picture) -> Vectors:
        rows = [np.empty((0, WIDTH), np.float32)]
        for start in range(0, len(chips), BATCH):
            batch = {"pictures": chips[start : start + BATCH]}
            rows.append(np.asarray(self._network.run(None, batch)[0], np.float32))
        return np.concatenate(rows)


def session(model: bytes) -> onnxruntime.InferenceSession:
    """A session on one thread: as many files are read at once as there are processors."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
