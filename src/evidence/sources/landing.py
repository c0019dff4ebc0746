"""The landing folder: where evidence lands, class by class, whole or not at all.

::

    landing/INSTITUTION/CLASS/recordings/cam1/a.mp4           what has landed
    landing/INSTITUTION/CLASS/recordings/cam1/.a.mp4.….part   what is on its way
    landing/.landed/INSTITUTION/CLASS/….json                  what came from where
    landing/.missing/INSTITUTION/CLASS/….json                 what did not come, and why

Names that begin with a dot are no part of a bundle.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field

from evidence.domain.text import say
from evidence.domain.time import SECOND
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import (
    Landed,
    NotFetched,
    NotLanded,
    Offer,
    Reason,
    Source,
)
from evidence.sources.file_names import safe_path
from evidence.sources.receipts import Receipt, Receipts, durably
from evidence.sources.remarks import shown
from evidence.sources.unfit import Unfit

CHUNK = 1 << 20
ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha512"})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class LandingSection(BaseModel):
    """``[landing]``: where evidence lands.

    ``span_tolerance_seconds`` is how far footage may be longer or shorter than the time that it
    was offered for: recorders cut at key frames. ``least_free_gigabytes`` stay free on the disk.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path = Path("var/landing")
    span_tolerance_seconds: Annotated[int, Field(ge=0)] = 10
    least_free_gigabytes: Annotated[float, Field(ge=0)] = 1


class FootageGauge(Protocol):
    """Measures footage."""

    def __call__(self, path: Path) -> int | None:
        """Microseconds from the first frame to the end of the last; None where there are none."""
        ...


class _Unsound(Exception):
    """What was fetched is not what was offered; ``keep`` tells whether to go on from it."""

    def __init__(self, reason: Reason, detail: str = "", *, keep: bool = False) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
        self.keep = keep


@dataclass(frozen=True, slots=True)
class Landing:
    """The landing folder of a deployment.

    ``gauge`` measures footage once it is there; without one its span is not checked.
    """

    section: LandingSection
    gauge: FootageGauge | None = None

    @property
    def folder(self) -> Path:
        """The folder itself."""
        return self.section.folder

    def bundle(self, subject: str) -> Path:
        """The folder of one class, ``INSTITUTION/CLASS``.

        Raises:
            Unfit: when the subject is no such pair of safe names.
        """
        return self.folder / _subject(subject)

    def land(
        self, source: Source, offer: Offer, subject: str, *, now: int, progress: Progress
    ) -> Landed | NotLanded:
        """Fetch an offer into its class's folder, unless it lies there already.

        Whatever is wrong with the offer is told, kept among what is missing, and tried again at
        the next call; only a disk that fails raises.
        """
        try:
            place, name = _subject(subject), safe_path(offer.name)
        except Unfit as unfit:
            return NotLanded(subject, source.name, offer, Reason.NAME, str(unfit.what), 1, now, now)
        receipts = Receipts(self.folder, place)
        known = receipts.landed(source.name, offer.id)
        if known and known.fits(offer) and _size(self.folder / place / known.path) == known.size:
            return Landed(known.path, known.size, known.sha256, new=False)
        target = Path(place, known.path if known else name)
        try:
            landed = self._fetched(source, offer, target, progress, again=known is not None)
        except NotFetched as error:
            return _told(receipts, source, offer, error, now)
        except OSError as error:
            if error.errno not in FULL:
                raise
            return _told(receipts, source, offer, NotFetched(Reason.ROOM), now)
        receipts.keep(Receipt.of(source.name, offer, landed, at=now))
        return landed

    def still_missing(self) -> tuple[NotLanded, ...]:
        """What was tried and has not landed to this day, class by class."""
        return tuple(Receipts.all_missing(self.folder))

    def _fetched(
        self, source: Source, offer: Offer, place: Path, progress: Progress, *, again: bool
    ) -> Landed:
        """Fetched, checked and put in its ``place`` below the folder, or near it if that is taken.

        ``again`` tells that what lies there is an earlier version of the same offer.
        """
        target = self.folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        self._room_for(offer, target.parent)
        part = target.with_name(f".{target.name}.{_version(source.name, offer)}.part")
        with _alone(part):
            source.fetch(offer, part, progress)
            try:
                sha256 = self._checked(part, offer, footage=place.parts[2] == "recordings")
            except _Unsound as unsound:
                if not unsound.keep:
                    part.unlink()
                raise NotFetched(unsound.reason, unsound.detail) from unsound
            size = part.stat().st_size
            target = target if again else _free(target, sha256, offer)
            durably(part, target)
        inside = target.relative_to(self.folder.joinpath(*place.parts[:2]))
        return Landed(inside.as_posix(), size, sha256, new=True)

    def _room_for(self, offer: Offer, folder: Path) -> None:
        wanted = (offer.size or 0) + self.section.least_free_gigabytes * 1e9
        if shutil.disk_usage(folder).free < wanted:
            raise NotFetched(Reason.ROOM)

    def _checked(self, part: Path, offer: Offer, *, footage: bool) -> str:
        """The SHA-256 of what was fetched, once it is all that was offered."""
        size = _size(part) or 0
        if not size:
            raise _Unsound(Reason.EMPTY)
        if offer.size is not None and size != offer.size:
            less = size < offer.size
            told = f"{size} / {offer.size} B"
            raise _Unsound(Reason.PARTIAL if less else Reason.SIZE, told, keep=less)
        algorithm, _, digest = offer.digest.partition(":")
        found = _digests(part, {"sha256", *({algorithm} & ALGORITHMS)})
        if algorithm in found and found[algorithm] != digest.lower():
            raise _Unsound(Reason.DIGEST, algorithm)
        if footage:
            self._check_span(part, offer)
        return found["sha256"]

    def _check_span(self, part: Path, offer: Offer) -> None:
        if self.gauge is None or offer.span is None:
            return
        length = self.gauge(part)
        if not length:
            raise _Unsound(Reason.FOOTAGE)
        if abs(length - offer.span.length) > self.section.span_tolerance_seconds * SECOND:
            told = f"{length / SECOND:.1f} s / {offer.span.length / SECOND:.1f} s"
            raise _Unsound(Reason.SPAN, told)


def _told(
    receipts: Receipts, source: Source, offer: Offer, error: NotFetched, now: int
) -> NotLanded:
    """Why it did not land, kept with the number of tries; one that is under way is no try."""
    told = NotLanded(receipts.subject, source.name, offer, error.reason, error.detail, 1, now, now)
    if error.reason is Reason.BUSY:
        return told
    before = receipts.missing(source.name, offer.id)
    if before:
        told = replace(told, tries=before.tries + 1, first_at=before.first_at)
    receipts.miss(told)
    return told


def _subject(subject: str) -> str:
    """``INSTITUTION/CLASS`` as two folders."""
    safe = safe_path(subject)
    if safe.count("/") != 1 or safe != subject:
        raise Unfit(say('found "{found}", expected INSTITUTION/CLASS', found=shown(subject)))
    return safe


def _version(source: str, offer: Offer) -> str:
    """Tells versions of an offer apart, so that none goes on from the beginning of another."""
    parts = (source, offer.id, offer.size, offer.modified, offer.digest)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _digests(path: Path, algorithms: set[str]) -> dict[str, str]:
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            for running in hashes.values():
                running.update(chunk)
    return {name: running.hexdigest() for name, running in hashes.items()}


def _free(target: Path, sha256: str, offer: Offer) -> Path:
    """Where it goes: another's file of that name stays, unless it is the very same."""
    if not target.exists() or _digests(target, {"sha256"})["sha256"] == sha256:
        return target
    mark = hashlib.sha256(f"{offer.id}\0{sha256}".encode()).hexdigest()[:8]
    return target.with_name(f"{PurePosixPath(target.name).stem}-{mark}{target.suffix}")


@contextmanager
def _alone(part: Path) -> Iterator[None]:
    """Nobody else, in this process or another, writes this part meanwhile.

    Raises:
        NotFetched: when somebody does.
    """
    with part.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotFetched(Reason.BUSY) from error
        # Whoever held it before may have put it in its place: then this is a file of no name.
        if not part.exists() or os.fstat(lock.fileno()).st_ino != part.stat().st_ino:
            raise NotFetched(Reason.BUSY)
        try:
            yield
        finally:
            if _size(part) == 0:
                part.unlink()
