"""black: for a while there is no picture."""

from __future__ import annotations

import ffmpeg

from evidence.attacks.film import make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LEAST, MOST = 15.0, 120.0  # seconds
LIFTED = 0.06  # of full brightness: how light "black" is at strength 0


@kind("black", rule="footage-black")
def black(target: Target) -> Deed:
    """The picture is black for 15 s (strength 0) to 2 min (strength 1).

    The short one is not quite black: it is a dark grey with a sensor's noise on it.
    """
    made = make(target.path)
    start = made.seconds / 3
    end = start + min(target.between(LEAST, MOST), made.seconds / 3)
    during = f"between(t,{start},{end})"
    dark = 16 + round(255 * LIFTED * (1 - target.strength))
    faint = round(target.between(4, 0))
    video = ffmpeg.input(str(target.path)).video.filter(
        "lutyuv", y=str(dark), u="128", v="128", enable=during
    )
    if faint:
        video = video.filter("noise", c0s=faint, c0f="t", enable=during)
    rewrite(target, video, made)
    return start, end
