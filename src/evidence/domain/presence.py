"""Presence: faces in pictures and footage, and whom they were compared with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """A face in a picture, in its pixels; ``confidence`` is the detector's, from 0 to 100."""

    x: int
    y: int
    width: int
    height: int
    confidence: float

    @property
    def size(self) -> int:
        """The shorter side, which tells how much can be seen of it."""
        return min(self.width, self.height)
