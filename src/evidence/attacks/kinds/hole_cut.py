"""hole-cut: minutes are cut out, and the time stamps closed up over the hole."""

from __future__ import annotations

import ffmpeg

from evidence.attacks.film import make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LEAST, MOST = 75.0, 600.0  # seconds


@kind("hole-cut", rule="footage-clock")
def hole_cut(target: Target) -> Deed:
    """From 75 s (strength 0) to 10 min (1) are cut out, and no gap is left in the time stamps.

    The burnt-in clock jumps at the seam, and the recording ends so much the earlier.
    """
    made = make(target.path)
    start = made.seconds / 3
    end = start + min(target.between(LEAST, MOST), made.seconds / 2)
    video = (
        ffmpeg.input(str(target.path))
        .video.filter("select", f"not(between(t,{start},{end}))")
        .filter("setpts", f"N/({made.rate:.6f}*TB)")
    )
    rewrite(target, video, made)
    return start, start + 1 / made.rate
