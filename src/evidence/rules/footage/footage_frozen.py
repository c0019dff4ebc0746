"""footage-frozen: the picture of a recording moves."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.domain.time import Interval
from evidence.rules.footage.standing import Edges, Wording, between, ruled, stretch
from evidence.rules.rule import rule


@rule("footage-frozen", judges=Recording)
def footage_frozen(recording: Recording, given: Parameters) -> Ruling:
    """In no recording does the picture stand still for long, whether or not noise lies over it."""
    nothing = say("the picture does not stand still for long")
    told = Wording(_frozen, _about_frozen, _perhaps_frozen, nothing)
    return ruled(recording, Flaw.FROZEN, given.seconds("min_seconds"), told)


def _frozen(span: Interval) -> Text:
    return say(
        "the picture stands still for {length} from {at} on: hand in what the camera recorded, and "
        "have the recorder seen to",
        **stretch(span),
    )


def _about_frozen(edges: Edges) -> Text:
    return say(
        "the picture stands still for {sure} to {length} from {at} on: look where that begins and "
        "ends",
        **between(edges),
    )


def _perhaps_frozen(span: Interval) -> Text:
    return say(
        "the picture seems to stand still for {length} from {at} on, though letters in it "
        "change or noise lies over it: look whether anything moves",
        **stretch(span),
    )
