"""Close-ups: small pictures of one face each, in which everybody and everything else is blurred.

A *spot* says where the face is; what is shown of it is made only for a page that a person reads,
and kept nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Source(StrEnum):
    """What kind of file a face is in."""

    PORTRAIT = "portrait"
    RECORDING = "recording"
    PICTURE = "picture"  # one that a learning platform kept, or a clip


@dataclass(frozen=True, slots=True)
class Spot:
    """One face in one file of the bundle: ``box`` is left, top, width, height.

    It is told in the pixels of the picture as its analyzer looked at it. ``at`` is media time in a
    recording, and 0 elsewhere.
    """

    source: Source
    path: str
    box: tuple[int, int, int, int]
    at: int = 0


CloseUps: TypeAlias = Mapping[Spot, str]  # JPEG in base 64; "" where it could not be made
