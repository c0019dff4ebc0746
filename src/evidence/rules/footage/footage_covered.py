"""footage-covered: the camera sees the room."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Spell
from evidence.domain.policy import Parameters
from evidence.domain.text import Length, Text, say
from evidence.rules.footage.standing import ruled
from evidence.rules.rule import rule


@rule("footage-covered", judges=Recording)
def footage_covered(recording: Recording, given: Parameters) -> Ruling:
    """In no recording is the lens covered or out of focus for long, or the camera turned away."""
    nothing = say("the camera sees the room")
    return ruled(recording, Flaw.COVERED, given.seconds("min_seconds"), _covered, nothing)


def _covered(spell: Spell) -> Text:
    length, at = Length(spell.possible.length), Length(spell.possible.start)
    if spell.certain is None:
        return say(
            "for {length} from {at} on the camera looks at something else than before: look "
            "whether it still shows the class",
            length=length,
            at=at,
        )
    return say(
        "for {length} from {at} on the lens is covered or out of focus: clear it, and hand in "
        "other footage of that time if there is any",
        length=length,
        at=at,
    )
