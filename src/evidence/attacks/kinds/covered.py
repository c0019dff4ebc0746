"""covered: something hangs over the lens."""

from __future__ import annotations

import ffmpeg

from evidence.attacks.film import make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LENGTH = 120.0  # seconds
THIN, THICK = 0.35, 0.0  # how much light comes through


@kind("covered-lens", rule="footage-covered")
def covered_lens(target: Target) -> Deed:
    """A cloth hangs over the lens for 2 min: thin, blurred shapes behind it (0), to thick (1).

    Noise goes on, for the sensor does not sleep behind a cloth.
    """
    made = make(target.path)
    start = made.seconds / 4
    end = start + min(LENGTH, made.seconds / 2)
    during = f"between(t,{start},{end})"
    through = target.between(THIN, THICK)
    video = (
        ffmpeg.input(str(target.path))
        .video.filter("gblur", sigma=made.width / 24, steps=3, enable=during)
        .filter("lutyuv", y=f"70+(val-70)*{through:.3f}", u="124", v="132", enable=during)
        .filter("noise", c0s=4, c0f="t", enable=during)
    )
    rewrite(target, video, made)
    return start, end
