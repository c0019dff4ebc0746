"""Naming: how a finding names the files that leave it in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.domain.text import Text, say
from evidence.facts.track import Why

SHOWN = 3


def files(doubts: Sequence[tuple[str, Why]]) -> str:
    """The first few files by name, and how many more there are."""
    names = [path for path, _ in doubts]
    shown = ", ".join(names[:SHOWN])
    return f"{shown} (+{len(names) - SHOWN})" if len(names) > SHOWN else shown


def doubt(doubts: Sequence[tuple[str, Why]]) -> Text:
    """Which files leave a doubt, why, and what to do; for the end of a sentence."""
    named = files(doubts)
    reasons = {why for _, why in doubts}
    match next(iter(reasons)) if len(reasons) == 1 else None:
        case Why.MISSING:
            return say(
                "what is not in the bundle may hold the rest ({files}): add it, or strike its row "
                "in recordings.csv",
                files=named,
            )
        case Why.UNREADABLE:
            return say(
                "what can't be read may hold the rest ({files}): copy it again from the recorder",
                files=named,
            )
        case Why.CUT_OFF:
            return say(
                "what is cut off may hold the rest ({files}): copy it again from the recorder",
                files=named,
            )
        case Why.UNDATED:
            return say(
                "what has no date may hold the rest ({files}): enter its start in recordings.csv",
                files=named,
            )
        case Why.CAMERA_UNKNOWN:
            return say(
                "whose camera filmed {files} is not known: enter it in recordings.csv", files=named
            )
        case Why.PICTURES:
            return say(
                "the pictures of {files} may be frozen, black, covered or a replay: look at them",
                files=named,
            )
        case Why.CLOCK_RESET:
            return say(
                "the clock of {files} jumps back in the middle, so that a break of unknown length "
                "lies there",
                files=named,
            )
        case None:
            return say(
                "{files} can't all be read, dated or told apart by camera, and may hold the rest",
                files=named,
            )
