"""Filming: how a live camera stands at one moment, for those who look after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evidence.domain.text import Moment, Text, say


class Film(StrEnum):
    """What becomes of a live camera's pictures just now."""

    RECORDING = "recording"  # they are being kept
    INTERRUPTED = "interrupted"  # a class wants them, a recorder is at it, and there are none
    NOT_WANTED = "not-wanted"  # a recorder waits; no class is filmed by this camera now
    UNATTENDED = "unattended"  # no recorder runs for it


@dataclass(frozen=True, slots=True)
class LiveCamera:
    """A live camera: ``since`` (wall time) and ``why`` are the last word of its journal.

    ``wanted`` tells whether a class that it films is on, or about to begin.
    """

    name: str
    institution: str
    film: Film
    wanted: bool
    since: int | None = None
    why: Text | None = None


def ill_films(cameras: Sequence[LiveCamera]) -> Iterator[LiveCamera]:
    """Those whose pictures a class wants and that nobody keeps."""
    lost = {Film.INTERRUPTED, Film.UNATTENDED}
    return (each for each in cameras if each.wanted and each.film in lost)


def told(camera: LiveCamera) -> Text:
    """How a camera stands, as a sentence."""
    match camera.film:
        case Film.RECORDING:
            return say("is being recorded since {since}", since=Moment(camera.since or 0))
        case Film.NOT_WANTED:
            return say("films no class now")
        case Film.UNATTENDED if camera.wanted:
            return say("is not being recorded, and films a class: start evidence record")
        case Film.UNATTENDED:
            return say("has no recorder: evidence record does not run")
        case Film.INTERRUPTED if camera.since is None or camera.why is None:
            return say("is not being recorded yet, and films a class")
        case Film.INTERRUPTED:
            return say(
                "is not being recorded since {since}: {why}",
                since=Moment(camera.since),
                why=camera.why,
            )
