"""Sampling: some key frames of a recording, decoded one at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from evidence.analyzers.face.instruments import Picture
from evidence.domain.time import SECOND

SHORTEST, LONGEST = 2 * SECOND, 60 * SECOND  # from sample to sample
SEVERAL = 15  # samples of a short file
TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One decoded key frame; ``at`` is media time."""

    at: int
    frame: VideoFrame

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as shown."""
        width, height = self.frame.width, self.frame.height
        return (height, width) if self.frame.rotation % 180 else (width, height)

    def rgb(self, scale: float = 1) -> Picture:
        """The picture upright, made smaller by the decoder's own scaler."""
        width, height = round(self.frame.width * scale), round(self.frame.height * scale)
        flat = self.frame.to_ndarray(format="rgb24", width=width, height=height)
        turn = TURNS.get(self.frame.rotation % 360)
        return np.asarray(flat if turn is None else cv2.rotate(flat, turn), np.uint8)


def samples(path: str) -> Iterator[Sample]:
    """Key frames from the first to the last, as far apart as a file of its length allows.

    Raises:
        FFmpegError: when the file can't be opened.
        ValueError: when it has no picture track.
    """
    with _opened(path) as (container, video):
        told = (container.duration or 0) * SECOND // av.time_base
        yield from _sampled(container, video, min(LONGEST, max(SHORTEST, told // SEVERAL)))


def pictures_at(path: str, times: Sequence[int]) -> dict[int, Picture]:
    """The pictures of samples that were taken before, by their media times; never raises."""
    found: dict[int, Picture] = {}
    try:
        with _opened(path) as (container, video):
            first = next((_stamp(packet) for packet in _key_packets(container, video)), None)
            for time in sorted(set(times)):
                sample = _sample_at(container, video, first or 0, time)
                if sample is not None:
                    found[time] = sample.rgb()
    except (FFmpegError, ValueError, OSError):
        return found
    return found


@contextmanager
def _opened(path: str) -> Iterator[tuple[InputContainer, VideoStream]]:
    """A file and its picture track.

    Raises:
        FFmpegError: when the file can't be opened.
        ValueError: when it has no picture track.
    """
    with av.open(
        f"file:{path}",
        metadata_errors="replace",
        container_options={"protocol_whitelist": "file,subfile"},
    ) as container:
        video = container.streams.best("video")
        if not isinstance(video, VideoStream) or video.codec_context is None:
            raise ValueError("no pictures to look at")
        video.codec_context.thread_count = 1
        yield container, video


def _sample_at(
    container: InputContainer, video: VideoStream, first: int, time: int
) -> Sample | None:
    """The sample of a media time; the key frame at or before it is where looking begins."""
    tick = video.time_base or Fraction(1, SECOND)
    container.seek(first + math.ceil(time / SECOND / tick), stream=video)
    for packet in _key_packets(container, video):
        at = round(((_stamp(packet) or 0) - first) * tick * SECOND)
        if at == time:
            return next((Sample(at, frame) for frame in _decoded(video, packet)), None)
        if at > time:
            return None
    return None


def _sampled(container: InputContainer, video: VideoStream, every: int) -> Iterator[Sample]:
    tick = video.time_base or Fraction(1, SECOND)
    first: int | None = None
    due = 0
    for packet in _key_packets(container, video):
        stamp = _stamp(packet)
        if stamp is None:
            continue
        first = stamp if first is None else first
        at = round((stamp - first) * tick * SECOND)
        if at < due:
            continue
        for frame in _decoded(video, packet):
            yield Sample(at, frame)
        due = at + every


def _stamp(packet: Packet[VideoStream]) -> int | None:
    return packet.pts if packet.pts is not None else packet.dts


def _key_packets(container: InputContainer, video: VideoStream) -> Iterator[Packet[VideoStream]]:
    try:
        for packet in container.demux(video):
            if packet.size and packet.is_keyframe:
                yield packet
    except FFmpegError:
        return  # what comes before a break was looked at; that it breaks off, the packets tell


def _decoded(video: VideoStream, packet: Packet[VideoStream]) -> list[VideoFrame]:
    """The picture of a key frame, on its own: nothing before or after it is needed."""
    context = video.codec_context
    try:
        context.flush_buffers()
        return [*context.decode(packet), *context.decode(None)][:1]
    except FFmpegError:
        return []
    finally:
        context.flush_buffers()
