"""Hiding: pictures of a room for a report, in which nobody's face can be made out."""

from __future__ import annotations

from functools import cache

from evidence.analyzers.face.blurring import faceless
from evidence.analyzers.face.cards import ModelUnusable
from evidence.analyzers.face.detector import LibFaceDetection
from evidence.analyzers.face.instruments import Picture


def hidden(rgb: Picture) -> Picture:
    """The picture with every face in it hidden that a detector finds.

    It is small, so that what is missed is small as well: see ``frames/stream.py``. Without a
    detector it stays as it is.
    """
    detector = _detector()
    return faceless(rgb, detector.detect(rgb)) if detector else rgb


def can_hide() -> bool:
    """Whether there is a detector that faces are found with."""
    return _detector() is not None


@cache
def _detector() -> LibFaceDetection | None:
    try:
        return LibFaceDetection()
    except (ModelUnusable, ImportError):
        return None
