"""footage-looped: no seconds of a lesson are shown twice."""

from __future__ import annotations

from evidence.domain.findings import Ruling
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw
from evidence.domain.policy import Parameters
from evidence.domain.text import Text, say
from evidence.rules.footage.replay import Replayed, Wording, in_all, perhaps, ruled, surely
from evidence.rules.rule import rule


@rule("footage-looped", judges=Recording)
def footage_looped(recording: Recording, given: Parameters) -> Ruling:
    """No stretch of a recording replays earlier seconds of the same camera.

    What was encoded anew, mirrored, or shown a little slower or quicker replays them too.
    """
    nothing = say("no stretch replays an earlier one")
    told = Wording(_again, _perhaps_again, nothing)
    return ruled(Replayed.of(recording, Flaw.LOOPED), given.seconds("min_seconds"), told)


def _again(replayed: Replayed) -> Text:
    """Which seconds come again, and from where."""
    told = say(
        "{length} from {at} on show again what was shown before ({other}): hand in what the "
        "camera recorded",
        **surely(replayed.longest),
    )
    return in_all(told, replayed)


def _perhaps_again(replayed: Replayed) -> Text:
    """Which seconds may come again, and from where."""
    told = say(
        "{length} from {at} on may show again what was shown before ({other}): look at both side "
        "by side; if they are the same, hand in what the camera recorded",
        **perhaps(replayed.longest),
    )
    return in_all(told, replayed)
