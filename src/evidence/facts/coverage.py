"""Coverage: how much of each class hour was recorded, how much may have been, and the proof."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from evidence.domain.findings import Evidence
from evidence.domain.footage import DatedBy, FootageFile, Media, Recording
from evidence.domain.subject import Subject
from evidence.domain.teaching import ClassHour, Kind, Session
from evidence.domain.time import HOUR, MINUTE, Bounds, Interval, Timeline
from evidence.facts.cameras import Cameras
from evidence.facts.track import Loose, Piece, Placed, Track, Why, loosen, place

# Footage further than this from a session can't be joined to it by any silence a law allows.
NEAR = HOUR


def dated(file: FootageFile, media: Media) -> Recording:
    """A file and its media; the container's clock dates what nothing better does."""
    if file.start is None and media.created_at is not None:
        file = replace(file, start=media.created_at, dated_by=DatedBy.CONTAINER)
    return Recording(file, media)


@dataclass(frozen=True, slots=True)
class Amount:
    """A length of time in microseconds: what it surely is, and what it may be."""

    surely: int
    possibly: int


class Silent(StrEnum):
    """Why nothing was recorded."""

    FLAWED = "flawed"  # within one file, whose pictures show nothing of the hour
    GAP = "gap"  # within one file
    SEAM = "seam"  # from one file to the next
    NOTHING = "nothing"  # no file before or after it


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch without certain footage; ``path`` is the file that is silent, for a gap."""

    span: Interval
    reason: Silent
    path: str = ""
    media: int = 0


@dataclass(frozen=True, slots=True)
class CameraUse:
    """What one camera has of a class hour: its unbroken runs, and how long they are and may be."""

    camera: str
    runs: Timeline
    longest: Amount
    recorded: Amount
    pieces: tuple[Piece, ...]

    @property
    def run(self) -> Interval | None:
        """Its longest certain run."""
        return self.runs.longest

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """Where that run is to be seen: the stretch of each file that it goes through."""
        found: dict[str, tuple[int, int]] = {}
        for piece in self.pieces:
            part = piece.span.meet(self.run) if self.run else None
            if part:
                start = piece.media + part.start - piece.span.start
                first, last = found.get(piece.path, (start, start))
                found[piece.path] = min(first, start), max(last, start + part.length)
        return tuple(Evidence(path, start, end) for path, (start, end) in found.items())


@dataclass(frozen=True, slots=True)
class Usable:
    """The footage of a class hour under a policy's allowances.

    ``cameras`` are in the timetable's order; ``recorded`` is what any of them has, silences left
    out, and ``covered`` the same with the allowed silences counted in.
    """

    cameras: tuple[CameraUse, ...]
    recorded: Amount
    covered: Amount
    holes: tuple[Hole, ...]

    @property
    def flawed(self) -> bool:
        """Whether there is footage that shows nothing of the hour."""
        return any(hole.reason is Silent.FLAWED for hole in self.holes)

    @property
    def best(self) -> CameraUse | None:
        """The camera with the longest certain run, the first of several; None without cameras."""
        return max(self.cameras, key=lambda use: use.longest.surely, default=None)

    @property
    def camera(self) -> str:
        """The best camera's name, "" where none has any footage."""
        return self.best.camera if self.best and self.best.run else ""

    @property
    def longest(self) -> Amount:
        """The longest run of any one camera."""
        return Amount(
            max((use.longest.surely for use in self.cameras), default=0),
            max((use.longest.possibly for use in self.cameras), default=0),
        )


@dataclass(frozen=True, slots=True)
class ClassHourFootage:
    """The footage of one class hour taught in a room.

    ``tracks`` hold one camera each. ``elsewhere`` names cameras that filmed during the session
    but that the timetable does not name for it.
    """

    hour: ClassHour
    tracks: tuple[Track, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """The class hour."""
        return self.hour.subject

    def usable(self, *, max_gap: int, max_seam: int) -> Usable:
        """What counts under these allowances, in microseconds."""
        span = self.hour.span
        runs = [
            track.continuous(max_gap=max_gap, max_seam=max_seam).within(span)
            for track in self.tracks
        ]
        shots = [track.recorded().within(span) for track in self.tracks]
        uses = tuple(
            self._use(track, run, shot, max_seam)
            for track, run, shot in zip(self.tracks, runs, shots, strict=True)
        )
        loose = {one.path: one for track in self.tracks for one in track.loose}.values()
        covered = Bounds.union(runs)
        return Usable(
            uses,
            self._amount(Bounds.union(shots), loose, 0),
            self._amount(covered, loose, max_seam),
            tuple(self._holes(covered.surely)),
        )

    def _use(self, track: Track, runs: Bounds, shots: Bounds, seam: int) -> CameraUse:
        longest = Amount(
            runs.surely.longest.length if runs.surely.longest else 0,
            longest_possible(runs.possibly, track.loose, seam=seam, room=self.hour.span.length),
        )
        recorded = self._amount(shots, track.loose, 0)
        pieces = tuple(track.pieces(self.hour.span))
        return CameraUse(track.camera, runs.surely, longest, recorded, pieces)

    def _amount(self, bounds: Bounds, loose: Collection[Loose], seam: int) -> Amount:
        room = self.hour.span.length
        filled = bounds.possibly.length
        for one in loose:
            filled += room if one.amount is None else one.amount + 2 * seam
        return Amount(bounds.surely.length, min(room, filled))

    def _holes(self, covered: Timeline) -> Iterator[Hole]:
        files = [one for track in self.tracks for one in track.placed if one.extent]
        for span in Timeline((self.hour.span,)) - covered:
            yield hole(span, files)

    @property
    def doubts(self) -> tuple[tuple[str, Why], ...]:
        """The files that leave a doubt about this hour, each with the reason, in order of path."""
        found: dict[str, Why] = {}
        # A little more than the hour: what ends just before it may be joined by an allowed seam.
        around = Interval(self.hour.span.start - MINUTE, self.hour.span.end + MINUTE)
        for track in self.tracks:
            for one in track.perhaps:
                if any(piece.span.meet(around) for piece in one.pieces):
                    found.setdefault(one.path, Why.CAMERA_UNKNOWN)
            for one in (*track.placed, *track.perhaps):
                for doubt in one.doubts:
                    if doubt.span.meet(around):
                        found.setdefault(doubt.path, doubt.why)
            found |= {one.path: one.why for one in track.loose if one.path not in found}
        return tuple(sorted(found.items()))


def hole(span: Interval, files: Sequence[Placed]) -> Hole:
    """A stretch without footage, and why it is without."""
    extents = [(one.path, one.extent) for one in files if one.extent]
    flawed = {one.path for one in files if one.flawed.within(span)}
    for path, extent in extents:
        if extent.start <= span.start and span.end <= extent.end:
            reason = Silent.FLAWED if path in flawed else Silent.GAP
            return Hole(span, reason, path, span.start - extent.start)
    before = any(extent.end <= span.start for _, extent in extents)
    after = any(extent.start >= span.end for _, extent in extents)
    return Hole(span, Silent.SEAM if before and after else Silent.NOTHING)


def longest_possible(runs: Timeline, loose: Sequence[Loose], *, seam: int, room: int) -> int:
    """The longest run that undated recordings could make of ``runs``, never more than ``room``.

    However they lay, each joins at most two neighbours, with an allowed seam at each joint.
    """
    longest = runs.longest.length if runs.longest else 0
    if not loose:
        return longest
    if any(one.amount is None for one in loose):
        return room
    extra = sum(one.amount or 0 for one in loose)
    parts = len(loose)
    longest = max(longest, extra + (parts - 1) * seam)
    for first in range(len(runs.spans)):
        chain = runs.spans[first : first + parts + 1]
        for count in range(1, len(chain) + 1):
            linked = chain[:count]
            own = sum(span.length for span in linked)
            fill = extra + (parts + count - 1) * seam
            if linked[-1].end - linked[0].start - own > fill:
                break
            longest = max(longest, own + fill)
    return min(room, longest)


def class_hour_footage(
    sessions: Sequence[Session], recordings: Sequence[Recording]
) -> tuple[ClassHourFootage, ...]:
    """One fact for each theory or practical class hour, in the timetable's order."""
    cameras = Cameras.of(sessions, recordings)
    placed = dict(_placed(cameras, recordings))
    facts: list[ClassHourFootage] = []
    for session in sessions:
        if session.kind is Kind.ONLINE:
            continue
        tracks = tuple(_tracks(session, cameras, recordings, placed))
        ours = {track.camera for track in tracks}
        others = {
            cameras.of_file[one.path]: one.extent
            for one in placed.values()
            if one.extent and one.extent.meet(session.span)
        }
        elsewhere = tuple(sorted(name for name in others if name and name not in ours))
        facts.extend(ClassHourFootage(hour, tracks, elsewhere) for hour in session.hours())
    return tuple(facts)


def _around(session: Session) -> Interval:
    return Interval(session.span.start - NEAR, session.span.end + NEAR)


def _placed(cameras: Cameras, recordings: Iterable[Recording]) -> Iterator[tuple[str, Placed]]:
    """Every dated recording on the wall clock, by its path."""
    starts: dict[str | None, list[int]] = {}
    for recording in recordings:
        if recording.file.start is not None:
            starts.setdefault(cameras.of_file[recording.path], []).append(recording.file.start)
    for found in starts.values():
        found.sort()
    for recording in recordings:
        if recording.file.start is not None:
            camera = cameras.of_file[recording.path]
            # Where it is not known whose a file is, the next one may be another camera's, and
            # bounds no doubt.
            following = () if cameras.may_be_any(camera) else starts[camera]
            yield recording.path, place(recording, following)


def _tracks(
    session: Session,
    cameras: Cameras,
    recordings: Sequence[Recording],
    placed: dict[str, Placed],
) -> Iterator[Track]:
    around = _around(session)
    known: dict[str, list[Placed]] = {}
    unknown: list[Placed] = []
    unsettled: list[tuple[str | None, Placed]] = []
    loose: list[tuple[str | None, Loose]] = []
    for recording in recordings:
        camera = cameras.of_file[recording.path]
        one = placed.get(recording.path)
        if one is None:
            loose.append((camera, loosen(recording)))
            continue
        if not _touches(one, around):
            continue
        if cameras.may_be_any(camera):
            unsettled.append((camera, one))
        if camera is None:
            unknown.append(one)
        else:
            known.setdefault(camera, []).append(one)
    named = tuple(dict.fromkeys(cameras.display(name) for name in session.cameras))
    all_known = sorted({*known, *(camera for camera, _ in loose if camera is not None)})
    for camera in named or all_known:
        perhaps = tuple(one for owner, one in unsettled if owner != camera)
        may_be = tuple(one for owner, one in loose if owner == camera or cameras.may_be_any(owner))
        yield Track(camera, tuple(known.get(camera, ())), perhaps, may_be)
    if not named:
        # Any camera proves such a session, so that a file of whichever proves it by itself.
        rest = tuple(one for owner, one in loose if cameras.may_be_any(owner))
        for one in unknown:
            others = tuple(other for _, other in unsettled if other is not one)
            yield Track("", (one,), others, rest)
        if rest and not unknown and not all_known:
            yield Track("", (), (), rest)


def _touches(one: Placed, around: Interval) -> bool:
    spans = [one.extent, *(doubt.span for doubt in one.doubts)]
    return any(span.meet(around) for span in spans if span)
