"""Photos of people to measure with, where they are at hand."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np

from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.instruments import Picture
from evidence.domain.presence import Face

ROOM = 60  # pixels of edge added around a photo: some are cut close to the face
TYPES = {".jpg", ".jpeg", ".png"}


def people(data: Path) -> dict[str, list[Picture]]:
    """Photos by person, RGB: the folders of ``data/faces``."""
    found: dict[str, list[Picture]] = defaultdict(list)
    for path in sorted((data / "faces").glob("*/*/*")):
        if path.suffix.lower() in TYPES:
            found[path.parent.name].append(read(path))
    return dict(found)


def webcams(data: Path) -> dict[str, list[Picture]]:
    """Frames of people before a webcam, RGB, every twelfth one."""
    return {
        folder.name: [read(path) for path in sorted(folder.glob("*.jpg"))[::12]]
        for folder in sorted((data / "liveness" / "real").glob("*"))
    }


def read(path: Path) -> Picture:
    """A photo with some room around it."""
    bgr = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    roomy = cv2.copyMakeBorder(bgr, ROOM, ROOM, ROOM, ROOM, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(roomy, cv2.COLOR_BGR2RGB), np.uint8)


def middle_face(detector: LibFaceDetection, picture: Picture) -> Face | None:
    """The face nearest the middle of a picture."""
    height, width = picture.shape[:2]
    return min(
        detector.detect(picture),
        key=lambda f: abs(f.x + f.width / 2 - width / 2) + abs(f.y + f.height / 2 - height / 2),
        default=None,
    )
