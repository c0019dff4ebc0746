"""An operator's own embedder: an ONNX model, run as its card says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evidence.analyzers.face.cards import Card
from evidence.analyzers.face.chosen import Chosen
from evidence.analyzers.face.embedder import DlibResNet, session
from evidence.analyzers.face.five_points import FivePoints
from evidence.analyzers.face.instruments import ChipEmbedder, Picture, Vectors
from evidence.analyzers.face.putting import Putting
from evidence.domain.presence import Face


class OnnxEmbedder:
    """As many numbers a face as the card says."""

    def __init__(self, given: Card) -> None:
        """Load the network.

        Raises:
            ModelUnusable: when its weights are not the card's, or the card does not say how faces
                are put to it.
        """
        self._putting = Putting.by(given)
        self._points = FivePoints()
        self._network = session(given.weights())

    def embed(self, rgb: Picture, faces: Sequence[Face]) -> Vectors:
        """One row a face, in their order."""
        return self.embed_chips(self.chips(rgb, faces))

    def chips(self, rgb: Picture, faces: Sequence[Face]) -> Picture:
        """The faces cut out: shape (number of faces, side, side, 3), uint8."""
        side = self._putting.side
        chips = [self._putting.chip(rgb, face, self._points) for face in faces]
        return np.array(chips, np.uint8).reshape(len(chips), side, side, 3)

    def embed_chips(self, chips: Picture) -> Vectors:
        """One row a chip; as many at once as the network takes."""
        put = self._putting
        rows = [np.empty((0, put.length), np.float32)]
        for start in range(0, len(chips), put.batch):
            some = chips[start : start + put.batch]
            lacking = put.batch - len(some) if put.whole else 0
            fed = put.fed(np.concatenate([some, np.repeat(some[:1], lacking, axis=0)]))
            rows.append(put.read(self._network.run(None, {put.tensor: fed})[0])[: len(some)])
        return np.concatenate(rows)


def embedder_of(chosen: Chosen) -> ChipEmbedder:
    """The embedder that was chosen, measured or not: who compares by it has to see to that.

    Raises:
        ModelUnusable: when it can't be used.
    """
    told = chosen.fit_to_measure()
    return DlibResNet(told, mirrored=True) if told.text.package else OnnxEmbedder(told)
