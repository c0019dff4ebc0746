"""People: how many were in view, and how many faces could be compared, minute by minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from evidence.domain.footage import Recording
from evidence.domain.presence import FacesSeen, Track
from evidence.domain.time import MINUTE, Interval
from evidence.report.words import Voice
from evidence.web.lanes import Bar, Lane
from evidence.wiring.office import Office


@dataclass(frozen=True, slots=True)
class _Minute:
    """A minute of a recording, and how many were seen in it at most."""

    span: Interval
    count: int


def people_lanes(
    desk: Office, subject: str, inside: Sequence[Recording], span: Interval, voice: Voice
) -> tuple[Lane, ...]:
    """A lane for people, and one for faces seen well; none where nothing of it is kept."""
    seen = tuple(_seen(desk, subject, inside))
    if not seen:
        return ()
    people = _bars(seen, span, lambda _: True, "people", voice)
    faces = _bars(seen, span, lambda track: bool(track.looks), "faces", voice)
    return (
        Lane(voice.word("People in view"), tuple(people)),
        Lane(voice.word("Faces seen well"), tuple(faces)),
    )


def _seen(
    desk: Office, subject: str, inside: Sequence[Recording]
) -> Iterator[tuple[Recording, FacesSeen]]:
    if not desk.faces.kept_here:
        return
    known = desk.store.classes.get(subject)
    digests = {each.path: each.sha256 for each in known.recordings} if known else {}
    for recording in inside:
        faces = desk.faces.seen(digests.get(recording.path, ""))
        if faces is not None:
            yield recording, faces


def _bars(
    seen: Sequence[tuple[Recording, FacesSeen]],
    span: Interval,
    counts: Callable[[Track], bool],
    kind: str,
    voice: Voice,
) -> Iterator[Bar]:
    """Minutes with the same count in one bar; where nobody was seen, none."""
    for recording, faces in seen:
        tracks = [track for track in faces.tracks if counts(track)]
        minutes = _minutes(recording, tracks)
        for count, some in groupby(minutes, key=lambda minute: minute.count):
            run = list(some)
            part = Interval(run[0].span.start, run[-1].span.end).meet(span)
            if count and part:
                yield Bar(part, kind, voice.word("at most {count}", count=count), str(count))


def _minutes(recording: Recording, tracks: Sequence[Track]) -> Iterator[_Minute]:
    if recording.span is None:
        return
    start, end = recording.span.start, recording.span.end
    for begin in range(start, end, MINUTE):
        minute = Interval(begin, min(end, begin + MINUTE))
        yield _Minute(minute, _most(tracks, minute.start - start, minute.end - start))


def _most(tracks: Sequence[Track], begin: int, end: int) -> int:
    """How many tracks run at one time between two media times, at most."""
    edges = sorted(
        edge
        for track in tracks
        if track.first < end and begin <= track.last
        for edge in ((max(begin, track.first), 0), (min(end, track.last), 1))
    )
    most = now = 0
    for _, leaves in edges:
        now += -1 if leaves else 1
        most = max(most, now)
    return most
