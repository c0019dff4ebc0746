"""Segments: recordings that have just arrived, and what is wrong with them at first sight."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence.domain.footage import EndReason, Recording
from evidence.domain.teaching import Kind, Session
from evidence.facts.cameras import Cameras


class Fault(StrEnum):
    """What is wrong with a segment."""

    EMPTY = "empty"  # not one byte or picture, and nothing more comes
    UNREADABLE = "unreadable"  # no video that could be opened
    CUT_OFF = "cut-off"  # it stopped growing before its end
    UNDATED = "undated"  # nobody knows when it was filmed
    OTHER_CAMERA = "other-camera"  # the timetable names other cameras at that time


@dataclass(frozen=True, slots=True)
class Trouble:
    """A segment that proves nothing or too little, by its path; ``camera`` is "" if not known."""

    path: str
    fault: Fault
    camera: str = ""


_ENDS = {
    EndReason.EMPTY: Fault.EMPTY,
    EndReason.UNREADABLE: Fault.UNREADABLE,
    EndReason.NO_VIDEO: Fault.UNREADABLE,
    EndReason.ENCRYPTED: Fault.UNREADABLE,
    EndReason.CRASHED: Fault.UNREADABLE,
    EndReason.TIMED_OUT: Fault.UNREADABLE,
    EndReason.TRUNCATED: Fault.CUT_OFF,
}


def troubles(
    sessions: Sequence[Session], recordings: Sequence[Recording], fresh: Collection[str]
) -> Iterator[Trouble]:
    """What is wrong with the ``fresh`` recordings (paths), each told by what is worst of it."""
    cameras = Cameras.of(sessions, recordings)
    for recording in recordings:
        if recording.path in fresh:
            fault = _fault(recording, sessions, cameras)
            if fault:
                yield Trouble(recording.path, fault, cameras.of_file[recording.path] or "")


def _fault(recording: Recording, sessions: Sequence[Session], cameras: Cameras) -> Fault | None:
    if recording.media.end in _ENDS:
        return _ENDS[recording.media.end]
    if recording.file.start is None:
        return Fault.UNDATED
    return None if _belongs(recording, sessions, cameras) else Fault.OTHER_CAMERA


def _belongs(recording: Recording, sessions: Sequence[Session], cameras: Cameras) -> bool:
    """Whether a session that it was filmed in wants its camera, or none tells which it wants."""
    span, camera = recording.span, cameras.of_file[recording.path]
    taught = [
        session
        for session in sessions
        if session.kind is not Kind.ONLINE and span and session.span.meet(span)
    ]
    wanted = {cameras.display(name) for session in taught for name in session.cameras}
    return not wanted or not all(session.cameras for session in taught) or camera in wanted
