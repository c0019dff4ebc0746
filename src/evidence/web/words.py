"""Words: how the fixed words of a review are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evidence.domain.policy import Effect
from evidence.domain.text import Text, say
from evidence.pipeline.accounts import Role
from evidence.pipeline.deliveries import Purpose, Stage
from evidence.pipeline.review import Act, State
from evidence.pipeline.worklist import Item
from evidence.report.words import Voice

STATE: Final[Mapping[State, Text]] = {
    State.OPEN: say("to be decided"),
    State.ASKED: say("institution asked"),
    State.ANSWERED: say("institution answered"),
    State.PROPOSED: say("second signature"),
    State.SETTLED: say("decided"),
}
STATE_SIGN: Final[Mapping[State, str]] = {
    State.OPEN: "○",
    State.ASKED: "…",
    State.ANSWERED: "↩",
    State.PROPOSED: "½",
    State.SETTLED: "●",
}
TO_DO: Final[Mapping[Act, Text]] = {
    Act.CLAIM: say("Take it on"),
    Act.RELEASE: say("Put it back"),
    Act.HAND_OVER: say("Hand it over"),
    Act.CONFIRM: say("Confirm: it does not count"),
    Act.OVERRULE: say("Overrule: it counts"),
    Act.ASK: say("Ask the institution"),
    Act.ANSWER: say("Answer"),
    Act.SIGN: say("Sign as the second person"),
    Act.RETURN: say("Return it"),
    Act.NOTE: say("Note something"),
}
ASKS: Final[Mapping[Act, Text]] = {
    Act.OVERRULE: say("Reason"),
    Act.ASK: say("The question"),
    Act.ANSWER: say("The answer"),
    Act.RETURN: say("Reason"),
    Act.CONFIRM: say("Note"),
    Act.NOTE: say("What the next who looks should know"),
}
DONE: Final[Mapping[Act, Text]] = {
    Act.CLAIM: say("took it on"),
    Act.RELEASE: say("put it back"),
    Act.HAND_OVER: say("handed it over"),
    Act.CONFIRM: say("confirmed: it does not count"),
    Act.OVERRULE: say("overruled: it counts"),
    Act.ASK: say("asked the institution"),
    Act.ANSWER: say("answered"),
    Act.SIGN: say("signed as the second person"),
    Act.RETURN: say("returned it"),
    Act.NOTE: say("noted"),
}

ROLE: Final[Mapping[Role, Text]] = {
    Role.INSPECTOR: say("inspector"),
    Role.REVIEWER: say("reviewer"),
    Role.LEAD: say("lead"),
    Role.ADMINISTRATOR: say("administrator"),
    Role.INSTITUTION: say("institution"),
    Role.AUDITOR: say("auditor"),
}
PURPOSE: Final[Mapping[Purpose, Text]] = {
    Purpose.PRE_CHECK: say("check only"),
    Purpose.SUBMISSION: say("class handed in"),
    Purpose.EVIDENCE: say("new evidence"),
}
STAGE: Final[Mapping[Stage, Text]] = {
    Stage.SENDING: say("being sent"),
    Stage.RECEIVED: say("received, being looked at"),
    Stage.LANDED: say("put in its place, being judged"),
    Stage.DONE: say("seen to"),
    Stage.REFUSED: say("can't be used"),
}
STAGE_SIGN: Final[Mapping[Stage, str]] = {
    Stage.SENDING: "…",
    Stage.RECEIVED: "○",
    Stage.LANDED: "½",
    Stage.DONE: "●",
    Stage.REFUSED: "✗",
}
UNITS = ("B", "kB", "MB", "GB", "TB")
THOUSAND = 1000


def bytes_told(size: int) -> str:
    """A number of bytes in a unit that can be read."""
    number, unit = float(size), 0
    while number >= THOUSAND and unit < len(UNITS) - 1:
        number, unit = number / THOUSAND, unit + 1
    return f"{number:.1f} {UNITS[unit]}" if unit else f"{size} B"


def style_of(effect: Effect) -> str:
    """The class of colour of an effect; its sign stands beside it always."""
    if effect.invalidates:
        return "invalid"
    return "review" if effect is Effect.REVIEW else "notice"


def state_of(item: Item, voice: Voice) -> str:
    """Where an item stands, and what holds where it is decided."""
    told = f"{STATE_SIGN[item.state]} {voice.tell(STATE[item.state])}"
    if item.settled is Act.CONFIRM:
        return f"{told}: {voice.word('does not count')}"
    return f"{told}: {voice.word('counts')}" if item.settled is Act.OVERRULE else told
