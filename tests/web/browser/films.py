"""Films to play: forty minutes, one picture a second, in what browsers play and what they don't."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

MINUTES = 40


@cache
def film(suffix: str = ".mp4") -> bytes:
    """A film of a test card whose pictures count the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, f"film{suffix}")
        command = [
            get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error",
            "-f", "lavfi", "-i", f"testsrc=size=320x180:rate=1:duration={MINUTES * 60}",
            "-c:v", "libx264", "-g", "5", "-pix_fmt", "yuv420p", "-preset", "ultrafast",
            str(made),
        ]  # fmt: skip
        subprocess.run(command, check=True)
        return made.read_bytes()


@cache
def pieces(seconds: int = 10, count: int = 12) -> tuple[bytes, ...]:
    """The film's beginning in files of so many seconds each, cut as recorders do."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.mp4")
        whole.write_bytes(film())
        command = [
            get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-i", str(whole),
            "-t", str(seconds * count), "-c", "copy", "-f", "segment",
            "-segment_time", str(seconds), "-reset_timestamps", "1", f"{folder}/%03d.mp4",
        ]  # fmt: skip
        subprocess.run(command, check=True)
        return tuple(file.read_bytes() for file in sorted(Path(folder).glob("[0-9]*.mp4")))[:count]
