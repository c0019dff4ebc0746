"""Film: a recording's make, and FFmpeg writing another of the same make in its place."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import ffmpeg
from imageio_ffmpeg import get_ffmpeg_exe

from evidence.attacks.kind import Target

CRF = 26


@dataclass(frozen=True, slots=True)
class Make:
    """How a recording was made: pictures a second, pictures from key frame to key frame."""

    seconds: float
    rate: float
    group: int
    width: int
    height: int
    codec: str


def make(path: Path) -> Make:
    """How the recording at ``path`` was made."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        keys, count, last = 0, 0, 0
        for packet in container.demux(video):
            if packet.size and packet.pts is not None:
                count, keys, last = count + 1, keys + packet.is_keyframe, max(last, packet.pts)
        first = video.start_time or 0
        length = float((last - first) * (video.time_base or 1))
        rate = (count - 1) / length if length else 1.0
        context = video.codec_context
        seconds = length + 1 / rate
        group = max(1, round(count / max(1, keys)))
        return Make(seconds, rate, group, context.width, context.height, context.name)


def rewrite(target: Target, stream: Any, made: Make, **options: Any) -> None:
    """Encode ``stream`` in the make of the recording that is the target, and put it in its place.

    Raises:
        ffmpeg.Error: when FFmpeg refuses.
    """
    codec = "libx265" if made.codec == "hevc" else "libx264"
    encoding = {"vcodec": codec, "preset": target.preset, "crf": CRF, "g": made.group} | options
    _written(
        target.path, stream, {"r": f"{made.rate:.6f}", "pix_fmt": "yuv420p", "an": None} | encoding
    )


def copied(path: Path, stream: Any, **options: Any) -> None:
    """Put the packets of ``stream``, as they are, in the place of the recording at ``path``.

    Raises:
        ffmpeg.Error: when FFmpeg refuses.
    """
    _written(path, stream, {"c": "copy"} | options)


def _written(path: Path, stream: Any, options: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / path.name
        output = ffmpeg.output(stream, str(part), threads=1, **options)
        output.global_args("-v", "error", "-nostdin").run(
            get_ffmpeg_exe(), overwrite_output=True, capture_stderr=True
        )
        shutil.move(part, path)
