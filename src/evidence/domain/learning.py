"""Learning: online lessons, and what a learner's log says of watching them.

Positions are microseconds into a lesson; every other time is wall time or a length of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from evidence.domain.showing import Showing
from evidence.domain.subject import Subject
from evidence.domain.time import MINUTE, Interval, Timeline

ONLINE_CLASS_HOUR = 45 * MINUTE  # of distinct content, or of playing time (contract, section 4)


# Lines lost of a log that could not be read at all, or breaks off: there may have been any number.
UNBOUNDED = 1 << 62


class EventKind(StrEnum):
    """The events of the native log."""

    START = "start"
    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"
    RATE = "rate"
    HEARTBEAT = "heartbeat"
    PROMPT_SHOWN = "prompt_shown"
    PROMPT_ANSWERED = "prompt_answered"
    FACE_CHECK = "face_check"
    SNAPSHOT = "snapshot"
    BLUR = "blur"
    FOCUS = "focus"
    COMPLETE = "complete"
    END = "end"


class Dialect(StrEnum):
    """The forms of learning log that are read."""

    NATIVE = "native"
    OPEN_EDX = "open-edx"
    XAPI = "xapi-video"

    @property
    def carries_proof(self) -> bool:
        """Whether it can hold prompts, face checks and snapshots at all."""
        return self is Dialect.NATIVE


@dataclass(frozen=True, slots=True)
class LogRelation:
    """A learning log as a relation, whatever its dialect: what of it to select.

    ``path`` is relative to the bundle. ``select`` is a SQL query (DuckDB) whose columns are
    ``learner, attempt, lesson, device, prompt, image`` (VARCHAR), ``kind`` (the enum of EventKind;
    NULL: of no known kind), ``ts`` (wall time), ``position`` and a seek's ``came`` (from) and
    ``went`` (to) in microseconds (BIGINT), ``rate`` in millionths (INTEGER), ``passed`` (BOOLEAN)
    and ``readable`` (BOOLEAN). It gives one row for every line that is not empty, in the order of
    the lines; a row with no learner, attempt or time, or not ``readable``, is a line that could not
    be read. It may look up the table ``roster`` (``number``, ``id``), and the connection's time
    zone is that of times without an offset.
    ``heading`` counts the lines before the first row; ``whole`` is False where the file breaks off.
    """

    path: str
    dialect: Dialect
    select: str
    heading: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class LostLines:
    """Lines of a log that could not be read: ``count`` of them, the first is line ``first``.

    ``count`` is UNBOUNDED, and ``first`` 0, where the file as a whole could not be read.
    """

    path: str
    count: int
    first: int = 0

    @property
    def subject(self) -> Subject:
        """The class as a whole: whose events they were, nobody knows."""
        return Subject()


@dataclass(frozen=True, slots=True)
class Lesson:
    """One online lesson of the course; ``professional`` is 专业课."""

    id: str
    order: int
    title: str
    duration: int
    professional: bool = False


class AdvanceKind(StrEnum):
    """How content got ahead of the clock."""

    RATE = "rate"  # played at a speed above 1
    GAIN = "gain"  # position gained on the wall clock while playing
    SEEK = "seek"  # a seek forward over content not yet played
    JUMP = "jump"  # the next playing began further on, and no event says why


@dataclass(frozen=True, slots=True)
class Advance:
    """Content that went by faster than the clock: ``amount`` microseconds gained or skipped.

    ``span`` is wall time, ``start`` and ``end`` positions in the lesson. ``rate`` is the speed,
    where a RATE, else 1.
    """

    kind: AdvanceKind
    amount: int
    span: Interval
    attempt: str
    start: int
    end: int
    rate: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One unbroken stretch of playing: from ``start`` to ``end`` in the lesson, over ``span``."""

    attempt: str
    span: Interval
    start: int
    end: int
    rate: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class LessonPlayback:
    """How one learner played one lesson.

    ``content`` is the set of positions played; ``playing`` the microseconds of playing time, over
    all attempts; ``first`` and ``last`` are the wall times of its first and last second played;
    ``advances`` holds every way in which content ran ahead, the largest of each kind and attempt.
    ``stretches`` are its playing in the order of the clock, cut where a seek or another speed
    begins, for drawing position against time; ``logs`` the files that tell of it.
    """

    learner: str
    lesson: Lesson
    content: Timeline
    playing: int
    first: int
    last: int
    advances: tuple[Advance, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    logs: tuple[str, ...] = ()
    lost: int = 0

    @property
    def subject(self) -> Subject:
        """This learner at this lesson."""
        return Subject(learner=self.learner, lesson=self.lesson.id)


@dataclass(frozen=True, slots=True)
class PromptGap:
    """The longest playing time of one attempt without an answered prompt.

    ``playing`` is microseconds of playing time; ``span`` the wall time that it stretches over,
    pauses included; ``lesson`` the one that was playing when it ended. ``carries_proof`` and
    ``lost`` as in LearnerPlayback.
    """

    learner: str
    lesson: str
    attempt: str
    playing: int
    span: Interval
    carries_proof: bool = True
    lost: int = 0
    logs: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """This learner at the lesson where the gap ended."""
        return Subject(learner=self.learner, lesson=self.lesson)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two attempts of one learner playing at one time."""

    attempts: tuple[str, str]
    span: Interval


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A picture of the learner that a log points to; ``image`` is a path in the bundle.

    A burst is several paths with ``;`` between them, a folder, or a short clip. ``opens`` tells
    whether the picture is there and decodes. ``asked`` is whether it is that of a face check, and
    ``passed`` the platform's own answer to it: recorded, never trusted. ``showing`` is what was
    seen in it; None where nobody has looked.
    """

    at: int
    image: str
    opens: bool
    asked: bool = False
    passed: bool | None = None
    showing: Showing | None = None


@dataclass(frozen=True, slots=True)
class LearnerHour:
    """The ``number``-th 45 min of a learner's playing time, with its snapshots.

    ``span`` runs on the wall clock from its first to its last second played, pauses included;
    ``snapshots`` also holds those from between this hour and the next. ``kept`` counts the pictures
    that open in each of this learner's hours. ``answers`` are the platform's own to face checks of
    which it kept no picture, None where it gives none. ``strangers`` counts the pictures of all of
    this learner's hours that show somebody else, and ``own`` those that show the learner.
    """

    learner: str
    number: int
    span: Interval
    snapshots: tuple[Snapshot, ...]
    carries_proof: bool = True
    lost: int = 0
    logs: tuple[str, ...] = ()
    kept: tuple[int, ...] = ()
    answers: tuple[bool | None, ...] = ()
    strangers: int = 0
    own: int = 0

    @property
    def subject(self) -> Subject:
        """This hour of this learner."""
        return Subject(learner=self.learner, hour=self.number)


@dataclass(frozen=True, slots=True)
class LessonStart:
    """The first playing of a professional lesson that has another before it.

    ``played`` is how much of that one had been played by then, as a share of its length.
    """

    lesson: str
    before: str
    at: int
    played: Fraction


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt that was shown ``at`` a wall time, and when it was ``answered``; None for never.

    ``lesson`` is the one that played then, "" where none did.
    """

    attempt: str
    lesson: str
    at: int
    answered: int | None


@dataclass(frozen=True, slots=True)
class LearnerPlayback:
    """Everything that the logs say of one learner.

    ``carries_proof`` is False where part of it came in a dialect without prompts, face checks and
    snapshots; ``lost`` counts the lines of the class's logs that could not be read, up to
    UNBOUNDED: so many events that seem absent may have been there. ``gaps`` holds the longest of
    each attempt; ``windows`` the stretches in which two attempts played at once; ``order`` the
    first playing of each professional lesson but the first; ``hours`` the whole 45 min of playing
    time. ``content`` is microseconds of distinct content, over all lessons, ``playing`` of playing
    time. ``prompts`` are only there for whoever asked for each of them.
    """

    learner: str
    lessons: tuple[LessonPlayback, ...]
    gaps: tuple[PromptGap, ...]
    windows: tuple[Overlap, ...]
    order: tuple[LessonStart, ...]
    hours: tuple[LearnerHour, ...]
    content: int
    playing: int
    carries_proof: bool = True
    lost: int = 0
    logs: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @property
    def subject(self) -> Subject:
        """This learner."""
        return Subject(learner=self.learner)
