"""footage-black: a recording shows a picture."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Text, say
from evidence.rules.footage.standing import ruled
from evidence.rules.rule import rule


@rule("footage-black", judges=Recording)
def footage_black(recording: Recording, given: Parameters) -> Ruling:
    """No recording is black for long; a dim room is not black."""
    nothing = say("the picture is not black for long")
    return ruled(recording, Flaw.BLACK, given.seconds("min_seconds"), _black, nothing)


def _black(spell: Spell) -> Text:
    return say(
        "the picture is black for {length} from {at} on: hand in what the camera recorded, and "
        "have the camera seen to",
        length=Length(spell.possible.length),
        at=Length(spell.possible.start),
    )
