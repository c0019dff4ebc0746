"""Strangers of a class hour: ``strangers`` lists "WHO TIMES FROM TO", minutes of one recording.

WHO is a number: the same one is one face, and the next one is far from it. "5~" is a face that may
be that of 5. ``shared`` are faces that several portraits have. ``distance`` is how far they are
from the nearest portrait.
"""

from struct import pack
from typing import Any

from evidence.domain.presence import Face, Likeness, Look, Sighting, Track
from evidence.domain.time import MINUTE, Interval
from evidence.facts.presence import HourFaces, Placed, View
from evidence.facts.strangers import HourStrangers
from tests.rules.building.faces import HOUR, LIMITS

BUILDS = HourStrangers


def build(case: dict[str, Any]) -> HourStrangers:
    distance = case.get("distance", 800)
    people = tuple(placed(told, distance) for told in case.get("strangers", []))
    faces = HourFaces(HOUR, 2, LIMITS, people, (View("cam1", 1920, (2, 2)),))
    shared = tuple(pack("<2f", at, 0) for at in case.get("shared", []))
    return HourStrangers(faces, case.get("teachers", 1), case.get("without_portrait", 0), shared)


def placed(told: str, distance: int) -> Placed:
    who, times, first, last = told.split()
    at = int(who.rstrip("~")) + (0.6 if who.endswith("~") else 0)
    span = Interval(int(first) * MINUTE, int(last) * MINUTE)
    look = Look(span.start, Face(0, 0, 60, 80, 90), 1.0, pack("<2f", at, 0))
    track = Track(span.start, span.end, int(times), 80, (look,))
    sighting = Sighting("recordings/a.mp4", track, (Likeness("me", distance),))
    return Placed(sighting, span, int(times))
