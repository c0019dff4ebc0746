"""Where the learner "me" was, and who else has the same face.

``doubles`` lists "LEARNER HOW COUNT", a minute between one sign and the next; HOW "one-picture own"
is a picture that surely shows "me". ``places`` lists "WHERE HERE THERE SECONDS". Of other classes,
``lookalikes`` lists how many people of how many faces are as near ("ALIKE KNOWN"), ``also_there``
"HERE THERE SECONDS".
"""

from typing import Any

from evidence.domain.elsewhere import AlsoThere, Lookalike
from evidence.domain.presence import PortraitFault
from evidence.domain.time import MINUTE, SECOND, Interval, Timeline
from evidence.facts.ghosts import Double, How, LearnerTraces, Sign
from evidence.facts.places import TwoPlaces, Where

BUILDS = LearnerTraces


def build(case: dict[str, Any]) -> LearnerTraces:
    fault = case.get("portrait", "")
    return LearnerTraces(
        case.get("learner", "me"),
        tuple(double(told, case.get("moments")) for told in case.get("doubles", [])),
        tuple(place(told) for told in case.get("places", [])),
        case.get("own", 0),
        PortraitFault(fault) if fault else None,
        tuple(lookalike(told) for told in case.get("lookalikes", [])),
        tuple(also_there(told) for told in case.get("also_there", [])),
    )


def lookalike(told: str) -> Lookalike:
    alike, known = told.split()
    return Lookalike("me", "L9", "c" * 64, 320, int(alike), int(known))


def also_there(told: str) -> AlsoThere:
    here, there, seconds = told.split()
    shared = Timeline((Interval(0, int(seconds) * SECOND),))
    return AlsoThere("me", "L9", "c" * 64, here, there, shared, ("recordings/a.mp4",))


def double(told: str, moments: int | None) -> Double:
    who, how, count, *own = told.split()
    signs = tuple(
        Sign(How(how), (f"snapshots/{n}.jpg",), n % (moments or n + 1) * MINUTE, bool(own))
        for n in range(int(count))
    )
    return Double(who, signs)


def place(told: str) -> TwoPlaces:
    where, here, there, seconds = told.split()
    shared = Timeline((Interval(0, int(seconds) * SECOND),))
    return TwoPlaces(Where(where), (here, there), shared, ("recordings/a.mp4",))
