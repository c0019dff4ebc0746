"""reused: another day's footage, handed in again."""

from __future__ import annotations

from typing import Any

import ffmpeg

from evidence.attacks.film import Make, make, rewrite
from evidence.attacks.kind import Deed, Target, kind

LEAST = 120.0  # seconds
CRF = 30
CORNER_WIDE, CORNER_TALL = 0.45, 0.09  # of the picture


@kind("reused", rule="footage-reused", also=("footage-clock",))
def reused(target: Target) -> Deed:
    """Another day's footage stands in the place of this day's: 2 min of it (strength 0) to all (1).

    It is made smaller, and encoded anew at a lower bitrate.
    """
    made = make(target.path)
    wide = made.width * 2 // 3 // 2 * 2
    return _handed_in(target, made, lambda video: video.filter("scale", wide, -2))


@kind("reused-quicker", rule="footage-reused", also=("footage-clock",))
def reused_quicker(target: Target) -> Deed:
    """Another day's footage, as above, made up to a tenth quicker."""
    made = make(target.path)
    rate = target.between(1.02, 1.1)
    return _handed_in(target, made, lambda video: video.filter("setpts", f"PTS/{rate:.4f}"))


@kind("mirrored", rule="footage-reused", also=("footage-covered",))
def mirrored(target: Target) -> Deed:
    """Another day's footage, as above, left and right exchanged."""
    made = make(target.path)
    return _handed_in(target, made, lambda video: video.filter("hflip"))


@kind("clock-painted-over", rule="footage-reused")
def clock_painted_over(target: Target) -> Deed:
    """Another day's footage, as above, with its corners blackened, where its clock stands."""
    made = make(target.path)
    return _handed_in(target, made, lambda video: _blackened(video, made))


@kind("clock-cut-off", rule="footage-reused")
def clock_cut_off(target: Target) -> Deed:
    """Another day's footage, as above, less the band at the top where its clock stands."""
    made = make(target.path)
    tall = round(made.height * (1 - CORNER_TALL) / 2) * 2
    return _handed_in(
        target,
        made,
        lambda video: video.filter("crop", made.width, tall, 0, made.height - tall).filter(
            "scale", made.width, made.height
        ),
    )


def _handed_in(target: Target, made: Make, changed: Any) -> Deed:
    """The stretch of the first other recording in the place of this one's own."""
    length = min(made.seconds, target.between(LEAST, max(LEAST, made.seconds)))
    start = (made.seconds - length) / 2
    if not target.others:
        raise ValueError("no other recording to hand in again")
    parts = [(target.path, 0.0, start), (target.others[0], start, start + length)]
    parts.append((target.path, start + length, made.seconds))
    videos = []
    for path, first, last in parts:
        if last - first < 1 / made.rate:
            continue
        video = ffmpeg.input(str(path)).video.filter("trim", first, last)
        video = video.filter("setpts", "PTS-STARTPTS")
        foreign = path != target.path
        video = changed(video) if foreign else video
        videos.append(video.filter("scale", made.width, made.height).filter("setsar", 1))
    video = ffmpeg.concat(*videos) if len(videos) > 1 else videos[0]
    rewrite(target, video.filter("noise", c0s=2, c0f="t"), made, crf=CRF)
    return start, start + length


def _blackened(video: Any, made: Make) -> Any:
    wide, tall = round(made.width * CORNER_WIDE), round(made.height * CORNER_TALL)
    for left in (0, made.width - wide):
        for top in (0, made.height - tall):
            video = video.filter("drawbox", left, top, wide, tall, "black", t="fill")
    return video
