"""Showing: what a picture that a platform kept shows of the learner whom it is said to show.

A picture may be a *burst*: several frames taken within seconds. How unlike two faces are is their
*distance* in thousandths; it is no percentage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Match(StrEnum):
    """Whose face a picture shows, by the learner's own portraits."""

    SAME = "same"
    UNSURE = "unsure"  # between the thresholds, too small, or a second learner as near
    OTHER = "other"  # too far from every portrait of this learner
    NO_FACE = "no-face"
    UNREADABLE = "unreadable"  # not there, or it does not open
    NO_PORTRAIT = "no-portrait"  # no portrait of this learner is good enough to compare with
    NOT_LOOKED_AT = "not-looked-at"  # the instruments are not installed, or died of it


class Life(StrEnum):
    """Whether what was before the camera moved as a living head does."""

    PROVEN = "motion-proven"
    INCONCLUSIVE = "inconclusive"
    SUSPICIOUS = "suspicious"


class Sign(StrEnum):
    """What tells against a picture."""

    SAME_PICTURE = "same-picture"  # the very pixels of another picture of this learner
    SAME_STILL = "same-still"  # one unmoved face in two pictures taken long apart
    SHARED = "shared"  # another learner's picture, too
    PORTRAIT = "portrait"  # the learner's portrait, not a look at the learner
    OLD = "old"  # taken before its event, by its own metadata
    FLAT = "flat"  # the face and what surrounds it move as one plane, as in a photo held up

    @property
    def is_copy(self) -> bool:
        """Whether it shows that no picture was taken, whatever any face score says."""
        return self in {Sign.SAME_PICTURE, Sign.SHARED}


@dataclass(frozen=True, slots=True)
class Against:
    """One sign against a picture; ``other`` is the picture that shows it, ``learner`` whose."""

    sign: Sign
    other: str = ""
    learner: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """What a picture shows: ``distance`` is to the learner's nearest portrait, where compared.

    ``nearest`` is the other learner of the roster whose portrait is nearest, ``farther`` by how
    many thousandths that one is farther than the learner's own. ``frames`` counts those of the
    burst that show a face, ``faces`` the faces of its fullest frame, ``size`` is the pixels of the
    face compared, and ``box`` where it is: left, top, width, height in the frame ``file``.
    ``motion`` is what the burst was measured by, in thousandths: see docs/liveness.md.
    """

    match: Match
    life: Life = Life.INCONCLUSIVE
    against: tuple[Against, ...] = ()
    distance: int | None = None
    nearest: str = ""
    farther: int | None = None
    frames: int = 0
    faces: int = 0
    size: int = 0
    file: str = ""
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    motion: tuple[tuple[str, int], ...] = ()

    @property
    def suspicious(self) -> bool:
        """Whether anything tells against it."""
        return self.life is Life.SUSPICIOUS or bool(self.against)

    @property
    def is_learner(self) -> bool:
        """Whether it shows the learner, and nothing tells against it."""
        return self.match is Match.SAME and not self.suspicious


@dataclass(frozen=True, slots=True)
class Motion:
    """How what a burst shows moved, in thousandths of the distance between the eyes.

    ``turn`` is how far the head turned from side to side, as a share of the face's width;
    ``depth`` how much of its points' motion no moving plane explains; ``moved`` how far the face
    went at most; and ``apart`` how far, as a share of that, what surrounds it strayed from where a
    plane that holds both would have taken it, None where the surroundings have nothing to follow.
    """

    turn: int
    depth: int
    moved: int
    apart: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What instruments saw in one picture or burst, or in one portrait.

    ``digest`` is that of the picture's pixels, of a burst's first. ``distances`` are to the nearest
    good portrait of each learner who has one. ``taken`` is wall time by the file's own metadata,
    None where it tells none. ``looked`` is False where the instruments died of it or are missing.
    """

    image: str
    looked: bool = True
    opened: bool = False
    digest: str = ""
    frames: int = 0
    faces: int = 0
    size: int = 0
    file: str = ""
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    distances: tuple[tuple[str, int], ...] = ()
    taken: int | None = None
    motion: Motion | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Two pictures whose faces, laid upon each other, are alike: ``likeness`` in thousandths.

    ``portrait_of`` is set where ``other`` is a portrait of that learner.
    """

    one: str
    other: str
    likeness: int
    portrait_of: str = ""


@dataclass(frozen=True, slots=True)
class Faces:
    """An embedder's card: distances in thousandths, and the least face in pixels."""

    match: int
    margin: int
    possible: int
    smallest_face: int


@dataclass(frozen=True, slots=True)
class Liveness:
    """A liveness card, in thousandths where not told otherwise.

    Motion is proven by a ``depth`` and a ``turn`` of at least so much; a burst in which the face
    ``moved`` and its surroundings are less than ``apart`` is suspicious, and so are two pictures
    taken at least ``minutes_apart`` whose faces are alike by ``still``, and one that is
    ``old_hours`` older than its event. A burst of fewer than ``least_frames`` proves nothing.
    ``measured`` is False where nobody has measured the card: then it is no ground for anything.
    """

    depth: int
    turn: int
    apart: int
    moved: int
    least_frames: int
    still: int
    minutes_apart: int
    old_hours: int
    measured: bool = True


@dataclass(frozen=True, slots=True)
class PicturesSeen:
    """All the pictures of a class that logs point to, as instruments saw them.

    ``portrayed`` are the learners with a portrait that is good enough to compare with. ``models``
    names what looked, each with its digest or version.
    """

    seen: tuple[Seen, ...] = ()
    alike: tuple[Alike, ...] = ()
    portrayed: frozenset[str] = frozenset()
    faces: Faces | None = None
    liveness: Liveness | None = None
    models: tuple[tuple[str, str], ...] = ()
