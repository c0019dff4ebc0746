"""A segment: footage of one camera from one key frame on, written as it comes.

It is a fragmented MP4, so that what was written before a crash can be read, under a hidden name
until it is whole; then it lands under a name that dates it. Packets are copied, nothing is encoded
anew.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from fractions import Fraction
from pathlib import Path
from typing import IO

import av
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream

from evidence.domain.time import MILLISECOND, SECOND
from evidence.sources.file_names import safe_part
from evidence.sources.live.lost import Lost, StreamLost
from evidence.sources.moments import EPOCH
from evidence.sources.receipts import durably

# A fragment at each key frame, and no longer than a second: that is all that a crash can cost.
MP4 = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "1000000"}
AT_ONCE = {"flush_packets": "1"}
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_PART = re.compile(r"\.live_(\d+)_\d+\.mp4\.part")
_TRIED = ".salvage_"


@dataclass(frozen=True, slots=True)
class Kept:
    """A segment that has landed: its files, and its span in wall time."""

    paths: tuple[Path, ...]
    start: int
    end: int


@dataclass(slots=True)
class Clocked:
    """Where a stream's clock stands on this machine's.

    ``offset`` is wall time less media time by the least delayed of all packets so far: what comes
    in a burst behind a hold-up, or lay in the camera's store when we came, comes late, never early.
    """

    offset: int

    def saw(self, media: int, arrived: int) -> None:
        """One packet more."""
        self.offset = min(self.offset, arrived - media)


@dataclass(slots=True)
class Segment:
    """A segment that is being written, for each of ``folders``; media times are microseconds."""

    folders: Sequence[Path]
    part: Path
    lock: IO[bytes]
    output: OutputContainer
    stream: VideoStream
    tick: Fraction
    clock: Clocked
    first: int
    last: int
    length: int = 0
    zero: int = 0
    order: int = field(default=-1)

    @classmethod
    def begun(
        cls,
        folders: Sequence[Path],
        stream: VideoStream,
        *,
        media: int,
        arrived: int,
        least_free: int,
    ) -> Segment:
        """A segment of a stream, before its first packet is written.

        Raises:
            StreamLost: when the disk has less than ``least_free`` bytes, or can't be written to.
        """
        part = folders[0] / f".live_{arrived}_{os.getpid()}.mp4.part"
        with writing():
            part.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(part.parent).free < least_free:
                raise StreamLost(Lost.ROOM)
            lock = part.open("ab")
            fcntl.flock(lock, fcntl.LOCK_EX)
            output = _opened(part)
            copy = output.add_stream_from_template(stream)
        tick = stream.time_base or Fraction(1, SECOND)
        clock = Clocked(arrived - media)
        return cls(folders, part, lock, output, copy, tick, clock, media, media)

    def write(self, packet: Packet[VideoStream], media: int, arrived: int) -> None:
        """One packet, which has both time stamps.

        Raises:
            StreamLost: when the disk is full or can't be written to.
        """
        if packet.pts is None or packet.dts is None:
            raise ValueError("a packet without a time stamp is to have been given one")
        if self.order < 0:
            self.zero = packet.dts
        order = max(packet.dts - self.zero, self.order + 1)
        packet.pts, packet.dts = max(packet.pts - self.zero, order), order
        packet.stream = self.stream
        self.order = order
        self.clock.saw(media, arrived)
        self.last = max(self.last, media)
        self.length = round((packet.duration or 0) * self.tick * SECOND) or self.length
        with writing():
            self.output.mux_one(packet)

    @property
    def start(self) -> int:
        """Wall time of its first frame."""
        return self.first + self.clock.offset

    @property
    def end(self) -> int:
        """Wall time at which its last frame ends."""
        return self.last + self.length + self.clock.offset

    def land(self) -> Kept | None:
        """Close it and give it its name; None where it holds nothing.

        Raises:
            StreamLost: when the disk is full or can't be written to; then the part stays.
        """
        try:
            with writing():
                self.output.close()
                if self.order < 0:
                    self.part.unlink()
                    return None
                paths = tuple(landed(self.part, self.folders, self.start))
        finally:
            self.lock.close()
        return Kept(paths, self.start, self.end)


class writing:  # noqa: N801 - reads as what it does: with writing():
    """Tells an error of the disk as what it is."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, FFmpegError | OSError):
            full = error.errno in FULL
            raise StreamLost(Lost.ROOM if full else Lost.DISK, error.strerror or "") from error


def _opened(part: Path) -> OutputContainer:
    return av.open(f"file:{part}", "w", format="mp4", options=MP4, container_options=AT_ONCE)


def landed(part: Path, folders: Sequence[Path], start: int) -> Iterator[Path]:
    """Give a part its name in each folder; in all but the first it is a link, or a copy."""
    first = _free(folders[0], start)
    durably(part, first)
    yield first
    for folder in folders[1:]:
        folder.mkdir(parents=True, exist_ok=True)
        other = _free(folder, start)
        try:
            other.hardlink_to(first)
        except OSError:
            copy = other.with_name(f".{other.name}.part")
            shutil.copyfile(first, copy)
            durably(copy, other)
        yield other


def _free(folder: Path, start: int) -> Path:
    """A name that nothing has yet: two segments never begin within a millisecond."""
    while (path := folder / segment_name(folder.name, start)).exists():
        start += MILLISECOND
    return path


def segment_name(camera: str, start: int) -> str:
    """The name of a segment, which dates it to the millisecond, in UTC (docs/footage.md)."""
    moment = EPOCH + timedelta(milliseconds=start // MILLISECOND)
    stamp = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S")
    return f"{safe_part(camera)}_{stamp}.{start // MILLISECOND % 1000:03}Z.mp4"


def salvaged(folders: Sequence[Path]) -> Iterator[Kept]:
    """What killed recorders left in the first of the folders, landed as far as it can be read.

    One that another process still writes is left alone, and so is one that ended a process before.
    """
    for part in sorted(folders[0].glob(".live_*.mp4.part")):
        named = _PART.fullmatch(part.name)
        if not named:
            continue
        with part.open("rb+") as lock, suppress(FFmpegError, OSError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            kept = _salvaged(part, folders, began=int(named[1]))
            if kept:
                yield kept


def _salvaged(part: Path, folders: Sequence[Path], *, began: int) -> Kept | None:
    written = part.stat().st_mtime_ns // 1000
    tried = part.with_name(_TRIED + part.name.removeprefix("."))
    part.rename(tried)
    whole = tried.with_suffix(".whole")
    length = _copied(tried, whole)
    if not length:
        whole.unlink(missing_ok=True)
        tried.unlink()
        return None
    # It began when its first packet came, or before: its last can't have come after the last write.
    start = min(began, written - length)
    paths = tuple(landed(whole, folders, start))
    tried.unlink()
    return Kept(paths, start, start + length)


def _copied(part: Path, into: Path) -> int:
    """Copy all whole packets of a broken part; how long they are, in microseconds."""
    length = 0
    try:
        source = av.open(f"file:{part}")
    except FFmpegError:
        return 0
    with source, _opened(into) as output:
        (stream,) = source.streams.video
        copy = output.add_stream_from_template(stream)
        tick = stream.time_base or Fraction(1, SECOND)
        with suppress(FFmpegError):
            for packet in source.demux(stream):
                if packet.dts is None or packet.is_corrupt:
                    continue
                length = round((packet.dts + (packet.duration or 0)) * tick * SECOND)
                packet.stream = copy
                output.mux_one(packet)
    return length
