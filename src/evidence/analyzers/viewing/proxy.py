"""A proxy: a minute of a recording in what every browser plays, sent while it is being made.

FFmpeg writes H.264 and AAC in fragments: the first picture is there long before the last, and a
recording of an hour needs no hour's work to be looked at. Its pictures are smaller and fewer than
the recording's: a proxy is to look at, and is never counted as evidence.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from imageio_ffmpeg import get_ffmpeg_exe

LENGTH: Final = 60  # seconds of a proxy
STEP: Final = 5  # seconds: proxies begin at its multiples, so that they are found again
LONGEST: Final = 120  # seconds that making one may take
CHUNK: Final = 1 << 16
_PICTURES = 15  # a second, at most
# No playlist, no address and no image: a recording is one file.
_PLAYERS = (
    "mov,matroska,mpegts,mpeg,avi,flv,asf,h264,hevc,mpegvideo,m4v,ogg,wav,dhav,mxf,rm,ivf,nut"
)


@dataclass(frozen=True, slots=True)
class Proxy:
    """A minute of ``path`` from the media time ``begin`` on (seconds)."""

    path: Path
    begin: int

    def made(self) -> Iterator[bytes]:
        """Its bytes, as they are made; ends early where the recording can't be decoded."""
        child = subprocess.Popen(  # noqa: S603  our own arguments, and no shell
            _command(self), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        watch = threading.Timer(LONGEST, child.kill)
        watch.start()
        try:
            while child.stdout and (chunk := os.read(child.stdout.fileno(), CHUNK)):
                yield chunk
        finally:
            watch.cancel()
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()


def _command(proxy: Proxy) -> list[str]:
    thinned = f"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{0.9 / _PICTURES:.4f})'"
    small = "scale=w='min(640,iw)':h=-2:flags=fast_bilinear"
    return [
        get_ffmpeg_exe(), "-hide_banner", "-loglevel", "quiet", "-nostdin",
        "-protocol_whitelist", "file", "-format_whitelist", _PLAYERS, "-threads", "2",
        "-ss", str(proxy.begin), "-t", str(LENGTH), "-i", f"file:{proxy.path}",
        "-map", "0:v:0", "-map", "0:a:0?", "-vf", f"{thinned},{small},format=yuv420p",
        "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency",
        "-crf", "27", "-g", "30", "-c:a", "aac", "-ac", "1", "-b:a", "48k",
        "-map_metadata", "-1", "-movflags", "frag_keyframe+empty_moov+default_base_moof",
        "-frag_duration", "500000", "-f", "mp4", "pipe:1",
    ]  # fmt: skip


def settled(fragments: Path, into: Path) -> bool:
    """Write a made proxy again with its index in front, so that any place in it can be asked for.

    False where nothing of it could be read.
    """
    command = [
        get_ffmpeg_exe(), "-hide_banner", "-loglevel", "quiet", "-nostdin", "-y",
        "-protocol_whitelist", "file", "-format_whitelist", "mov", "-i", f"file:{fragments}",
        "-c", "copy", "-movflags", "+faststart", "-f", "mp4", f"file:{into}",
    ]  # fmt: skip
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, timeout=LONGEST)  # noqa: S603
    return done.returncode == 0
