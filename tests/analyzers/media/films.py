"""Tiny films, made by FFmpeg where a test needs one."""

from pathlib import Path
from typing import Any

import ffmpeg
from imageio_ffmpeg import get_ffmpeg_exe

QUIET = ("-v", "error")


def film(path: Path, *, seconds: float = 4, rate: float = 25, select: str = "", **out: Any) -> Path:
    """A moving test picture; ``select`` keeps only the frames that FFmpeg's expression names."""
    source = ffmpeg.input(f"testsrc=size=64x48:rate={rate}", f="lavfi", t=seconds)
    if select:
        source = source.filter("select", select)
    given = {"c:v": "libx264", "preset": "ultrafast", "g": 25, "fps_mode": "passthrough"} | out
    source.output(str(path), **given).global_args(*QUIET).run(get_ffmpeg_exe(), overwrite_output=1)
    return path


def copied(source: Path, path: Path, *, start: float | None = None, **out: Any) -> Path:
    """The same packets in another container."""
    read = ffmpeg.input(str(source), **({} if start is None else {"ss": start}))
    read.output(str(path), c="copy", **out).global_args(*QUIET).run(
        get_ffmpeg_exe(), overwrite_output=1
    )
    return path


def sound(path: Path) -> Path:
    """Two seconds of a tone, without any picture."""
    source = ffmpeg.input("sine", f="lavfi", t=2)
    source.output(str(path)).global_args(*QUIET).run(get_ffmpeg_exe(), overwrite_output=1)
    return path


def cut(source: Path, path: Path, *, share: float) -> Path:
    """The first part of a file, as a copy that was broken off leaves it."""
    whole = source.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path
