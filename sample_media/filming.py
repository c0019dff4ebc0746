"""Filming: a drawn room becomes video files, the same bytes each time on one machine."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import ffmpeg
import imageio_ffmpeg

from sample_media.drawing import HEIGHT, WIDTH, Classroom

FPS = 2


@dataclass(frozen=True, slots=True)
class Shot:
    """One file of footage: ``seconds`` of pictures from ``start``.

    The camera sees nothing for ``hole_seconds`` after ``hole_after`` seconds of pictures, though
    the file runs on: a silence inside it.
    """

    path: Path
    start: datetime
    seconds: int
    hole_after: int = 0
    hole_seconds: int = 0

    def times(self) -> Iterator[datetime]:
        """The wall time of each frame."""
        for number in range(self.seconds * FPS):
            late = self.hole_seconds if self.hole_after and number >= self.hole_after * FPS else 0
            yield self.start + timedelta(seconds=number / FPS + late)


def film(room: Classroom, *shots: Shot) -> None:
    """Write the shots one after the other, in one room that lives on from file to file.

    Raises:
        RuntimeError: when FFmpeg does not accept the pictures.
    """
    for shot in shots:
        shot.path.parent.mkdir(parents=True, exist_ok=True)
        encoder = _encoder(shot)
        if encoder.stdin is None:
            raise RuntimeError("FFmpeg takes no pictures")
        for picture in room.frames(shot.times()):
            encoder.stdin.write(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).data)
        encoder.stdin.close()
        if encoder.wait():
            raise RuntimeError(f"FFmpeg could not write {shot.path.name}")


def _encoder(shot: Shot) -> subprocess.Popen[bytes]:
    pictures = ffmpeg.input(
        "pipe:", format="rawvideo", pix_fmt="yuv420p", s=f"{WIDTH}x{HEIGHT}", r=FPS, threads=1
    )
    if shot.hole_after:
        late = f"PTS+if(gte(N,{shot.hole_after * FPS}),{shot.hole_seconds}/TB,0)"
        pictures = pictures.filter("setpts", late)
    written = pictures.output(
        str(shot.path),
        vcodec="libx264",
        preset="veryfast",
        crf=38,
        g=60 * FPS,
        bf=0,
        threads=1,
        fps_mode="passthrough",
        fflags="+bitexact",
        **{"flags:v": "+bitexact"},
    )
    encoder: subprocess.Popen[bytes] = written.global_args("-v", "error", "-nostdin").run_async(
        cmd=imageio_ffmpeg.get_ffmpeg_exe(), pipe_stdin=True, overwrite_output=True
    )
    return encoder
