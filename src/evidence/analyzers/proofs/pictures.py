"""Pictures of a recording at given moments, small enough to stand in a report.

They are larger than those that are looked at in numbers, for a person is to see that two are the
same; so every face is looked for and hidden, and where nothing can look for faces they stay small.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence

import cv2
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from evidence.analyzers.face.hiding import can_hide, hidden
from evidence.analyzers.frames.flaw_watcher import jpeg
from evidence.analyzers.frames.stream import Picture, Stream, opened
from evidence.domain.time import SECOND

WIDTH, HEIGHT = 384, 216  # whatever the picture's shape, as everywhere
QUALITY = 80
WITHIN = 10 * SECOND  # a camera of one picture in ten seconds still has one to show


def pictures(path: str, times: Sequence[int]) -> list[str]:
    """A JPEG in base 64 for each media time, in that order; "" where none decodes."""
    try:
        stream = opened(path)
    except (FFmpegError, ValueError):
        return [""] * len(times)
    with stream.container:
        shown = np.sort(stream.packets().at)  # which also tell where media time begins
        return [_at(stream, _nearest(shown, time)) for time in times]


def _nearest(shown: NDArray[np.int64], time: int) -> int:
    """When the picture is shown that is nearest to ``time``: the twin's may be a moment off."""
    return int(shown[np.abs(shown - time).argmin()]) if len(shown) else time


def _at(stream: Stream, time: int) -> str:
    """The first picture shown from ``time`` on."""
    shown = next(stream.every_frame(time, time + WITHIN), None)
    if shown is None:
        return ""
    return _larger(shown) if can_hide() else jpeg(shown)


def _larger(shown: Picture) -> str:
    """A JPEG in base 64 in which nobody's face can be made out."""
    rgb = np.asarray(shown.frame.to_ndarray(format="rgb24"), np.uint8)
    small = cv2.resize(rgb, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    bgr = cv2.cvtColor(hidden(np.asarray(small, np.uint8)), cv2.COLOR_RGB2BGR)
    _, written = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return base64.b64encode(written.tobytes()).decode()
