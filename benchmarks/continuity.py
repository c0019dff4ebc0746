"""Continuity: how fast the packets of a 45-minute recording are read, and in how much memory.

    python benchmarks/continuity.py

Makes a 1080p H.264 recording once (kept in the temporary folder), reads it in a child process just
as a check does, and beside it runs what else one could do with the same file in the same minute:
FFmpeg's own copy to nowhere, and a SHA-256.
"""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
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


def on_one_core(command: list[str]) -> tuple[float, float, bytes]:
    """Wall seconds, peak memory in MiB, and the answer of a child held to one processor."""
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
    return time.perf_counter() - begun, used.ru_maxrss / 1024, answer


def ours(path: Path) -> tuple[float, float]:
    command = [sys.executable, "-P", "-m", "evidence.analyzers.media", *LIMITS, "--", str(path)]
    seconds, peak, answer = on_one_core(command)
    media = loads(answer.decode())
    off = abs(media.duration - int(path.stem.split("-")[1]) * MINUTE)
    if not media.whole or media.silences or off > SECOND:
        raise SystemExit(f"a wrong answer, so that its speed means nothing: {media}")
    return seconds, peak


def copied(path: Path) -> tuple[float, float]:
    exe = get_ffmpeg_exe()
    command = [exe, "-v", "error", "-i", str(path), "-map", "0:v", "-c", "copy", "-f", "null", "-"]
    return on_one_core(command)[:2]


def digested(path: Path) -> tuple[float, float]:
    begun = time.perf_counter()
    with path.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    return time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def best(measure: Callable[[Path], tuple[float, float]], path: Path) -> tuple[float, float]:
    """The fastest of a few rounds (the file is then in the page cache), and the largest memory."""
    rounds = [measure(path) for _ in range(ROUNDS)]
    return min(seconds for seconds, _ in rounds), max(peak for _, peak in rounds)


def main() -> None:
    table = Table("minutes", "MB", "what", "seconds", "times real time", "peak MiB")
    for minutes in (5, 45, 180):
        path = recording(minutes)
        size = path.stat().st_size / 1_000_000
        for name, measure in (
            ("our packet reader, child process and all", ours),
            ("ffmpeg -c copy -f null", copied),
            ("SHA-256 alone", digested),
        ):
            seconds, peak = best(measure, path)
            shown = "" if measure is digested else f"{peak:.0f}"
            row = (f"{minutes}", f"{size:.0f}", name, f"{seconds:.2f}")
            table.add_row(*row, f"{minutes * 60 / seconds:,.0f}", shown)
    Console().print(table)


if __name__ == "__main__":
    main()
