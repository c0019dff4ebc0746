"""The stream: the packets of one recording in numbers, and its pictures made small.

Media time counts from the first picture shown, as everywhere.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from evidence.analyzers.frames.fetching import Standing, digest
from evidence.domain.time import SECOND

# The size that every picture is made small to, whatever its shape: nobody is recognised in it.
WIDTH, HEIGHT = 160, 90
# Seconds: a clock that steps back by more, or on by more, was set anew (as analyzers/media has it).
BACKWARDS, PLAUSIBLE = 1, 86_400
# So much before the first key frame that is wanted, reading begins: without an index, a demuxer
# that is sent to one may land on the next.
LEAD = 5 * SECOND

Small = NDArray[np.uint8]


@dataclass(slots=True)
class PacketTable:
    """Every packet of a stream in decoding order, in columns; times are media time.

    ``digest`` is 0 where a packet is no key frame's.
    """

    at: NDArray[np.int64]
    size: NDArray[np.int32]
    key: NDArray[np.bool_]
    digest: NDArray[np.uint32]
    order: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded picture: when it was shown, and its small luma (90×160).

    ``frame`` is the picture in full, good only until the next one is asked for.
    """

    at: int
    luma: Small
    frame: VideoFrame

    @property
    def chroma(self) -> tuple[Small, Small]:
        """Its small blue and red (45×80 each)."""
        blue, red = (
            _shrunk(_plane(self.frame, number), WIDTH // 2, HEIGHT // 2) for number in (1, 2)
        )
        return blue, red


@dataclass(slots=True)
class _Columns:
    at: array[int] = field(default_factory=lambda: array("q"))
    order: array[int] = field(default_factory=lambda: array("q"))
    size: array[int] = field(default_factory=lambda: array("l"))
    key: bytearray = field(default_factory=bytearray)
    digest: array[int] = field(default_factory=lambda: array("L"))
    keys: list[Standing] = field(default_factory=list)


@dataclass(slots=True)
class Stream:
    """One recording, opened: its packets, and decoding of the pictures that are asked for.

    ``broken`` counts the pictures that the decoder gave up on. ``leaps`` tells that its clock was
    set anew or leapt, so that media times here are not those that the packets were placed by.
    ``keys`` tells where key frames stand, by media time.
    """

    path: str
    container: InputContainer
    video: VideoStream
    keys: dict[int, Standing] = field(default_factory=dict)
    first: int = 0
    broken: int = 0
    decoded: int = 0
    leaps: bool = False

    @property
    def tick(self) -> Fraction:
        """Seconds in one tick of the stream's time stamps."""
        return self.video.time_base or Fraction(1, SECOND)

    def packets(self) -> PacketTable:
        """All packets, from the start; a stream that breaks off ends the table."""
        columns = _Columns()
        stamped, ordered = columns.at.append, columns.order.append
        sized, keyed, digested = columns.size.append, columns.key.append, columns.digest.append
        for packet in self._demuxed():
            order = packet.dts
            shown = packet.pts
            if shown is None:
                shown = order
            if shown is None:
                continue
            stamped(shown)
            ordered(shown if order is None else order)
            sized(packet.size)
            key = packet.is_keyframe
            keyed(key)
            told = digest(packet) if key else 0
            digested(told)
            if key:
                columns.keys.append(Standing.of(packet, told))
        at = np.array(columns.at, np.int64)
        self.first = int(at.min()) if len(at) else 0
        steps = np.diff(np.array(columns.order, np.int64))
        back, on = -int(BACKWARDS / self.tick), int(PLAUSIBLE / self.tick)
        self.leaps = bool(((steps <= back) | (steps > on)).any())
        media, keys = self.media(at), np.frombuffer(bytes(columns.key), np.bool_)
        self.keys = dict(zip(media[keys].tolist(), columns.keys, strict=True))
        return PacketTable(
            media,
            np.array(columns.size, np.int32),
            keys,
            np.array(columns.digest, np.uint32),
            np.array(columns.order, np.int64),
        )

    def media(self, stamps: NDArray[np.int64]) -> NDArray[np.int64]:
        """Media time of time stamps."""
        tick = self.tick * SECOND
        return (stamps - self.first) * tick.numerator // tick.denominator

    def key_frames(self, wanted: Iterable[int]) -> Iterator[Picture]:
        """The key frames whose packets bear these time stamps (media time), in order."""
        chosen = sorted(set(wanted))
        asked, before = 0, self.decoded + self.broken
        for packets in (self._fetched, self._met):
            rest = chosen[asked:]
            if not rest:
                break
            self._rewind(max(0, rest[0] - LEAD), keys_only=True)
            for packet in packets(rest):
                asked += 1
                yield from self._decoded(packet)
            yield from self._decoded(None)
        # A decoder may give up without a word.
        self.broken += max(0, asked - (self.decoded + self.broken - before))

    def _fetched(self, chosen: list[int]) -> Iterator[Packet[Any]]:
        """The packets of key frames, each read where it stands, up to the first that can't be."""
        if self.leaps:
            return
        with Path(self.path).open("rb", buffering=0) as file:
            for at in chosen:
                standing = self.keys.get(at)
                packet = standing.fetched(file) if standing else None
                if packet is None:
                    return
                yield packet

    def _met(self, chosen: list[int]) -> Iterator[Packet[Any]]:
        """The packets of key frames, met on the way through all."""
        wanted, last = set(chosen), chosen[-1]
        for packet in self._demuxed():
            stamp = packet.pts if packet.pts is not None else packet.dts
            if not packet.is_keyframe or stamp is None:
                continue
            at = self._at(stamp)
            if at in wanted:
                yield packet
            if at >= last:
                break

    def key_frame_near(self, media: int) -> Picture | None:
        """The key frame at or before a media time; None where none decodes."""
        self._rewind(media, keys_only=True)
        for packet in self._demuxed():
            if packet.is_keyframe:
                return next(iter([*self._decoded(packet), *self._decoded(None)]), None)
        return None

    def every_frame(self, start: int, end: int) -> Iterator[Picture]:
        """Every picture shown from ``start`` to ``end`` (media time), in order."""
        self._rewind(start, keys_only=False)
        for packet in self._demuxed():
            for picture in self._decoded(packet):
                if picture.at >= end:
                    return
                if picture.at >= start:
                    yield picture
        yield from (p for p in self._decoded(None) if start <= p.at < end)

    def now_and_then(self, start: int, end: int, every: int) -> Iterator[Picture]:
        """A picture each ``every`` microseconds from ``start`` to ``end``; all are decoded."""
        due = start
        self._rewind(start, keys_only=False)
        for packet in self._demuxed():
            for frame, at in self._frames(packet):
                if at >= end:
                    return
                if at >= due:
                    due = max(due, at) + every
                    yield small(frame, at)

    def _rewind(self, media: int, *, keys_only: bool) -> None:
        context = self.video.codec_context
        tick = self.tick * SECOND
        stamp = self.first + media * tick.denominator // tick.numerator
        self.container.seek(stamp, stream=self.video, backward=True)
        context.skip_frame = "NONKEY" if keys_only else "DEFAULT"

    def _demuxed(self) -> Iterator[Packet[VideoStream]]:
        try:
            for packet in self.container.demux(self.video):
                if packet.size:
                    yield packet
        except FFmpegError:
            self.broken += 1

    def _decoded(self, packet: Packet[VideoStream] | None) -> Iterator[Picture]:
        for frame, at in self._frames(packet):
            yield small(frame, at)

    def _frames(self, packet: Packet[VideoStream] | None) -> list[tuple[VideoFrame, int]]:
        """The frames that a packet completes, with their media times."""
        try:
            frames = self.video.codec_context.decode(packet)
        except FFmpegError:
            self.broken += 1
            return []
        self.decoded += len(frames)
        return [(frame, self._at(frame.pts)) for frame in frames if frame.pts is not None]

    def _at(self, stamp: int) -> int:
        return int((stamp - self.first) * self.tick.numerator * SECOND // self.tick.denominator)


def small(frame: VideoFrame, at: int) -> Picture:
    """The picture made small at once: each small pixel is the mean of those it stands for."""
    if frame.format.name not in {"yuv420p", "yuvj420p"}:
        frame = frame.reformat(format="yuv420p")
    return Picture(at, _shrunk(luma(frame), WIDTH, HEIGHT), frame)


def luma(frame: VideoFrame) -> Small:
    """The brightness of a picture's every pixel, good only as long as the frame is."""
    return _plane(frame, 0)


def _shrunk(plane: Small, width: int, height: int) -> Small:
    """Means over what each small pixel stands for; first by halves, which costs a third."""
    tall, wide = plane.shape
    while tall % 2 == wide % 2 == 0 and tall >= 4 * height and wide >= 4 * width:
        tall, wide = tall // 2, wide // 2
        plane = _resized(plane, wide, tall)
    return _resized(plane, width, height)


def _resized(plane: Small, width: int, height: int) -> Small:
    return np.asarray(cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _plane(frame: VideoFrame, number: int) -> Small:
    plane = frame.planes[number]
    rows: Small = np.frombuffer(memoryview(plane), np.uint8)
    return rows.reshape(plane.height, plane.line_size)[:, : plane.width]


def opened(path: str) -> Stream:
    """A recording to look at, with one decoder thread.

    Raises:
        FFmpegError: when it can't be opened.
        ValueError: when there is no picture track with a known codec.
    """
    container = av.open(
        f"file:{path}",
        metadata_errors="replace",
        container_options={"protocol_whitelist": "file,subfile"},
    )
    video = container.streams.best("video")
    if not isinstance(video, VideoStream) or video.codec_context is None:
        container.close()
        raise ValueError("no pictures to look at")
    video.codec_context.thread_count = 1
    return Stream(path, container, video)
