"""Continuity: how fast the packets of a 45-minute recording are read, and in how much memory.

    python benchmarks/continuity.py

Makes a 1080p H.264 recording once (kept in the temporary folder), reads it in a child process just
as a check does, and beside it runs what else one could do with the same file in the same minute:
FFmpeg's own copy to nowhere, and a SHA-256.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
from imageio_ffmpeg import get_ffmpeg_exe
from rich.console import Console
from rich.table import Table

from evidence.analyzers.media.wire import loads
from evidence.domain.time import MINUTE, SECOND

FOLDER = Path(tempfile.gettempdir()) / "evidence-benchmarks"
CHUNK = 30  # seconds that are really encoded; the rest repeats them
LIMITS = ("600", str(2 << 30), str(16 << 20))
ROUNDS = 3


def recording(minutes: int) -> Path:
    """A recording of so many minutes at some 1.8 Mbit/s, its picture grainy like a camera's."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"classroom-{minutes}.mp4"
    if path.exists():
        return path
    chunk = FOLDER / "chunk.mp4"
    if not chunk.exists():
        picture = ffmpeg.input("testsrc2=size=1920x1080:rate=25", f="lavfi", t=CHUNK)
        grainy = picture.filter("noise", alls=12, allf="t")
        grainy.output(
            str(chunk), vcodec="libx264", preset="ultrafast", video_bitrate="1800k", g=50, bf=2
        ).global_args("-v", "error").run(get_ffmpeg_exe(), overwrite_output=True)
    looped = ffmpeg.input(str(chunk), stream_loop=minutes * 60 // CHUNK - 1)
    part = path.with_suffix(".part.mp4")
    looped.output(str(part), c="copy").global_args("-v", "error").run(
        get_ffmpeg_exe(), overwrite_output=True
    )
    return part.rename(path)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall and of processor time, and the peak of memory in MiB."""

    wall: float
    processor: float
    peak: float = 0


def on_one_core(command: list[str]) -> tuple[Cost, bytes]:
    """What a child held to one processor costs, and its answer."""
    core = {min(os.sched_getaffinity(0))}
    begun = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, core),  # noqa: PLW1509
    )
    answer = child.stdout.read() if child.stdout else b""
    _, _, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), answer


def ours(path: Path) -> Cost:
    command = [sys.executable, "-P", "-m", "evidence.analyzers.media", *LIMITS, "--", str(path)]
    cost, answer = on_one_core(command)
    media = loads(answer.decode())
    off = abs(media.duration - int(path.stem.split("-")[1]) * MINUTE)
    if not media.whole or media.silences or off > SECOND:
        raise SystemExit(f"a wrong answer, so that its speed means nothing: {media}")
    return cost


def copied(path: Path) -> Cost:
    exe = get_ffmpeg_exe()
    command = [exe, "-v", "error", "-i", str(path), "-map", "0:v", "-c", "copy", "-f", "null", "-"]
    return on_one_core(command)[0]


def digested(path: Path) -> Cost:
    begun, used = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    return Cost(time.perf_counter() - begun, time.process_time() - used)


def best(measure: Callable[[Path], Cost], path: Path) -> Cost:
    """The cheapest of a few rounds; the file is then in the page cache."""
    rounds = [measure(path) for _ in range(ROUNDS)]
    return Cost(
        min(cost.wall for cost in rounds),
        min(cost.processor for cost in rounds),
        max(cost.peak for cost in rounds),
    )


def main() -> None:
    table = Table("min", "MB", "what", "wall s", "CPU s", "× real time (CPU)", "peak MiB")
    for minutes in (5, 45, 180):
        path = recording(minutes)
        size = path.stat().st_size / 1_000_000
        for name, measure in (("ours", ours), ("ffmpeg copy", copied), ("SHA-256", digested)):
            cost = best(measure, path)
            speed = f"{minutes * 60 / cost.processor:,.0f}"
            peak = f"{cost.peak:.0f}" if cost.peak else ""
            costs = (f"{cost.wall:.2f}", f"{cost.processor:.2f}", speed, peak)
            table.add_row(f"{minutes}", f"{size:.0f}", name, *costs)
    Console().print(table)


if __name__ == "__main__":
    main()
