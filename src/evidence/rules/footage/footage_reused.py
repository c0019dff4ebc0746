"""footage-reused: no session is shown by the footage of another."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.rules.footage.replay import Replayed, places, ruled
from evidence.rules.rule import rule


@rule("footage-reused", judges=Recording)
def footage_reused(recording: Recording, given: Parameters) -> Ruling:
    """No stretch of a recording is also another session's.

    Two recordings of one room at one time are one lesson seen twice, and no breach. Of two that
    claim different times, the later one is told of, and so is one that repeats a class that was
    checked before.
    """
    nothing = say("no stretch is another session's")
    return ruled(
        Replayed.of(recording, Flaw.REUSED), given.seconds("min_seconds"), _theirs, nothing
    )


def _theirs(replayed: Replayed) -> Text:
    """Which seconds are another session's, and whose."""
    spell = replayed.longest
    if spell.twin and spell.twin.bundle:
        return say(
            "{length} from {at} on were handed in before, in the class with the digest {digest} "
            "({path}, from {there} on; the record knew {known} recordings): hand in what the "
            "camera recorded in this session",
            digest=spell.twin.bundle[:12],
            known=spell.twin.known,
            **places(spell),
        )
    if spell.mirrored:
        return say(
            "{length} from {at} on are those of another session, mirrored ({path}, from {there} "
            "on): hand in what the camera recorded in this session",
            **places(spell),
        )
    return say(
        "{length} from {at} on are those of another session ({path}, from {there} on): hand in "
        "what the camera recorded in this session",
        **places(spell),
    )
