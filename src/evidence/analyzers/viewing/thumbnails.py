"""Thumbnails: the key frames nearest to given moments, found by seeking and made small.

One key frame a minute is decoded and nothing else, so that an hour takes no longer than the disk
needs to be asked. A thumbnail shows the minute; it proves nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import av
import cv2
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame

from evidence.domain.time import SECOND

WIDTH = 192
QUALITY = 72


def thumbnails(path: str, times: Sequence[int]) -> list[str]:
    """A JPEG in base 64 for each media time, in that order; "" where none decodes."""
    try:
        container = av.open(path)
    except (FFmpegError, ValueError):
        return [""] * len(times)
    with container:
        if not container.streams.video:
            return [""] * len(times)
        container.streams.video[0].codec_context.skip_frame = "NONKEY"
        return [_at(container, time) for time in times]


def _at(container: InputContainer, time: int) -> str:
    """The key frame at ``time`` or before it; "" where there is none, or the file has ended."""
    stream = container.streams.video[0]
    base = stream.time_base
    begin = stream.start_time or 0
    if base is None or (container.duration or time) < time:
        return ""
    try:
        container.seek(begin + int(time / (base * SECOND)), stream=stream)
        frame = next(container.decode(stream), None)
    except (FFmpegError, ValueError):
        return ""
    return _jpeg(frame) if frame else ""


def _jpeg(frame: VideoFrame) -> str:
    height = max(2, round(WIDTH * frame.height / frame.width))
    small = frame.reformat(width=WIDTH, height=height, format="bgr24").to_ndarray()
    _, written = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return base64.b64encode(written.tobytes()).decode()
