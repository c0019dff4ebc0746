"""Sources: what recorders and platforms have to give, and what became of fetching it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from evidence.domain.errors import EvidenceError
from evidence.domain.text import Text, say
from evidence.domain.time import Interval
from evidence.pipeline.ports import Progress


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a source has to give.

    ``id`` is the same every night for the same thing, within its source. ``name`` is where it
    belongs in the class's folder, such as ``recordings/cam1/a.mp4`` or ``online/x.jsonl.gz``.
    ``size`` is in bytes and None where the source does not tell it; ``modified``, ``span`` and
    ``start`` are wall time, None where not known: of some footage only the start is. ``camera`` is
    "" where not known. ``digest`` is as ``sha256:…`` or ``md5:…`` in hexadecimal, or as ``etag:…``,
    which only tells versions apart, or "".
    """

    id: str
    name: str
    size: int | None = None
    modified: int | None = None
    camera: str = ""
    span: Interval | None = None
    start: int | None = None
    digest: str = ""

    def may_cover(self, wanted: Interval, *, longest: int) -> bool:
        """Whether it may hold something of this stretch; ``longest`` is how long a file may be.

        What can't be dated may hold anything.
        """
        if self.span:
            return self.span.meet(wanted) is not None
        if self.start is None:
            return True
        return Interval(self.start, self.start + longest).meet(wanted) is not None


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes of an offer are in their file: ``size`` in all, from ``resumed_at`` on this time.

    ``size`` is what lies in the file, not what the source said of it.
    """

    size: int
    resumed_at: int = 0


class Source(Protocol):
    """A recorder, a store of files or a learning platform."""

    @property
    def name(self) -> str:
        """Its name in the deployment; offers are told apart by it."""
        ...

    def offers(self, wanted: Interval) -> Iterable[Offer]:
        """All that it has of this stretch of wall time, and what can't be dated.

        Raises:
            NotFetched: when it can't be asked, or its answer can't be read.
        """
        ...

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Write the offer's bytes to ``into``, going on from what lies there already.

        Progress advances by bytes.

        Raises:
            NotFetched: when not all of it came; what came stays in ``into``.
        """
        ...


class Reason(StrEnum):
    """Why something is not there."""

    UNREACHABLE = "unreachable"  # nobody answers, or the line broke
    LOGIN = "login"  # it wants another name or password
    GONE = "gone"  # it was offered, and is not there to be fetched
    ANSWER = "answer"  # it answered what can't be understood
    PARTIAL = "partial"  # fewer bytes than it said
    SIZE = "size"  # more bytes than it said
    EMPTY = "empty"  # not one byte
    DIGEST = "digest"  # the bytes are not those that it told the digest of
    SPAN = "span"  # the footage is longer or shorter than the time that it is offered for
    FOOTAGE = "footage"  # no footage that can be read
    NAME = "name"  # its name leads out of the folder
    ROOM = "room"  # no room on the disk
    BUSY = "busy"  # somebody else is fetching it right now


class NotFetched(EvidenceError):
    """A source could not be asked or did not give what it offered.

    ``detail`` is its own word on it, in its language, without addresses and secrets.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return str(explained(self.reason, self.detail))


@dataclass(frozen=True, slots=True)
class Landed:
    """An offer that lies in its class's folder: ``path`` there, what it holds, and whether anew."""

    path: str
    size: int
    sha256: str
    new: bool


@dataclass(frozen=True, slots=True)
class NotLanded:
    """An offer that does not lie in its class's folder, and why.

    ``subject`` is ``INSTITUTION/CLASS``; ``tries`` counts the times that it was tried, from
    ``first_at`` to ``last_at`` (wall time).
    """

    subject: str
    source: str
    offer: Offer
    reason: Reason
    detail: str = ""
    tries: int = 1
    first_at: int = 0
    last_at: int = 0

    @property
    def why(self) -> Text:
        """The reason as a sentence."""
        return explained(self.reason, self.detail)


@dataclass(frozen=True, slots=True)
class Feed:
    """A source, and whose evidence it has.

    ``training_class`` is "" where the timetable tells which class a recording belongs to: the one
    of this institution whose sessions name its camera at that time. ``logs`` says that it has
    learning logs, which may be of any hour of a day, and ``listed`` that it has but one listing,
    whatever time it is asked about.
    """

    source: Source
    institution: str
    training_class: str = ""
    logs: bool = False
    listed: bool = False


class LandingPlace(Protocol):
    """Where evidence lands: a folder for each class."""

    def land(
        self, source: Source, offer: Offer, subject: str, *, now: int, progress: Progress
    ) -> Landed | NotLanded:
        """Fetch an offer into its class's folder, unless it lies there already.

        What was fetched is checked for size, digest and span before it shows there, all at once.
        """
        ...

    def still_missing(self) -> tuple[NotLanded, ...]:
        """What was tried and has not landed to this day, class by class."""
        ...


_SENTENCES = {
    Reason.UNREACHABLE: say("it can't be reached: {detail}"),
    Reason.LOGIN: say("it refuses the name and password: {detail}"),
    Reason.GONE: say("it is no longer there: {detail}"),
    Reason.ANSWER: say("its answer can't be understood: {detail}"),
    Reason.PARTIAL: say("only a part of it came: {detail}"),
    Reason.SIZE: say("more came than was told of: {detail}"),
    Reason.EMPTY: say("it is empty"),
    Reason.DIGEST: say("its content is not what its digest says: {detail}"),
    Reason.SPAN: say("it does not cover the time that it is offered for: {detail}"),
    Reason.FOOTAGE: say("it is no footage that can be read"),
    Reason.NAME: say("its name is not fit for a file: {detail}"),
    Reason.ROOM: say("there is no room for it on the disk"),
    Reason.BUSY: say("somebody else is fetching it right now"),
}


def explained(reason: Reason, detail: str = "") -> Text:
    """A reason as a sentence; ``detail`` is the source's own word, "" for none."""
    return say(_SENTENCES[reason].pattern, detail=detail or "–")
