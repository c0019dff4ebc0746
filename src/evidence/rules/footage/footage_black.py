"""footage-black: a recording shows a picture."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.domain.time import Interval
from evidence.rules.footage.standing import Edges, Wording, between, ruled, stretch
from evidence.rules.rule import rule


@rule("footage-black", judges=Recording)
def footage_black(recording: Recording, given: Parameters) -> Ruling:
    """No recording is black for long; a dim room is not black."""
    nothing = say("the picture is not black for long")
    told = Wording(_black, _about_black, _perhaps_black, nothing)
    return ruled(recording, Flaw.BLACK, given.seconds("min_seconds"), told)


def _black(span: Interval) -> Text:
    return say(
        "the picture is black for {length} from {at} on: hand in what the camera recorded, and "
        "have the camera seen to",
        **stretch(span),
    )


def _about_black(edges: Edges) -> Text:
    return say(
        "the picture is black for {sure} to {length} from {at} on: look where that begins and ends",
        **between(edges),
    )


def _perhaps_black(span: Interval) -> Text:
    return say(
        "the picture may be black for {length} from {at} on: look whether it shows the class",
        **stretch(span),
    )
