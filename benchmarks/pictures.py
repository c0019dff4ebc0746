"""Pictures: how fast a 45-minute recording is looked at, and whether FFmpeg finds the same.

    python benchmarks/pictures.py [h264|h265 ...]

Makes a 1080p recording of 15 pictures a second once (kept in the temporary folder): a drawn class
with a camera's grain and clock, in which the picture is black for half a minute and stands still
for two. Looks at it in a child process just as a check does, all but the reading of the burnt-in
clock, then with that, and runs FFmpeg's freezedetect and blackdetect on the same file, each held to
one processor. (The clock shows the same half a minute over and over, which costs what any does.)
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from pathlib import Path

import av
import ffmpeg
import numpy as np
from imageio_ffmpeg import get_ffmpeg_exe
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.attacks.classroom import Classroom, Setting

from evidence.analyzers.frames.flaw_watcher import FlawWatcher
from evidence.analyzers.frames.sampling import chosen
from evidence.analyzers.frames.stream import opened
from evidence.analyzers.frames.watching import watch
from evidence.analyzers.prints.taking import PrintTaker
from evidence.domain.pictures import Flaw, Pictures
from evidence.domain.time import SECOND

FOLDER = Path(tempfile.gettempdir()) / "evidence-benchmarks"
CODECS = {"h264": "libx264", "h265": "libx265"}
# What FFmpeg is told to take for noise: what these encoders still settle after a picture stands.
SETTLING = {"h264": "-50dB", "h265": "-45dB"}
CHUNK, RATE, GROUP, MINUTES = 30, 15, 30, 45
BLACK, FROZEN = (600, 630), (1200, 1320)  # seconds


def recording(name: str) -> Path:
    """45 minutes at some 2 Mbit/s: half a minute of a class over and over, and the two flaws."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"pictures-{name}.mp4"
    if path.exists():
        return path
    parts = {kind: FOLDER / f"part-{name}-{kind}.mp4" for kind in ("class", "black", "still")}
    room = Classroom(Setting(7, width=1920, height=1080, people=14, grain=3, letters=0.04))
    pictures = [np.ascontiguousarray(p) for p in room.pictures(datetime(2021, 4, 19), CHUNK, RATE)]
    _encoded(parts["class"], name, pictures)
    _encoded(parts["black"], name, [np.zeros_like(pictures[0])] * len(pictures))
    # In one piece, as a recorder that hangs writes it.
    _encoded(parts["still"], name, repeat(pictures[-1], (FROZEN[1] - FROZEN[0]) * RATE))
    kinds = ["class"] * (MINUTES * 60 // CHUNK)
    kinds[FROZEN[0] // CHUNK : FROZEN[1] // CHUNK] = ["still"]
    kinds[BLACK[0] // CHUNK : BLACK[1] // CHUNK] = ["black"] * ((BLACK[1] - BLACK[0]) // CHUNK)
    order = FOLDER / f"part-{name}.txt"
    order.write_text("".join(f"file '{parts[kind]}'\n" for kind in kinds))
    joined = ffmpeg.input(str(order), f="concat", safe=0).output(str(path), c="copy")
    joined.global_args("-v", "error").run(get_ffmpeg_exe(), overwrite_output=True)
    return path


def _encoded(path: Path, name: str, pictures: Iterable[np.ndarray]) -> None:
    source = ffmpeg.input(
        "pipe:", format="rawvideo", pix_fmt="bgr24", s="1920x1080", r=RATE, threads=1
    )
    output = source.output(
        str(path),
        vcodec=CODECS[name],
        preset="ultrafast",
        video_bitrate="2500k",
        g=GROUP,
        pix_fmt="yuv420p",
    )
    encoder = output.global_args("-v", "error").run_async(get_ffmpeg_exe(), pipe_stdin=True)
    for picture in pictures:
        encoder.stdin.write(picture.data)
    encoder.stdin.close()
    encoder.wait()


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall and of processor time, and the peak of memory in MiB."""

    wall: float
    processor: float
    peak: float


def on_one_core(command: list[str]) -> tuple[Cost, str]:
    """What a child held to one processor costs, and everything that it said."""
    core = {min(os.sched_getaffinity(0))}
    begun = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, core),  # noqa: PLW1509
    )
    answer = child.stdout.read() if child.stdout else b""
    _, _, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), answer.decode()


def cheapest(path: Path, *words: str) -> Cost:
    """Looking at it, the cheaper of two times: what another process takes away is no cost."""
    command = [sys.executable, str(Path(__file__).with_name("look.py")), str(path), *words]
    return min((on_one_core(command)[0] for _ in range(2)), key=lambda cost: cost.processor)


def spans(pictures: Pictures, flaw: Flaw) -> list[tuple[float, float]]:
    found = (spell.certain for spell in pictures.of(flaw) if spell.certain)
    return [(span.start / SECOND, span.end / SECOND) for span in found]


def theirs(path: Path, settling: str) -> tuple[Cost, dict[Flaw, list[tuple[float, float]]]]:
    """FFmpeg's own detectors; "frozen" allows for what an encoder is still ``settling``."""
    filters = f"freezedetect=n={settling}:d=10,blackdetect"
    command = [get_ffmpeg_exe(), "-threads", "1", "-i", str(path), "-map", "0:v", "-vf", filters]
    cost, said = on_one_core([*command, "-f", "null", "-"])
    ends = (re.findall(rf"freeze_{end}: ([\d.]+)", said) for end in ("start", "end"))
    still = [(float(a), float(b)) for a, b in zip(*ends, strict=False)]
    dark = re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", said)
    black = [(float(a), float(b)) for a, b in dark]
    # What is black stands still too, for freezedetect.
    frozen = [one for one in still if not any(overlap(one, other) for other in black)]
    return cost, {Flaw.FROZEN: frozen, Flaw.BLACK: black}


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two spans share more than a seam."""
    return min(one[1], other[1]) - max(one[0], other[0]) > 1


def stages(path: Path) -> Iterator[tuple[str, float]]:
    """Where the processor's time goes, each stage by itself in this process."""
    begun = time.process_time()
    stream = opened(str(path))
    table = stream.packets()
    yield f"{len(table):,} packets", time.process_time() - begun
    context = stream.video.codec_context
    wanted = chosen(table, context.width * context.height).tolist()
    begun = time.process_time()
    shown = sum(1 for _ in stream.key_frames(wanted))
    yield f"{shown} key frames, decoded and made small", time.process_time() - begun
    stream.container.close()
    for watcher in (FlawWatcher, PrintTaker):
        begun = time.process_time()
        watch(str(path), (watcher(),))
        yield f"all with {watcher.__name__} alone", time.process_time() - begun


def same(ours: list[tuple[float, float]], other: list[tuple[float, float]]) -> bool:
    return len(ours) == len(other) and all(
        abs(a - b) <= 1
        for one, two in zip(ours, other, strict=True)
        for a, b in zip(one, two, strict=True)
    )


def main() -> None:
    table = Table("file", "what", "wall s", "CPU s", "× real time (CPU)", "peak MiB", "same spans")
    where = Table("file", "stage", "CPU s")
    for name in sys.argv[1:] or CODECS:
        path = recording(name)
        with av.open(str(path)) as container:
            seconds = (container.duration or 0) / SECOND
        ours, clocked = cheapest(path), cheapest(path, "clock")
        pictures = watch(str(path), (FlawWatcher(), PrintTaker()))
        peer, found = theirs(path, SETTLING[name])
        alike = all(same(spans(pictures, flaw), found[flaw]) for flaw in found)
        costs_of = {"ours": ours, "ours, and the clock": clocked, "freezedetect, blackdetect": peer}
        for what, cost in costs_of.items():
            costs = (
                f"{cost.wall:.1f}",
                f"{cost.processor:.1f}",
                f"{seconds / cost.processor:,.0f}",
            )
            table.add_row(name, what, *costs, f"{cost.peak:.0f}", "yes" if alike else "NO")
        ratio = peer.processor / ours.processor
        table.add_row(name, "ratio to ours", "", f"{ratio:.1f}", "", "", "")
        more = clocked.processor / ours.processor - 1
        table.add_row(name, "the clock adds", "", f"{more:.0%}", "", "", "")
        for flaw in found:
            where.add_row(name, f"{flaw}: ours {spans(pictures, flaw)}, FFmpeg {found[flaw]}", "")
        for stage, used in stages(path):
            where.add_row(name, stage, f"{used:.2f}")
    Console(width=140).print(table, where)


if __name__ == "__main__":
    main()
