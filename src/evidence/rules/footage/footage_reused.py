"""footage-reused: no session is shown by the footage of another."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.rules.footage.replay import Replayed, Wording, in_all, perhaps, ruled, surely
from evidence.rules.rule import rule


@rule("footage-reused", judges=Recording)
def footage_reused(recording: Recording, given: Parameters) -> Ruling:
    """No stretch of a recording is also another session's.

    Two recordings of one room at one time are one lesson seen twice, and no breach. Of two that
    claim different times, the later one is told of, and so is one that repeats a class that was
    checked before.
    """
    nothing = say("no stretch is another session's")
    told = Wording(_theirs, _perhaps_theirs, nothing)
    return ruled(Replayed.of(recording, Flaw.REUSED), given.seconds("min_seconds"), told)


def _theirs(replayed: Replayed) -> Text:
    """Which seconds are another session's, and whose."""
    spell = replayed.longest
    if spell.twin and spell.twin.bundle:
        told = say(
            "{length} from {at} on were handed in before ({other}): hand in what the camera "
            "recorded in this session",
            **surely(spell),
        )
    else:
        told = say(
            "{length} from {at} on are those of another session ({other}): hand in what the "
            "camera recorded in this session",
            **surely(spell),
        )
    return in_all(told, replayed)


def _perhaps_theirs(replayed: Replayed) -> Text:
    """Which seconds may be another session's, and whose."""
    spell = replayed.longest
    if spell.twin and spell.twin.bundle:
        told = say(
            "{length} from {at} on may have been handed in before ({other}): look at both; if "
            "they are the same, hand in what the camera recorded in this session",
            **perhaps(spell),
        )
    else:
        told = say(
            "{length} from {at} on may be those of another session ({other}): look at both side "
            "by side; if they are the same, hand in what the camera recorded in this session",
            **perhaps(spell),
        )
    return in_all(told, replayed)
