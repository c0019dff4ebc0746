"""Pictures: what looking at a recording's pictures found, and how hard it was looked at.

All times here are media time in microseconds, counted from the recording's first frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.domain.time import Bounds, Interval, Timeline


class Flaw(StrEnum):
    """Why seconds of footage show nothing of their own hour."""

    FROZEN = "frozen"  # the picture stands still
    BLACK = "black"  # there is no picture
    COVERED = "covered"  # the lens is covered, out of focus, or turned away
    LOOPED = "looped"  # they replay other seconds of this camera
    REUSED = "reused"  # they are also another session's
    UNCOMPARED = "uncompared"  # nobody knows whether they are: they can't be held against others


class Uncompared(StrEnum):
    """Why seconds can't be held against other footage."""

    KEY_FRAMES = "key-frames"  # these are far apart, and the file too large to look between them
    SHORT_FILES = "short-files"  # of these nobody knows which follow each other
    AFTER = "after"  # they come after footage that could not be compared, and may be a copy of it


class Speed(StrEnum):
    """How hard footage is looked at, quickest first."""

    PACKETS = "packets"  # sizes and digests of the packets, nothing decoded
    KEY_FRAMES = "key-frames"  # some of the pictures that stand for themselves
    FULL = "full"  # every picture of a stretch


@dataclass(frozen=True, slots=True)
class Look:
    """What one speed of looking read: so many packets or pictures, over ``length`` microseconds."""

    speed: Speed
    count: int
    length: int


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a recording: ``bundle`` is "" for the bundle at hand, else its SHA-256.

    ``picture`` is a small JPEG from its middle, in base 64, "" where there is none. For
    another bundle, ``known`` tells how many recordings the record knew when this was found, and
    ``start`` the wall time that it is claimed to begin at there, where that is known.
    """

    path: str
    span: Interval
    bundle: str = ""
    picture: str = ""
    known: int = 0
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """What one file has of a stretch over several, along one of its twin's: ``span`` is media time.

    ``wall`` is when that was; ``certain`` and ``twin`` are as a spell's.
    """

    path: str
    wall: Interval
    span: Interval
    certain: Interval | None
    twin: Place | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One moment of a replay: ``at`` in the recording, ``there`` in its twin, as small JPEGs.

    Both are in base 64; the twin's is "" where its file is not at hand. ``path`` and ``twin_path``
    are "" where these are the spell's own.
    """

    at: int
    there: int
    picture: str
    twin: str = ""
    path: str = ""
    twin_path: str = ""


@dataclass(frozen=True, slots=True)
class Still:
    """What a recording shows at one moment, as a small JPEG in base 64."""

    at: int
    picture: str


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of seconds with a flaw: ``certain`` is None where all of it is in doubt.

    The true edges lie between those of ``certain`` and those of ``possible``. ``by`` is the
    hardest look that settled it. ``twin`` is where the same seconds are, for those that replay.
    ``mirrored`` and ``speed`` (millionths of the twin's) say how they were changed.
    ``picture`` is a small JPEG from its middle, in base 64; ``pairs`` show a replay and its twin,
    ``stills`` what else it is, and what was before and after it. ``whole`` is what each file has of
    a stretch over several, its own or its twin's, in order, and ``number`` which of these this is,
    from 0.

    Raises:
        ValueError: when something is certain that is not possible.
    """

    flaw: Flaw
    possible: Interval
    certain: Interval | None
    by: Speed
    twin: Place | None = None
    mirrored: bool = False
    rate: int = 1_000_000
    picture: str = ""
    pairs: tuple[Pair, ...] = ()
    stills: tuple[Still, ...] = ()
    whole: tuple[Portion, ...] = ()
    number: int = 0

    def __post_init__(self) -> None:
        if self.certain and self.certain.meet(self.possible) != self.certain:
            raise ValueError("what is certain must also be possible")

    @property
    def first(self) -> bool:
        """Whether a stretch begins with this spell, so that all of it is told of here."""
        return self.number == 0

    @property
    def length(self) -> int:
        """Microseconds of the whole stretch."""
        return sum(part.span.length for part in self.whole) or self.possible.length

    @property
    def surely(self) -> int:
        """Microseconds of the whole stretch that are certain."""
        if not self.whole:
            return self.certain.length if self.certain else 0
        return sum(part.certain.length for part in self.whole if part.certain)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that a stretch in portions goes over, in order."""
        return tuple(dict.fromkeys(part.path for part in self.whole))

    @property
    def edge_error(self) -> int:
        """How far off an edge may be, in microseconds; the whole length where in doubt."""
        if self.certain is None:
            return self.possible.length
        before = self.certain.start - self.possible.start
        return max(before, self.possible.end - self.certain.end)


class Seen(StrEnum):
    """Whether the pictures of a recording were looked at."""

    NOT_ASKED = "not-asked"  # nobody wanted to know, or there are no pictures to look at
    LOOKED = "looked"  # to its end
    PARTLY = "partly"  # the decoder gave up on some pictures
    CRASHED = "crashed"  # the decoder died on it
    TIMED_OUT = "timed-out"  # the decoder did not come back


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the burnt-in clock of the picture at ``at`` was read to tell, and the ``line`` it is in.

    ``told`` are microseconds on the camera's own wall clock, which knows no time zone: its midnight
    of 1 January 1970 is 0. There are several where day and month can't be told apart.
    """

    at: int
    told: tuple[int, ...]
    line: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """How much had changed in the picture at ``at`` since the one before: thousandths of the usual.

    ``repeats`` says that the rhythm has a repeat there.
    """

    at: int
    change: int
    repeats: bool


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Pictures that come a second time, in a steady rhythm all through a recording.

    ``share`` of the pictures are such repeats, give or take ``error``, both in millionths; 0 where
    there is no rhythm. ``steps`` are those of a few seconds, to be shown.
    """

    share: int = 0
    error: int = 0
    steps: tuple[Step, ...] = ()


NO_RHYTHM = Rhythm()


@dataclass(frozen=True, slots=True)
class Pictures:
    """What looking at one recording's pictures found.

    ``prints`` is what comparing recordings needs of it, in the comparing analyzer's own form.
    ``stills`` show the clock in the picture where it does not run as it should.
    ``detail`` is the decoder's own word on what went wrong, without paths.
    """

    seen: Seen = Seen.NOT_ASKED
    looks: tuple[Look, ...] = ()
    spells: tuple[Spell, ...] = ()
    prints: str = ""
    clock: tuple[ClockReading, ...] = ()
    rhythm: Rhythm = NO_RHYTHM
    detail: str = ""
    stills: tuple[Still, ...] = ()

    def of(self, flaw: Flaw) -> tuple[Spell, ...]:
        """The spells of one flaw, in order of time."""
        return tuple(spell for spell in self.spells if spell.flaw is flaw)

    @property
    def unusable(self) -> Bounds:
        """Media time that certainly shows nothing of its hour, and that which may not."""
        certain = Timeline.of(spell.certain for spell in self.spells if spell.certain)
        return Bounds(certain, certain | Timeline.of(spell.possible for spell in self.spells))


UNSEEN = Pictures()
