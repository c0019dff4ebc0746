"""frozen-tail: from some moment on the picture stands still."""

from __future__ import annotations

import ffmpeg

from evidence.attacks.film import make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LEAST, MOST = 90.0, 600.0  # seconds


@kind("frozen-tail", rule="footage-frozen")
def frozen_tail(target: Target) -> Deed:
    """The last picture before the tail is shown to the end, as a recorder shows that hangs.

    The tail lasts from 90 s (strength 0) to 10 min (strength 1), at most half of the recording.
    """
    made = make(target.path)
    start = made.seconds - min(target.between(LEAST, MOST), made.seconds / 2)
    source = ffmpeg.input(str(target.path))
    still = source.video.filter("trim", end=start).filter(
        "tpad", stop_mode="clone", stop_duration=made.seconds - start
    )
    rewrite(target, still, made)
    return start, made.seconds
