"""footage-looped: no seconds of a lesson are shown twice."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.rules.footage.replay import Replayed, places, ruled
from evidence.rules.rule import rule


@rule("footage-looped", judges=Recording)
def footage_looped(recording: Recording, given: Parameters) -> Ruling:
    """No stretch of a recording replays earlier seconds of the same camera.

    What was encoded anew, mirrored, or shown a little slower or quicker replays them too.
    """
    nothing = say("no stretch replays an earlier one")
    return ruled(Replayed.of(recording, Flaw.LOOPED), given.seconds("min_seconds"), _again, nothing)


def _again(replayed: Replayed) -> Text:
    """Which seconds come again, and from where."""
    spell = replayed.longest
    if spell.mirrored:
        return say(
            "{length} from {at} on show again, mirrored, what {path} shows from {there} on: hand "
            "in what the camera recorded",
            **places(spell),
        )
    return say(
        "{length} from {at} on show again what {path} shows from {there} on: hand in what the "
        "camera recorded",
        **places(spell),
    )
