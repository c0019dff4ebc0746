"""Seeing: what to say where no face can be compared, and what would help."""

from __future__ import annotations

from evidence.domain.presence import PortraitFault
from evidence.domain.text import Text, say
from evidence.facts.presence import HourFaces


def unseen(faces: HourFaces) -> Text:
    """Why nobody can be recognised, and the pixel size that the camera would need."""
    need, largest = faces.limits.smallest_face, faces.largest
    if faces.unfilmed:
        return say(
            "there is no footage of these class hours: hand in the recordings, in which people are "
            "counted and recognised"
        )
    if faces.no_models:
        return say("the instruments that see faces are not installed: see 'evidence models list'")
    if faces.unwatched and not faces.views:
        return say("the footage could not be searched for faces: a person must look")
    if not faces.placed:
        return say(
            "no face was found in the footage: a camera is needed in whose picture a face is at "
            "least {need} pixels high, seen from the front; until then a person must look",
            need=need,
        )
    width = faces.best.width if faces.best else 0
    if largest < need:
        return say(
            "no face is large enough to be compared: the largest is {largest} pixels high in a "
            "picture {width} pixels wide, {need} are needed; put the camera nearer, or let it "
            "record a picture at least {wider} pixels wide",
            largest=largest,
            width=width,
            need=need,
            wider=-(-width * need // max(1, largest)),
        )
    return say(
        "no face is clear enough to be compared: clean or focus the camera, or give the room more "
        "light, and let a person look"
    )


# What is wrong with a portrait, and what the clerk can do.
ADVICE = {
    PortraitFault.MISSING: say("there is no portrait of this learner: add one to photos/"),
    PortraitFault.EMPTY: say(
        "the portrait is an empty file: copy it again from where it comes from"
    ),
    PortraitFault.LARGE: say(
        "the portrait is larger than 64 MB or 100 million pixels: make it smaller"
    ),
    PortraitFault.ASIDE: say("the portrait lies on its side or head down: turn it upright"),
    PortraitFault.UNREADABLE: say("the portrait does not open: save it again as JPEG or PNG"),
    PortraitFault.NO_FACE: say(
        "the portrait shows no face: take another, from the front and in even light"
    ),
    PortraitFault.SEVERAL_FACES: say(
        "the portrait shows several faces: cut it to the one of this learner"
    ),
    PortraitFault.SMALL: say("the face in the portrait is too small: hand in a larger photo"),
    PortraitFault.BLURRED: say("the portrait is blurred: take another that is sharp"),
    PortraitFault.TURNED: say("the face in the portrait is turned away: take one from the front"),
    PortraitFault.SAME_FILE: say(
        "the portrait is the same file as another learner's: hand in the right one"
    ),
    PortraitFault.SAME_FACE: say(
        "the portrait shows the same face as another learner's: hand in the right one, or "
        "see whether one person is on the roster twice"
    ),
    PortraitFault.OTHER_FACE: say(
        "the portraits of this learner show different faces: take out the wrong one"
    ),
    PortraitFault.NOT_LOOKED_AT: say("the instruments that see faces are not installed"),
}
