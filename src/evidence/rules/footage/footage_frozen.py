"""footage-frozen: the picture of a recording moves."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Text, say
from evidence.rules.footage.standing import ruled
from evidence.rules.rule import rule


@rule("footage-frozen", judges=Recording)
def footage_frozen(recording: Recording, given: Parameters) -> Ruling:
    """In no recording does the picture stand still for long, whether or not noise lies over it."""
    nothing = say("the picture does not stand still for long")
    return ruled(recording, Flaw.FROZEN, given.seconds("min_seconds"), _frozen, nothing)


def _frozen(spell: Spell) -> Text:
    length, at = Length(spell.possible.length), Length(spell.possible.start)
    if spell.certain is None:
        return say(
            "the picture seems to stand still for {length} from {at} on, though letters in it "
            "change or noise lies over it: look whether anything moves",
            length=length,
            at=at,
        )
    return say(
        "the picture stands still for {length} from {at} on: hand in what the camera recorded, and "
        "have the recorder seen to",
        length=length,
        at=at,
    )
