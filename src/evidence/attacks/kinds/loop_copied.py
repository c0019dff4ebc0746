"""loop-copied: a stretch runs a second time, its packets copied as they are."""

from __future__ import annotations

import tempfile
from pathlib import Path

import ffmpeg

from evidence.attacks.film import copied, make
from evidence.attacks.kind import Deed, Target, kind

LEAST, MOST = 24.0, 300.0  # seconds


@kind("loop-copied", rule="footage-looped", also=("footage-clock",))
def loop_copied(target: Target) -> Deed:
    """From 24 s (strength 0) to 5 min (1) run again in place of what followed; nothing is encoded.

    At most a third of the recording runs again.
    """
    made = make(target.path)
    group = made.group / made.rate
    start = _on_key(made.seconds / 4, group)
    length = _on_key(min(target.between(LEAST, MOST), made.seconds / 3), group)
    again, rest = start + length, start + 2 * length
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "parts.txt"
        parts = ((0.0, again), (start, again), (rest, made.seconds))
        lines = [_part(target.path, first, last) for first, last in parts if first < last]
        listed.write_text("".join(lines), "utf-8")
        copied(target.path, ffmpeg.input(str(listed), format="concat", safe=0))
    return again, rest


def _on_key(seconds: float, group: float) -> float:
    """The nearest key frame: packets can only be cut there."""
    return max(1, round(seconds / group)) * group


def _part(path: Path, first: float, last: float) -> str:
    quoted = str(path.absolute()).replace("'", "'\\''")
    # A little before the key frame that must not be in it any more.
    return f"file '{quoted}'\ninpoint {first:.3f}\noutpoint {last - 0.01:.3f}\n"
