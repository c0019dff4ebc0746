"""Tracks: what one camera recorded on the wall clock, and what it may have recorded besides.

What is joined by a tolerated silence is found by adding spans, never by taking any away, so that
more footage can only lengthen a run.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence.domain.footage import Break, EndReason, Recording
from evidence.domain.time import DAY, SECOND, Bounds, Interval, Timeline

# Names tell whole seconds, so that the file after may seem to begin before the one before ends.
ROUNDING = 2 * SECOND
# No recorder writes one file for longer.
LONGEST_FILE = DAY
# Read, and what was read is footage; of all others only their place in time is known.
SEEN = {EndReason.COMPLETE, EndReason.TRUNCATED}


_NONE = Timeline()


class Why(StrEnum):
    """Why it is not known what was recorded."""

    MISSING = "missing"  # the file is named, and is not there
    UNREADABLE = "unreadable"  # the file is broken, or its pictures can't be seen
    CUT_OFF = "cut-off"  # its end is missing
    UNDATED = "undated"  # nobody knows when it was filmed
    CAMERA_UNKNOWN = "camera-unknown"  # nobody knows by which camera
    PICTURES = "pictures"  # its pictures may show nothing of the hour
    CLOCK_RESET = "clock-reset"  # its clock jumped back: how long it was silent is not known


@dataclass(frozen=True, slots=True)
class Piece:
    """Unbroken footage: ``span`` on the wall clock, beginning at ``media`` in its file."""

    span: Interval
    path: str
    media: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may have been recorded during ``span``, and which file leaves it open."""

    span: Interval
    path: str
    why: Why


@dataclass(frozen=True, slots=True)
class Placed:
    """A dated recording on the wall clock: its certain pieces and its doubts.

    ``extent`` runs from its first frame to its last; None where not one frame was seen.
    ``silences`` are the interruptions between its pieces; ``flawed`` are the stretches in which
    its pictures certainly show nothing of their hour, and which are no pieces either.
    """

    path: str
    extent: Interval | None
    pieces: tuple[Piece, ...] = ()
    silences: tuple[Interval, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    flawed: Timeline = _NONE


def place(recording: Recording, starts: Sequence[int]) -> Placed:
    """Put a dated recording on the wall clock.

    ``starts`` are the sorted starts of all files of its camera: no file can hold what the next
    one holds, so that they bound every doubt.
    """
    begin, media, path = recording.file.start, recording.media, recording.path
    if begin is None:
        raise ValueError(f"an undated recording has no place: {path}")
    if media.end not in SEEN or not media.duration:
        sealed = media.duration if media.end is EndReason.ENCRYPTED else 0
        end = begin + sealed if sealed else _next(starts, begin + 1, begin)
        why = Why.MISSING if media.end is EndReason.MISSING else Why.UNREADABLE
        return Placed(path, None, doubts=(Doubt(Interval(begin, end), path, why),))

    extent = Interval(begin, begin + media.duration)
    following = _next(starts, max(extent.end - ROUNDING, begin + 1), extent.end)
    slack = max(0, following - extent.end)
    pieces: list[Piece] = []
    doubts: list[Doubt] = []
    unusable = recording.pictures.unusable
    for start, end, reset in _stretches(recording):
        sure_from = start + slack if reset else start
        if sure_from < end:
            shown = Timeline((Interval(sure_from, end),))
            pieces.extend(_pieces(path, begin, shown - unusable.possibly))
            doubts.extend(
                Doubt(_on_wall(begin, span), path, Why.PICTURES) for span in shown & unusable.doubt
            )
        if reset and slack:
            reach = Interval(begin + start, begin + end + slack)
            doubts.append(Doubt(reach, path, Why.CLOCK_RESET))
    if media.end is EndReason.TRUNCATED:
        doubts.extend(_cut_off(recording, extent, following))
    flawed = Timeline(tuple(_on_wall(begin, span) for span in _known(recording)))
    return Placed(path, extent, tuple(pieces), _silences(recording), tuple(doubts), flawed)


def _known(recording: Recording) -> Timeline:
    """Media time that certainly shows nothing of its hour, as far as the recording goes."""
    return recording.pictures.unusable.surely.within(Interval(0, recording.media.duration))


def _pieces(path: str, begin: int, shown: Timeline) -> Iterator[Piece]:
    return (Piece(_on_wall(begin, span), path, span.start) for span in shown)


def _on_wall(begin: int, media: Interval) -> Interval:
    return Interval(begin + media.start, begin + media.end)


def _cut_off(recording: Recording, extent: Interval, following: int) -> Iterator[Doubt]:
    claimed = recording.media.claimed
    reset = any(silence.kind is Break.CLOCK_RESET for silence in recording.media.silences)
    end = following
    if claimed is not None and claimed > extent.length and not reset:
        end = min(extent.start + claimed, following)
    if end > extent.end:
        yield Doubt(Interval(extent.end, end), recording.path, Why.CUT_OFF)


def _next(starts: Sequence[int], earliest: int, base: int) -> int:
    """The first start from ``earliest`` on, but no later than one file can reach from ``base``."""
    at = bisect_left(starts, earliest)
    return min(starts[at] if at < len(starts) else base + LONGEST_FILE, base + LONGEST_FILE)


def _stretches(recording: Recording) -> Iterator[tuple[int, int, bool]]:
    """Media time cut at its silences: start, end, and whether a reset came before."""
    cursor, reset = 0, False
    for silence in recording.media.silences:
        if silence.at > cursor:
            yield cursor, silence.at, reset
        cursor = silence.at + silence.length
        reset = reset or silence.kind is Break.CLOCK_RESET
    if recording.media.duration > cursor:
        yield cursor, recording.media.duration, reset


def _silences(recording: Recording) -> tuple[Interval, ...]:
    begin = recording.file.start or 0
    return tuple(
        Interval(begin + silence.at, begin + silence.at + silence.length)
        for silence in recording.media.silences
        if silence.length
    )


@dataclass(frozen=True, slots=True)
class Loose:
    """A recording that nobody can date: it may fill ``amount`` of any hour, all of it if None."""

    path: str
    amount: int | None
    why: Why = Why.UNDATED


def loosen(recording: Recording) -> Loose:
    """What an undated recording may prove at most."""
    media = recording.media
    if media.end is EndReason.MISSING:
        return Loose(recording.path, None, Why.MISSING)
    if any(silence.kind is Break.CLOCK_RESET for silence in media.silences):
        return Loose(recording.path, None)
    if media.end is EndReason.COMPLETE or (media.end is EndReason.ENCRYPTED and media.duration):
        return Loose(recording.path, media.duration - _flawed(recording))
    if media.end is EndReason.TRUNCATED and media.claimed:
        most = max(media.claimed, media.duration)
        return Loose(recording.path, most - _flawed(recording))
    return Loose(recording.path, None)


def _flawed(recording: Recording) -> int:
    """Microseconds that certainly show nothing of any hour."""
    return _known(recording).length if recording.media.duration else 0


@dataclass(frozen=True, slots=True)
class Track:
    """One camera's recordings; ``perhaps`` and ``loose`` are those that may be its, or may not."""

    camera: str
    placed: tuple[Placed, ...]
    perhaps: tuple[Placed, ...] = ()
    loose: tuple[Loose, ...] = ()

    def recorded(self) -> Bounds:
        """What was recorded, silences left out."""
        surely = Timeline.of(piece.span for one in self.placed for piece in one.pieces)
        return Bounds(surely, surely | Timeline.of(self._doubtful()))

    def continuous(self, *, max_gap: int, max_seam: int) -> Bounds:
        """What was recorded without a break: silences within a file of at most ``max_gap``.

        From the end of one file to the start of another at most ``max_seam`` is a break neither.
        """
        surely = _joined(_strips(self.placed), max_gap=max_gap, max_seam=max_seam)
        doubtful = (Strip(span, (span,), ()) for span in self._doubtful())
        strips = (*_strips((*self.placed, *self.perhaps)), *doubtful)
        return Bounds(surely, _joined(strips, max_gap=max_gap, max_seam=max_seam))

    def _doubtful(self) -> Iterator[Interval]:
        for one in self.perhaps:
            yield from (piece.span for piece in one.pieces)
        for one in (*self.placed, *self.perhaps):
            yield from (doubt.span for doubt in one.doubts)

    def pieces(self, span: Interval) -> Iterator[Piece]:
        """Its certain pieces within ``span``, cut to it, in order of time."""
        found = (piece for one in self.placed for piece in one.pieces)
        for piece in sorted(found, key=lambda piece: (piece.span, piece.path)):
            part = piece.span.meet(span)
            if part:
                yield Piece(part, piece.path, piece.media + part.start - piece.span.start)


@dataclass(frozen=True, slots=True)
class Strip:
    """The spans of one file, the silences between them, and where it begins and ends."""

    extent: Interval
    spans: tuple[Interval, ...]
    silences: tuple[Interval, ...]


def _strips(placed: Iterable[Placed]) -> tuple[Strip, ...]:
    return tuple(
        Strip(one.extent, tuple(piece.span for piece in one.pieces), one.silences)
        for one in placed
        if one.extent and one.pieces
    )


def _joined(strips: Sequence[Strip], *, max_gap: int, max_seam: int) -> Timeline:
    """All spans, with the tolerated silences within and between files filled in."""
    spans = [span for strip in strips for span in strip.spans]
    for strip in strips:
        spans.extend(silence for silence in strip.silences if silence.length <= max_gap)
    starts = sorted(min(strip.spans).start for strip in strips)
    for strip in strips:
        end = max(strip.spans).end
        after = bisect_right(starts, end + max_seam) - 1
        if after >= 0 and starts[after] > end:
            spans.append(Interval(end, starts[after]))
    return Timeline.of(spans).bridged(min(max_gap, max_seam))
