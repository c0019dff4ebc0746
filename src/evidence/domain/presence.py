"""Presence: faces in pictures and footage, and whom they were compared with.

A *face* is one box in one picture; a *look* is a face seen well enough to compare; a *track* is one
person followed from picture to picture in one recording. How unlike two faces are is their
*distance*, told in thousandths; the nearer, the likelier one person. It is no percentage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.domain.elsewhere import AlsoThere, Lookalike


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
        """Its height, which tells how much can be seen of it."""
        return self.height


@dataclass(frozen=True, slots=True)
class Look:
    """A face seen well: ``at`` is media time, ``sharpness`` the share of the sharpest, 0 to 1.

    ``vector`` is what the embedder made of it, little-endian floats; nothing in it tells who.
    """

    at: int
    face: Face
    sharpness: float
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class Track:
    """One person in one recording, from the first to the last picture that shows the face.

    ``times`` counts those pictures, ``size`` is the face's largest, in pixels; ``looks`` are the
    best ones, none where the face was never large and sharp enough. Times are media time.
    """

    first: int
    last: int
    times: int
    size: int
    looks: tuple[Look, ...] = ()


class Watched(StrEnum):
    """What came of looking for faces in a recording."""

    WATCHED = "watched"
    UNREADABLE = "unreadable"  # there is no picture to look at
    CRASHED = "crashed"  # what looks for faces died on it
    TIMED_OUT = "timed-out"  # it did not come back
    NO_MODELS = "no-models"  # the instruments are not installed


@dataclass(frozen=True, slots=True)
class FacesSeen:
    """The people in one recording: ``moments`` are the media times that were looked at."""

    watched: Watched
    width: int = 0
    height: int = 0
    moments: tuple[int, ...] = ()
    tracks: tuple[Track, ...] = ()
    detail: str = ""


class PortraitFault(StrEnum):
    """Why a portrait is not good enough to compare with."""

    MISSING = "missing"  # the roster names none, or it is not in the bundle
    EMPTY = "empty"  # a file without a byte
    LARGE = "large"  # more bytes or pixels than are taken in
    UNREADABLE = "unreadable"  # no picture that opens
    ASIDE = "aside"  # it lies on its side, or upside down
    NO_FACE = "no-face"
    SEVERAL_FACES = "several-faces"
    SMALL = "small"
    BLURRED = "blurred"
    TURNED = "turned"  # not seen from the front
    SAME_FILE = "same-file"  # the very file of another learner
    SAME_FACE = "same-face"  # the face of another learner
    OTHER_FACE = "other-face"  # not the face of this learner's other photos
    NOT_LOOKED_AT = "not-looked-at"  # the instruments are not installed, or died


@dataclass(frozen=True, slots=True)
class Portrait:
    """One photo of the roster, looked at: ``digest`` is that of its file, ``face`` the one in it.

    ``fault`` is None where it is good to compare with, which is where ``vector`` counts.
    """

    digest: str
    fault: PortraitFault | None = None
    face: Face | None = None
    sharpness: float = 0.0
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How unlike a track is to a learner's nearest portrait, in thousandths."""

    learner: str
    distance: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A track compared with the portraits of a roster, nearest first; ``path`` is the recording.

    ``likenesses`` is empty where the face was never seen well enough to compare.
    """

    path: str
    track: Track
    likenesses: tuple[Likeness, ...] = ()

    def margin(self) -> int:
        """By how much the second best is farther than the best; a roster of one has no second."""
        best, *rest = self.likenesses
        return rest[0].distance - best.distance if rest else 1_000


@dataclass(frozen=True, slots=True)
class Thresholds:
    """An embedder's card in thousandths, and the least face in pixels.

    A distance of at most ``match``, with ``margin`` to the second best, is that learner; one above
    ``possible`` is not; what lies between is not known.
    """

    match: int
    margin: int
    possible: int
    smallest_face: int


@dataclass(frozen=True, slots=True)
class RecordingFaces:
    """The faces of one recording of the class, compared: ``path`` is the recording's."""

    path: str
    seen: FacesSeen
    sightings: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassFaces:
    """All the faces of a class: portraits by learner, recordings, and how they were compared.

    ``models`` names what looked and compared, each with its digest or version; it is empty, as
    are the others, where nobody looked. ``lookalikes`` and ``also_there`` are what a record of
    faces knows from other classes, where one was asked.
    """

    portraits: tuple[tuple[str, tuple[Portrait, ...]], ...] = ()
    recordings: tuple[RecordingFaces, ...] = ()
    thresholds: Thresholds | None = None
    models: tuple[tuple[str, str], ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    also_there: tuple[AlsoThere, ...] = ()
