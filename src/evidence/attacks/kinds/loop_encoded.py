"""loop-encoded: a stretch runs a second time, encoded anew."""

from __future__ import annotations

import ffmpeg

from evidence.attacks.film import make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LEAST, MOST = 75.0, 300.0  # seconds
CRF = 30


@kind("loop-encoded", rule="footage-looped", also=("footage-clock",))
def loop_encoded(target: Target) -> Deed:
    """From 75 s (strength 0) to 5 min (1) run again in place of what followed.

    All of it is encoded anew, worse than before, with fresh noise over it. At most 40 % of the
    recording runs again.
    """
    made = make(target.path)
    start = made.seconds / 10
    length = min(target.between(LEAST, MOST), made.seconds * 0.4)
    again, rest = start + length, start + 2 * length
    parts = [
        ffmpeg.input(str(target.path))
        .video.filter("trim", first, last)
        .filter("setpts", "PTS-STARTPTS")
        for first, last in ((0, again), (start, again), (rest, made.seconds))
        if first < last
    ]
    video = ffmpeg.concat(*parts).filter("noise", c0s=3, c0f="t")
    rewrite(target, video, made, crf=CRF)
    return again, rest
