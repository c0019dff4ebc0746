"""Footage: recordings, what their packets say, and where they are silent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.domain.pictures import UNSEEN, Pictures
from evidence.domain.subject import Subject
from evidence.domain.time import Interval


class EndReason(StrEnum):
    """Why a recording ends where it ends."""

    COMPLETE = "complete"  # the container closes as it should
    TRUNCATED = "truncated"  # cut off: the container claims more than is there
    EMPTY = "empty"  # no byte, or not one video packet
    UNREADABLE = "unreadable"  # not to be opened as video at all
    NO_VIDEO = "no-video"  # opens, but has no picture track
    ENCRYPTED = "encrypted"  # packets, but no key to look at them
    CRASHED = "crashed"  # the demuxer died on it
    TIMED_OUT = "timed-out"  # the demuxer did not come back
    MISSING = "missing"  # named by the bundle, but not in it


class Break(StrEnum):
    """What kind of interruption a silence is."""

    SILENCE = "silence"  # no frame for a while
    CLOCK_RESET = "clock-reset"  # the stream's clock jumped back: how long is not known


@dataclass(frozen=True, slots=True)
class Silence:
    """An interruption within one file: ``at`` is media time, ``length`` microseconds.

    A silence is counted from the end of the frame before it (its start plus the usual frame
    duration), so that a camera of one frame a second is not silent between frames.
    """

    at: int
    length: int
    kind: Break = Break.SILENCE


class DatedBy(StrEnum):
    """Where a recording's wall-clock start was taken from, best first."""

    TABLE = "recordings.csv"
    CLASS_PATTERN = "class-pattern"
    BUILT_IN_PATTERN = "built-in-pattern"
    CONTAINER = "creation-time"
    NOTHING = "undated"


@dataclass(frozen=True, slots=True)
class Media:
    """What the packets of one file say; media times count from its first frame.

    ``duration`` runs from the first frame to the end of the last, silences included, and is 0
    where nothing was read. ``claimed`` is the header's duration, or None. ``created_at`` is the
    container's creation time as wall time, or None. ``detail`` is the demuxer's own word on what
    went wrong, in its language, without paths. ``damaged`` counts packets that the container marks
    as corrupt; they are frames like any other, for their time stamps are good.
    """

    end: EndReason
    duration: int = 0
    frame: int = 0
    silences: tuple[Silence, ...] = ()
    packets: int = 0
    key_frames: int = 0
    claimed: int | None = None
    created_at: int | None = None
    container: str = ""
    codec: str = ""
    width: int = 0
    height: int = 0
    detail: str = ""
    damaged: int = 0

    @property
    def recorded(self) -> int:
        """Microseconds of footage, silences taken out."""
        return self.duration - sum(silence.length for silence in self.silences)

    @property
    def whole(self) -> bool:
        """Whether everything that the file claims could be read."""
        return self.end is EndReason.COMPLETE


@dataclass(frozen=True, slots=True)
class FootageFile:
    """A file of footage, or one that the bundle names: ``path`` is relative to the bundle.

    ``camera`` is "" and ``start`` (wall time) None where neither table nor pattern tells them.
    ``camera_stated`` says that the institution itself named the camera, by table or class pattern,
    and not a recorder or a folder.
    """

    path: str
    camera: str = ""
    start: int | None = None
    dated_by: DatedBy = DatedBy.NOTHING
    present: bool = True
    camera_stated: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """A footage file together with what its packets say, and what its pictures show."""

    file: FootageFile
    media: Media
    pictures: Pictures = UNSEEN

    @property
    def path(self) -> str:
        """Its path in the bundle."""
        return self.file.path

    @property
    def subject(self) -> Subject:
        """This recording."""
        return Subject(recording=self.path)

    @property
    def span(self) -> Interval | None:
        """From first frame to last on the wall clock; None where undated or without frames."""
        if self.file.start is None or self.media.duration <= 0:
            return None
        return Interval(self.file.start, self.file.start + self.media.duration)
