"""Watching the clock: a few pictures of a recording, looked at in full, tell what time it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange

from evidence.analyzers.frames.stream import Picture, Stream, luma
from evidence.analyzers.frames.watching import Watched
from evidence.analyzers.osd.finding import Box, Grey, lines
from evidence.analyzers.osd.parsing import told
from evidence.analyzers.osd.reading import NOTHING, Line, read, read_on
from evidence.domain.pictures import ClockReading, Pictures
from evidence.domain.time import SECOND

SAMPLES = 15  # enough for a line and to see what does not lie on it
CLOSEST = 10 * SECOND
BAND = 0.18  # of the height: cameras write at the top or at the bottom
SEARCHED = 2  # pictures that are searched for a clock before there is none
LINES_TRIED = 4
# Video's black is 16 and its white 235, unless it says otherwise.
STUDIO = np.clip(np.rint((np.arange(256) - 16) * (255 / 219)), 0, 255).astype(np.uint8)


@dataclass(slots=True)
class ClockWatcher:
    """Looks at a recording for its burnt-in clock.

    Only the bands at the top and at the bottom of a few pictures are kept until the end.
    """

    apart: int = CLOSEST
    next_at: int = 0
    bands: list[tuple[int, Grey]] = field(default_factory=list)

    def begin(self, watched: Watched) -> None:
        """All packets, before the first picture."""
        self.apart = max(CLOSEST, watched.end // SAMPLES)

    def see(self, picture: Picture) -> None:
        """The next key frame."""
        if picture.at >= self.next_at:
            self.bands.append((picture.at, in_bands(picture.frame)))
            self.next_at = picture.at + self.apart

    def end(self, stream: Stream, pictures: Pictures) -> Pictures:
        """What the clock told is added."""
        return replace(pictures, clock=tuple(self.readings()))

    def readings(self) -> Iterator[ClockReading]:
        """What the clock told, in order of time; nothing where there is none."""
        box, last = self._found()
        if box is None:
            return
        for at, band in self.bands:
            cut = box.cut(band)
            line = read_on(cut, last) if told(last.text) else read(cut)
            moments = told(line.text)
            if moments:
                yield ClockReading(at, moments, line.text.strip())
            last = line

    def _found(self) -> tuple[Box | None, Line]:
        """Where the clock is, and what it says: the first line of writing that tells a time."""
        step = max(1, len(self.bands) // SEARCHED)
        for _, band in self.bands[step // 2 :: step][:SEARCHED]:
            for box in lines(band)[:LINES_TRIED]:
                line = read(box.cut(band))
                if told(line.text):
                    return box, line
        return None, NOTHING


def in_bands(frame: VideoFrame) -> Grey:
    """The bands at the top and at the bottom of a picture in full, one below the other."""
    grey = luma(frame)
    tall = max(1, round(grey.shape[0] * BAND))
    bands: Grey = np.concatenate([grey[:tall], grey[-tall:]])
    full = frame.format.name == "yuvj420p" or frame.color_range == ColorRange.JPEG
    return bands if full else np.asarray(cv2.LUT(bands, STUDIO), np.uint8)
