"""Portraits: whether a photo of the roster is good enough to compare faces with."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from evidence.analyzers.face.cards import Card, ModelUnusable, card
from evidence.analyzers.face.chosen import Chosen
from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.five_points import FivePoints
from evidence.analyzers.face.instruments import Embedder, Mesh, Picture
from evidence.analyzers.face.mesh import MediaPipeMesh
from evidence.analyzers.face.motion import bow, turn
from evidence.analyzers.face.onnx_embedder import embedder_of
from evidence.analyzers.face.vectors import packed
from evidence.analyzers.face.watching import sharpness
from evidence.domain.presence import Face, Portrait, PortraitFault

MAX_BYTES = 64 << 20
LONGEST = 1600  # pixels: a larger portrait is made smaller first
EDGE = 0.15  # of the photo, added around it: ID photos are often cut close to the face
SURE = 91  # of 100: no face that is not upright is found so surely
BYSTANDER = 0.4  # a face this much smaller than the largest is somebody in the background


@dataclass(slots=True)
class Judge:
    """The instruments that look at portraits, with the card's thresholds for them.

    The mesh tells better than five points how a head is held, and is an extra.
    """

    detector: LibFaceDetection
    embedder: Embedder
    points: FivePoints
    card: Card
    mesh: Mesh | None = None

    @classmethod
    def by(cls, chosen: Chosen) -> Judge:
        """The shipped instruments, with the embedder that was chosen.

        Raises:
            ModelUnusable: when they are not installed, or others than the cards tell of.
        """
        judge = cls(LibFaceDetection(), embedder_of(chosen), FivePoints(), chosen.card())
        with suppress(ModelUnusable):
            judge.mesh = MediaPipeMesh()
        return judge

    def look(self, path: str) -> Portrait:
        """What a photo is worth; its digest is left for the caller to fill in."""
        picture = opened(Path(path))
        if picture is None:
            return Portrait("", _unopened(Path(path)))
        found = self.detector.detect(picture)
        largest = _largest(found)
        if self._lies_aside(picture, largest):
            return Portrait("", PortraitFault.ASIDE)
        if largest is None:
            return Portrait("", PortraitFault.NO_FACE)
        if sum(face.size >= BYSTANDER * largest.size for face in found) > 1:
            return Portrait("", PortraitFault.SEVERAL_FACES)
        sharp = sharpness(picture, largest)
        fault = self._fault(picture, largest, sharp)
        vector = packed(self.embedder.embed(picture, [largest])[0])
        return Portrait("", fault, largest, sharp, vector)

    def _fault(self, picture: Picture, face: Face, sharp: float) -> PortraitFault | None:
        if face.size < self.card.threshold("portrait_face"):
            return PortraitFault.SMALL
        if sharp < self.card.threshold("portrait_sharpness"):
            return PortraitFault.BLURRED
        return None if self._frontal(picture, face) else PortraitFault.TURNED

    def _frontal(self, picture: Picture, face: Face) -> bool:
        """Whether a head looks into the camera, held upright."""
        if self.points.turn(picture, face) > self.card.threshold("portrait_turn"):
            return False
        if self.mesh is None:
            return True
        points, limits = self.mesh.points(picture, [face])[0], card("mediapipe-mesh")
        turned = abs(turn(points)) > limits.threshold("portrait_turn")
        return not turned and abs(bow(points)) <= limits.threshold("portrait_bow")

    def _lies_aside(self, picture: Picture, upright: Face | None) -> bool:
        """Whether there is more of a face in the photo once it is turned by quarters.

        A face is found upside down, too, but never as surely.
        """
        least = upright.confidence if upright else SURE - 1
        if least >= SURE:
            return False
        turned = (np.ascontiguousarray(np.rot90(picture, quarters)) for quarters in (1, 2, 3))
        faces = (_largest(self.detector.detect(one)) for one in turned)
        return any(face is not None and face.confidence > least for face in faces)


def _largest(found: Sequence[Face]) -> Face | None:
    return max(found, key=lambda face: face.size, default=None)


def _unopened(path: Path) -> PortraitFault:
    """Why a photo does not open."""
    try:
        size = path.stat().st_size
        if not size:
            return PortraitFault.EMPTY
        if size > MAX_BYTES:
            return PortraitFault.LARGE
        cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error as error:
        if "MAX_IMAGE" in str(error):
            return PortraitFault.LARGE
    except (OSError, MemoryError):
        pass
    return PortraitFault.UNREADABLE


def opened(path: Path) -> Picture | None:
    """A photo, RGB, with some room around it; None where it does not open."""
    try:
        if not 0 < path.stat().st_size <= MAX_BYTES:
            return None
        bgr = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    except (OSError, MemoryError, cv2.error):
        return None
    if bgr is None:
        return None
    height, width = bgr.shape[:2]
    zoom = min(1.0, LONGEST / max(height, width))
    small = cv2.resize(bgr, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    room = round(EDGE * max(small.shape))
    roomy = cv2.copyMakeBorder(small, room, room, room, room, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(roomy, cv2.COLOR_BGR2RGB), np.uint8)
