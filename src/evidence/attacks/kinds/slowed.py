"""slowed: too little footage, slowed to fill the time."""

from __future__ import annotations

import ffmpeg

from evidence.attacks.film import make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LEAST, MOST = 0.95, 0.7  # seconds filmed for each second shown


@kind("slowed", rule="footage-clock")
def slowed(target: Target) -> Deed:
    """The footage runs slower by 5 % (strength 0) to 30 % (1), and fills the time as before."""
    made = make(target.path)
    rate = target.between(LEAST, MOST)
    video = (
        ffmpeg.input(str(target.path))
        .video.filter("trim", end=made.seconds * rate)
        .filter("setpts", f"PTS/{rate:.4f}")
        .filter("fps", made.rate)
    )
    rewrite(target, video, made)
    return 0.0, made.seconds
