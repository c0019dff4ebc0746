"""Footage through the server: how long until there is a picture, and a contact sheet.

An hour of 45 minutes in 1080p, once as browsers play it (H.264 in MP4) and once as they don't
(H.265 in MPEG-TS). A player is FFmpeg's: it asks for ranges as a browser does, goes to the
20th minute and decodes until the first picture is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import av
import ffmpeg
import httpx
from benchmarks.continuity import FOLDER, recording
from benchmarks.web.filled import MP4
from benchmarks.web.served import PORT
from imageio_ffmpeg import get_ffmpeg_exe

import evidence
from evidence.analyzers.media import wire
from evidence.domain.footage import EndReason, Media
from evidence.domain.time import MINUTE, SECOND
from evidence.pipeline.ledger import Observation
from evidence.pipeline.store import KnownClass, KnownRecording
from evidence.wiring.office import Office

MINUTES, THERE = 45, 20 * 60
SIX = 6  # connections of a browser to one server
HEADERS = {"Authorization": "Bearer t0"}
SUBJECT = "INST-0000/CLASS-00000"  # a class of filled.py, with these recordings besides
FILMS = {"recordings/plain.mp4": ("h264", MP4), "recordings/hidden.ts": ("hevc", "mpegts")}
HOME = f"http://127.0.0.1:{PORT}/classes/{SUBJECT}"


@dataclass(frozen=True, slots=True)
class Waited:
    """How long somebody waited for something, and how long they may."""

    what: str
    seconds: float
    most: float


def shown(office: Office) -> None:
    """Put the films into the landing folder, known to the store as a night would know them."""
    folder = office.landing / SUBJECT / "recordings"
    folder.mkdir(parents=True)
    (folder.parent / "class.toml").write_text("")
    known = office.store.classes.get(SUBJECT)
    recordings = list(known.recordings) if known else []
    for path, (codec, container) in FILMS.items():
        file = recording(MINUTES) if codec == "h264" else hidden()
        (folder.parent / path).hardlink_to(file)
        digest = sha256(f"{path} {file.stat().st_size}".encode()).hexdigest()
        recordings.append(KnownRecording(path, digest, "cam9", None))
        media = Media(
            EndReason.COMPLETE, MINUTES * MINUTE, SECOND // 25, codec=codec, container=container
        )
        line = wire.dumps(media)
        observed = Observation(digest, evidence.__version__, line)
        office.store.observations.put(observed, office.clock.now())
    home = SUBJECT.partition("/")[0]
    whole = KnownClass(SUBJECT, home, "p", "i", None, None, tuple(recordings))
    office.store.classes.put(whole, office.clock.now())


def hidden() -> Path:
    """The same room as no browser plays it."""
    path = FOLDER / f"classroom-{MINUTES}.ts"
    if path.exists():
        return path
    recording(MINUTES)
    chunk = FOLDER / "chunk-hevc.mp4"
    plain = ffmpeg.input(str(FOLDER / "chunk.mp4"))
    told = {"preset": "ultrafast", "g": 50, "x265-params": "log-level=error"}
    plain.output(str(chunk), vcodec="libx265", video_bitrate="1200k", **told).global_args(
        "-v", "error"
    ).run(get_ffmpeg_exe(), overwrite_output=True)
    part = path.with_suffix(".part.ts")
    ffmpeg.input(str(chunk), stream_loop=MINUTES * 2 - 1).output(str(part), c="copy").global_args(
        "-v", "error"
    ).run(get_ffmpeg_exe(), overwrite_output=True)
    return part.rename(path)


def waits() -> Iterator[Waited]:
    """Everything once, as somebody who has never seen the hour."""
    plain, other = (urlencode({"path": path}) for path in FILMS)
    yield _timed("first frame, file", 1, lambda: _frame(f"{HOME}/media?{plain}", THERE))
    proxy = f"{HOME}/proxy?{other}&begin={THERE}"
    yield _timed("first frame, proxy in the making", 1, lambda: _frame(proxy, 0))
    yield _timed("first frame, proxy kept", 1, lambda: _frame(proxy, 0))
    yield _timed("contact sheet, H.264", 3, lambda: _sheet(plain))
    yield _timed("contact sheet, H.265", 3, lambda: _sheet(other))


def _timed(what: str, most: float, act: Callable[[], object]) -> Waited:
    begun = perf_counter()
    act()
    return Waited(what, perf_counter() - begun, most)


def _frame(address: str, at: int) -> None:
    """Play from there until the first picture is decoded."""
    told = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    with av.open(address, options={"headers": told}) as opened:
        stream = opened.streams.video[0]
        if at:
            opened.seek(at * SECOND)
        next(opened.decode(stream))


def _sheet(film: str) -> None:
    """Every picture of the sheet, over as many connections as a browser has."""
    with httpx.Client(headers=HEADERS, timeout=60) as client, ThreadPoolExecutor(SIX) as six:

        def picture(minute: int) -> None:
            answer = client.get(f"{HOME}/thumbnail?{film}&minute={minute}")
            if answer.status_code != httpx.codes.OK:
                raise RuntimeError(f"no picture of minute {minute}: {answer.status_code}")

        list(six.map(picture, range(MINUTES)))
