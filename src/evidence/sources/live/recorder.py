"""The recorder: one stream into segments, until it is told to stop or the stream breaks.

It runs in a process of its own: a demuxer that crashes or hangs ends one camera's recording, for a
moment, and nothing else.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from statistics import median_low
from typing import Any

import av
from av.container import InputContainer
from av.error import (
    ConnectionRefusedError as NobodyThere,
)
from av.error import (
    ExitError,
    FFmpegError,
    HTTPForbiddenError,
    HTTPNotFoundError,
    HTTPUnauthorizedError,
    InvalidDataError,
)
from av.packet import Packet
from av.video.stream import VideoStream

from evidence.domain.time import SECOND
from evidence.sources.live.lost import Lost, StreamLost
from evidence.sources.live.segment import Kept, Segment, salvaged

# An instrument's numbers. A stream's clock that runs ahead of ours by more than LEAP between two
# packets was set anew, for no packet comes before its time; so was one that steps back.
LEAP = 2 * SECOND
STEP_BACK = SECOND
ALIVE = SECOND
SETTLED = SECOND // 2
LATE = "no answer in time"
PROBED = 30  # packets that a rate is told from
OPTIONS = {
    "allowed_media_types": "video",  # sound is not evidence of anything here, and is not kept
    "protocol_whitelist": "rtsp,rtsps,rtp,udp,tcp,tls",
    "analyzeduration": "2000000",
    "fpsprobesize": "0",
}
AWAY = frozenset(
    {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ETIMEDOUT, errno.EIO, errno.ECONNRESET}
)


@dataclass(frozen=True, slots=True)
class Job:
    """What to record: ``url`` holds name and password; ``least_free`` is in bytes."""

    url: str
    transport: str
    segment: int
    silence: float
    least_free: int


@dataclass(slots=True)
class Wanted:
    """What others want of a running recorder: where to record to, and whether at all."""

    folders: tuple[Path, ...]
    stop: bool = False


@dataclass(frozen=True, slots=True)
class Recorder:
    """Records one stream; ``tell`` tells what happens, ``clock`` is wall time in microseconds."""

    job: Job
    wanted: Wanted
    tell: Callable[[Mapping[str, Any]], None]
    clock: Callable[[], int]

    def record(self) -> None:
        """Record until told to stop; what killed recorders left here is landed first.

        Raises:
            StreamLost: when the stream can't be had, or not any longer.
        """
        for kept in salvaged(self.wanted.folders):
            self.tell_landed(kept)
        with opened(self.job) as container:
            stream = picture(container)
            self.tell(described(stream))
            _Taking(self, stream).take(container)

    def tell_landed(self, kept: Kept | None) -> None:
        """A segment that has its place; None is one that held nothing."""
        if kept:
            paths = [str(path) for path in kept.paths]
            self.tell({"told": "landed", "paths": paths, "start": kept.start, "end": kept.end})


@dataclass(slots=True)
class _Taking:
    """Packets taken one by one into segment after segment."""

    recorder: Recorder
    stream: VideoStream
    segment: Segment | None = None
    came: int = 0
    began: bool = False
    told_alive: int = 0

    def take(self, container: InputContainer) -> None:
        last = self.recorder.clock()
        try:
            for packet, media in stamped(packets(container, self.stream), self.stream):
                last = self.recorder.clock()
                self._one(packet, media, last)
                if self.recorder.wanted.stop:
                    return
            raise StreamLost(Lost.ENDED)
        except (ExitError, TimeoutError) as error:
            silent = f"{self.recorder.job.silence:g} s"
            raise StreamLost(Lost.SILENT, silent) from error
        except FFmpegError as error:
            raise StreamLost(Lost.ENDED, error.strerror or "") from error
        finally:
            self._land()

    def _one(self, packet: Packet[VideoStream], media: int, arrived: int) -> None:
        if self.segment and _leapt(self.segment, media, arrived):
            self.recorder.tell({"told": "leapt"})
            self._land()
        if packet.is_keyframe and self._is_over(media):
            self._land()
            self._begin(media, arrived)
        if self.segment is None:
            return
        self.segment.write(packet, media, arrived)
        self.came = self.came or arrived
        if arrived - self.came >= SETTLED:
            self._tell_began()
        if arrived - self.told_alive >= ALIVE:
            self.told_alive = arrived
            self.recorder.tell({"told": "alive", "at": self.segment.end})

    def _is_over(self, media: int) -> bool:
        """Whether the next key frame begins another segment."""
        segment = self.segment
        return (
            segment is None
            or media - segment.first >= self.recorder.job.segment
            or tuple(segment.folders) != self.recorder.wanted.folders
        )

    def _begin(self, media: int, arrived: int) -> None:
        self.segment = Segment.begun(
            self.recorder.wanted.folders,
            self.stream,
            media=media,
            arrived=arrived,
            least_free=self.recorder.job.least_free,
        )

    def _tell_began(self) -> None:
        """Told when the first packets have shown how late the very first was."""
        if self.segment and not self.began:
            self.began = True
            self.recorder.tell({"told": "began", "at": self.segment.start})

    def _land(self) -> None:
        if self.segment:
            self._tell_began()
        segment, self.segment = self.segment, None
        if segment:
            self.recorder.tell_landed(segment.land())


def opened(job: Job) -> InputContainer:
    """The stream, connected and playing.

    Raises:
        StreamLost: when it can't be had.
    """
    options = {**OPTIONS, "rtsp_transport": job.transport}
    asked = time.monotonic()
    try:
        return av.open(job.url, options=options, timeout=(job.silence, job.silence))
    except (HTTPUnauthorizedError, HTTPForbiddenError) as error:
        raise StreamLost(Lost.LOGIN, _word(error)) from error
    except HTTPNotFoundError as error:
        raise StreamLost(Lost.GONE, _word(error)) from error
    except (NobodyThere, ExitError, TimeoutError) as error:
        raise StreamLost(Lost.UNREACHABLE, _word(error)) from error
    except FFmpegError as error:
        # Where time runs out in the middle of an answer, FFmpeg takes what came for the whole.
        late = isinstance(error, InvalidDataError) and time.monotonic() - asked >= job.silence
        if late:
            raise StreamLost(Lost.UNREACHABLE, LATE) from error
        away = error.errno in AWAY
        raise StreamLost(Lost.UNREACHABLE if away else Lost.ANSWER, _word(error)) from error


def _word(error: OSError | FFmpegError) -> str:
    if isinstance(error, ExitError):
        return LATE
    return error.strerror or type(error).__name__


def picture(container: InputContainer) -> VideoStream:
    """The stream's track of pictures.

    Raises:
        StreamLost: when it has none.
    """
    if not container.streams.video:
        raise StreamLost(Lost.ANSWER, "no picture track")
    return container.streams.video[0]


def described(stream: VideoStream, rate: float | None = None) -> dict[str, Any]:
    """What a stream is, for whoever asked."""
    codec = stream.codec_context
    found = {"told": "stream", "codec": codec.name, "width": codec.width, "height": codec.height}
    return found | {"rate": rate}


def probed(job: Job) -> dict[str, Any]:
    """What a stream is, seen from its first packets; nothing is kept.

    Raises:
        StreamLost: when it can't be had.
    """
    with opened(job) as container:
        stream = picture(container)
        try:
            times = [media for _, media in islice(_timed(container, stream), PROBED)]
        except FFmpegError as error:
            raise StreamLost(Lost.SILENT, _word(error)) from error
        steps = [b - a for a, b in pairwise(times) if b > a]
        rate = SECOND / median_low(steps) if steps else None
        return described(stream, rate and round(rate, 2))


def _timed(
    container: InputContainer, stream: VideoStream
) -> Iterator[tuple[Packet[VideoStream], int]]:
    return stamped(packets(container, stream), stream)


def packets(container: InputContainer, stream: VideoStream) -> Iterator[Packet[VideoStream]]:
    """The stream's packets, without the empty one that ends it."""
    return (packet for packet in container.demux(stream) if packet.size)


def stamped(
    came: Iterator[Packet[VideoStream]], stream: VideoStream
) -> Iterator[tuple[Packet[VideoStream], int]]:
    """Each packet with both time stamps, and its media time in microseconds.

    The first ones of an RTSP stream often have none: they are counted back from the first that has.
    """
    tick = stream.time_base or Fraction(1, SECOND)
    usual = round(1 / (stream.average_rate * tick)) if stream.average_rate else round(0.04 / tick)
    held: list[Packet[VideoStream]] = []
    last: int | None = None
    for packet in came:
        order = packet.dts if packet.dts is not None else packet.pts
        step = packet.duration or usual
        if order is None and last is None:
            held.append(packet)
            continue
        if order is None:
            order = (last or 0) + step
        for back, before in enumerate(held):
            _set(before, order - step * (len(held) - back))
            yield before, round((before.dts or 0) * tick * SECOND)
        held.clear()
        _set(packet, order)
        last = order
        yield packet, round(order * tick * SECOND)


def _set(packet: Packet[VideoStream], order: int) -> None:
    packet.dts = order
    if packet.pts is None:
        packet.pts = order


def _leapt(segment: Segment, media: int, arrived: int) -> bool:
    """Whether the stream's clock was set anew before this packet."""
    ahead = media + segment.clock.offset - arrived
    return ahead > LEAP or media < segment.last - STEP_BACK
