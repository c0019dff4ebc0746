"""Packets: what the time stamps of one file say, without decoding a single picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from evidence.analyzers.media.clock import StreamClock
from evidence.analyzers.media.containers import Structure, structure
from evidence.domain.footage import EndReason, Media
from evidence.domain.time import SECOND

# MPEG's 90 kHz clock is 33 bits wide and starts again after 26.5 hours (ISO/IEC 13818-1, 2.4.3.7).
WRAPPING = {"mpegts": 1 << 33, "mpeg": 1 << 33}
# Headers of these state a duration; of the others FFmpeg guesses one from the time stamps.
CLAIMING = {"mov", "matroska", "avi", "flv", "asf"}
# They point to other files, which a recording never does.
PLAYLISTS = {"hls", "concat", "dash", "sdp", "rtsp", "imf", "webm_dash_manifest"}
PICTURES = ("image2", "_pipe", "gif", "apng", "ico")
EPOCHS = timedelta(days=2)  # as near as this to a zero of some clock, a date is none
ZEROS = tuple(datetime(year, 1, 1, tzinfo=UTC) for year in (1601, 1904, 1970, 1980, 2000))


@dataclass(slots=True)
class Tally:
    """What was counted on the way through the packets."""

    packets: int = 0
    key_frames: int = 0
    damaged: int = 0
    unstamped: int = 0
    without_pts: int = 0
    error: str = ""


def read(path: str) -> Media:
    """What the packets of the file at ``path`` say; never raises for a bad file."""
    try:
        size = Path(path).stat().st_size
    except OSError as error:
        return Media(EndReason.UNREADABLE, detail=error.strerror or "not to be opened")
    if size == 0:
        return Media(EndReason.EMPTY, detail="0 bytes")
    try:
        return _read(f"file:{path}", path)
    except FFmpegError as error:
        return _salvaged(path, _words(error))


def _read(url: str, path: str) -> Media:
    with _opened(url) as container:
        stream = _stream(container)
        name = container.format.name
        short = name.split(",")[0]
        known = Media(EndReason.UNREADABLE, container=short, created_at=_created_at(container))
        if short in PLAYLISTS:
            return replace(known, detail="a playlist, not a recording")
        if short.endswith(PICTURES):
            return replace(known, detail="a picture, not a recording")
        if stream is None:
            return replace(known, end=EndReason.NO_VIDEO, detail="no picture track")
        with Path(path).open("rb") as file:
            built = structure(file, name)
        known = _described(replace(known, claimed=_claimed(container, stream, built)), stream)
        media, tally = _walk(url, container, stream, short, known)
        return _ended(media, tally, built, samples=len(stream.index_entries))


def _opened(url: str) -> InputContainer:
    """The file, and no other: neither the network nor what a playlist points to."""
    options = {"protocol_whitelist": "file,subfile"}
    av.logging.set_level(av.logging.ERROR)  # so that an error can say why
    try:
        return av.open(url, metadata_errors="replace", container_options=options)
    finally:
        av.logging.set_level(None)


def _stream(container: InputContainer) -> VideoStream | None:
    """The best track of moving pictures; a cover picture is none."""
    moving = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    best = container.streams.best("video")
    return next((stream for stream in moving if stream is best), moving[0] if moving else None)


def _walk(
    url: str, container: InputContainer, stream: VideoStream, short: str, known: Media
) -> tuple[Media, Tally]:
    """All packets on their showing times; on their decoding times where showing times lack."""
    media, tally = _clocked(container, stream, short, known, by_decoding=False)
    if not 0 < tally.without_pts < tally.packets or tally.without_pts == tally.unstamped:
        return media, tally
    with _opened(url) as again:
        twin = next(other for other in again.streams.video if other.index == stream.index)
        return _clocked(again, twin, short, known, by_decoding=True)


def _clocked(
    container: InputContainer,
    stream: VideoStream,
    short: str,
    known: Media,
    *,
    by_decoding: bool,
) -> tuple[Media, Tally]:
    tick = stream.time_base
    rate = stream.average_rate
    usual = int(1 / (rate * tick)) if rate and tick else 0
    clock = StreamClock(tick or Fraction(1, SECOND), period=WRAPPING.get(short))
    tally = Tally()
    last: int | None = None
    longest = 0
    for packet in _packets(container, stream, tally):
        tally.packets += 1
        tally.key_frames += packet.is_keyframe
        tally.damaged += packet.is_corrupt
        if packet.is_corrupt and short not in WRAPPING:
            continue  # only part of it is in the file; a stream's mark means lost data nearby
        shown, order = packet.pts, packet.dts
        tally.without_pts += shown is None
        if shown is None or by_decoding:
            shown = order
        if shown is None:
            tally.unstamped += 1
            step = packet.duration or usual
            if last is None or not step:
                continue
            shown = last + step
        last = shown if order is None else order
        longest = max(longest, packet.duration or 0)
        clock.add(last, None if packet.is_discard else shown)
    told = clock.read(lone_frame=longest or usual)
    media = replace(
        known,
        duration=told.duration,
        frame=told.frame,
        silences=told.silences,
        packets=tally.packets,
        key_frames=tally.key_frames,
        damaged=tally.damaged,
    )
    return media, tally


def _packets(
    container: InputContainer, stream: VideoStream, tally: Tally
) -> Iterator[Packet[VideoStream]]:
    try:
        for packet in container.demux(stream):
            if packet.size or packet.dts is not None:  # else the empty one that ends a stream
                yield packet
    except FFmpegError as error:
        tally.error = _words(error)


def _ended(media: Media, tally: Tally, built: Structure, *, samples: int) -> Media:
    """Why the recording ends where it ends."""
    if built.encrypted:
        return replace(media, end=EndReason.ENCRYPTED, detail="the pictures are encrypted")
    missing = (
        samples - tally.packets + tally.damaged if built.indexed and media.container == "mov" else 0
    )
    cut = tally.error or built.cut
    if missing > 0:
        cut = f"{missing} of {samples} frames are not in the file"
    if cut:
        return replace(media, end=EndReason.TRUNCATED, detail=cut)
    if not tally.packets:
        return replace(media, end=EndReason.EMPTY, detail="not one video packet")
    if media.duration <= 0:
        return replace(media, end=EndReason.UNREADABLE, detail="the packets carry no time stamps")
    return replace(media, end=EndReason.COMPLETE)


def _salvaged(path: str, words: str) -> Media:
    """A file that the demuxer gives up on: cut off, where its structure shows it.

    A fragmented file that is cut off within the head of a fragment is read up to there.
    """
    with Path(path).open("rb") as file:
        built = structure(file, "")
    if not built.cut:
        return Media(EndReason.UNREADABLE, detail=words)
    lost = Media(EndReason.TRUNCATED, container="mov", detail=built.cut)
    if not built.fragmented or not built.whole:
        return lost
    try:
        media = _read(f"subfile,,start,0,end,{built.whole},,:{path}", path)
    except FFmpegError:
        return lost
    return media if media.duration else lost


def _claimed(container: InputContainer, stream: VideoStream, built: Structure) -> int | None:
    """The duration that the header states; a fragmented file's is known to mean nothing."""
    if built.fragmented or container.format.name.split(",")[0] not in CLAIMING:
        return None
    told = container.duration or 0
    if stream.duration and stream.time_base:
        told = round(stream.duration * stream.time_base * SECOND)
    if stream.frames and stream.average_rate:  # the demuxer shortens what a cut file states
        told = max(told, round(stream.frames / stream.average_rate * SECOND))
    return told or None


def _described(media: Media, stream: VideoStream) -> Media:
    codec = getattr(stream, "codec_context", None)  # none where FFmpeg does not know the codec
    if codec is None:
        return media
    return replace(media, codec=codec.name, width=codec.width, height=codec.height)


def _created_at(container: InputContainer) -> int | None:
    """The container's creation time as wall time; a clock that was never set gives none."""
    told = container.metadata.get("creation_time", "")
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if any(abs(moment - zero) < EPOCHS for zero in ZEROS):
        return None
    return (moment - ZEROS[2]) // timedelta(microseconds=1)


def _words(error: FFmpegError) -> str:
    """FFmpeg's own word on what went wrong, without the path."""
    said = error.log[-1] if error.log else error.strerror
    return str(said or type(error).__name__).strip()
