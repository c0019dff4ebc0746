"""frozen-noise: the picture stands still, under noise that is fresh in every frame."""

from __future__ import annotations

import ffmpeg

from evidence.attacks.film import make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LENGTH = 150.0  # seconds
FAINT, LOUD = 12.0, 4.0  # of FFmpeg's noise filter: what is loud hides the most


@kind("frozen-noise", rule="footage-frozen")
def frozen_noise(target: Target) -> Deed:
    """A still is shown for 150 s from the middle on, and noise laid over it in every picture.

    The fainter the noise the plainer the still: from strong noise (strength 0) to faint (1).
    """
    made = make(target.path)
    start = made.seconds / 4
    end = start + min(LENGTH, made.seconds / 2)
    source = ffmpeg.input(str(target.path)).video.filter_multi_output("split")
    still = (
        source[1]
        .filter("trim", start=start, end=start + 1 / made.rate)
        .filter("setpts", "PTS-STARTPTS")
        .filter("tpad", stop_mode="clone", stop_duration=end - start)
        .filter("trim", duration=end - start)
        .filter("noise", alls=round(target.between(FAINT, LOUD)), allf="t")
    )
    parts = [
        source[0].filter("trim", end=start),
        still,
        ffmpeg.input(str(target.path))
        .video.filter("trim", start=end)
        .filter("setpts", "PTS-STARTPTS"),
    ]
    rewrite(target, ffmpeg.concat(*parts), made)
    return start, end
