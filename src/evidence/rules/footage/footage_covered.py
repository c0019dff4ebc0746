"""footage-covered: the camera sees the room."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.domain.time import Interval
from evidence.rules.footage.standing import Edges, Wording, between, ruled, stretch
from evidence.rules.rule import rule


@rule("footage-covered", judges=Recording)
def footage_covered(recording: Recording, given: Parameters) -> Ruling:
    """In no recording is the lens covered or out of focus for long, or the camera turned away."""
    nothing = say("the camera sees the room")
    told = Wording(_covered, _about_covered, _perhaps_covered, nothing)
    return ruled(recording, Flaw.COVERED, given.seconds("min_seconds"), told)


def _covered(span: Interval) -> Text:
    return say(
        "for {length} from {at} on the lens is covered or out of focus: clear it, and hand in "
        "other footage of that time if there is any",
        **stretch(span),
    )


def _about_covered(edges: Edges) -> Text:
    return say(
        "for {sure} to {length} from {at} on the lens is covered or out of focus: look where that "
        "begins and ends",
        **between(edges),
    )


def _perhaps_covered(span: Interval) -> Text:
    return say(
        "for {length} from {at} on the camera looks at something else than before: look "
        "whether it still shows the class",
        **stretch(span),
    )
