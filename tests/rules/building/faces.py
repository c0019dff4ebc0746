"""Builds what was seen of a class hour: ``seen`` lists people as "LEARNER DISTANCE NEXT TIMES"."""

from typing import Any

from evidence.domain.presence import Face, Likeness, Look, Sighting, Thresholds, Track
from evidence.domain.teaching import ClassHour, Kind
from evidence.domain.time import MINUTE, Interval
from evidence.facts.presence import HourFaces, Placed, View

BUILDS = HourFaces
HOUR = ClassHour("P1", 1, Kind.PRACTICAL, Interval(0, 45 * MINUTE), ("cam1",))
LIMITS = Thresholds(match=520, margin=40, possible=650, smallest_face=48)


def build(case: dict[str, Any]) -> HourFaces:
    whole_class = case.get("whole_class", False)
    people = tuple(case.get("people", [2, 2, 2]))
    return HourFaces(
        None if whole_class else HOUR,
        case.get("expected", 2),
        LIMITS,
        tuple(placed(told) for told in case.get("seen", [])),
        () if whole_class else (View("cam1", 1920, people),),
        case.get("unwatched", False),
        case.get("no_models", False),
        case.get("unfilmed", False),
    )


def placed(told: str) -> Placed:
    """ "me 400 600 3": nearest to me at 0.400, to the next learner at 0.600, in three pictures.

    "small 30 3" is a face of 30 pixels, never looked at well, in three pictures.
    """
    who, first, *rest = told.split()
    if who == "small":
        track = Track(0, MINUTE, int(rest[0]), int(first))
        return Placed(Sighting("recordings/a.mp4", track), Interval(0, MINUTE), int(rest[0]))
    look = Look(0, Face(0, 0, 60, 80, 90), 1.0)
    track = Track(0, MINUTE, int(rest[1]), 80, (look,))
    names = [who, *(name for name in ("me", "you", "they") if name != who)]
    far = (int(first), int(rest[0]), max(900, int(rest[0])))
    near = tuple(Likeness(name, at) for name, at in zip(names, far, strict=True))
    sighting = Sighting("recordings/a.mp4", track, near)
    return Placed(sighting, Interval(0, MINUTE), int(rest[1]))
