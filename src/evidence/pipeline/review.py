"""Review: what people decide on a flagged part of a class, step by step; nothing is ever undone.

A *dossier* is the steps taken on one item. A verdict is never edited: a step cites the findings
that were on the table (their digest, the ``basis``). When a later verdict finds something else, the
item is open again and the earlier decision stays in its history.

Who takes something away needs a second person, and so does whoever changes what two people signed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from evidence.domain.errors import EvidenceError
from evidence.domain.text import Text, say


class Act(StrEnum):
    """What somebody does with an item."""

    CLAIM = "claim"
    RELEASE = "release"
    HAND_OVER = "hand-over"
    CONFIRM = "confirm"  # it does not count; a second person signs
    OVERRULE = "overrule"  # it counts all the same, for a reason
    ASK = "ask"  # the institution is to explain, or to hand something in
    ANSWER = "answer"  # the institution does
    SIGN = "sign"  # the second person agrees
    RETURN = "return"  # the second person does not; or the first thinks again
    NOTE = "note"  # something that the next who looks should know; it decides nothing


DECISIONS = frozenset({Act.CONFIRM, Act.OVERRULE})
REASONED = frozenset({Act.OVERRULE, Act.ASK, Act.ANSWER, Act.NOTE})


class State(StrEnum):
    """Where an item stands."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    PROPOSED = "proposed"  # signed by one, a second must
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that somebody did, at wall time ``at``, on the findings of ``basis``.

    ``to`` is who takes over, or the span that a note is on (noting.py).
    """

    act: Act
    by: str
    at: int
    basis: str
    reason: str = ""
    to: str = ""


class Refused(EvidenceError):
    """A step that may not be taken now; ``why`` tells the person what to do."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


class Overtaken(Refused):
    """Somebody else was quicker, or a newer verdict is there: look again before deciding."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Where an item stands after its steps.

    ``proposal`` and ``first`` are the decision that waits for a second person, and whose it is;
    ``settled`` is the decision that holds; ``version`` counts the decisions that ever held;
    ``steps`` counts the steps.
    """

    basis: str
    state: State = State.OPEN
    holder: str = ""
    proposal: Act | None = None
    first: str = ""
    settled: Act | None = None
    version: int = 0
    steps: int = 0

    @classmethod
    def of(cls, steps: Iterable[Step], basis: str) -> Dossier:
        """The dossier of these steps, with the findings of ``basis`` on the table."""
        dossier = cls(basis)
        for step in steps:
            dossier = dossier.on(step.basis)._after(step)
        return dossier.on(basis)

    def on(self, basis: str) -> Dossier:
        """The same with these findings on the table: with others than before, it is open again."""
        if basis == self.basis or not self.steps:
            return replace(self, basis=basis)
        return replace(self, basis=basis, state=State.OPEN, proposal=None, first="", settled=None)

    def take(self, step: Step, *, leading: bool = False) -> Dossier:
        """The dossier with one more step; ``leading`` may move what somebody else holds.

        Raises:
            Refused: when the step may not be taken.
        """
        why = self.refusal(step, leading=leading)
        if why is not None:
            raise Refused(why)
        return self._after(step)

    def refusal(self, step: Step, *, leading: bool = False) -> Text | None:
        """Why a step may not be taken; None where it may."""
        if step.act in REASONED and not step.reason.strip():
            return say("give a reason: those who read it later were not here")
        match step.act:
            case Act.CLAIM:
                return _held(self.holder) if self.holder else self._unless_waiting()
            case Act.RELEASE | Act.HAND_OVER:
                return self._moving(step, leading=leading)
            case Act.CONFIRM | Act.OVERRULE | Act.ASK:
                return self._deciding(step)
            case Act.ANSWER:
                asked = self.state is State.ASKED
                return None if asked else say("nobody has asked about this")
            case Act.SIGN | Act.RETURN:
                return self._seconding(step)
            case Act.NOTE:
                return None

    def _unless_waiting(self) -> Text | None:
        waiting = self.state is State.PROPOSED
        return say("this waits for a second signature") if waiting else None

    def _moving(self, step: Step, *, leading: bool) -> Text | None:
        if not self.holder:
            return say("nobody holds this")
        if self.holder != step.by and not leading:
            return _held(self.holder)
        if step.act is Act.HAND_OVER and step.to in ("", self.holder):
            return say("say who takes it over")
        return None

    def _deciding(self, step: Step) -> Text | None:
        if self.holder not in ("", step.by):
            return _held(self.holder)
        if self.state is State.SETTLED and self.settled is step.act:
            return say("this is decided so already")
        return self._unless_waiting()

    def _seconding(self, step: Step) -> Text | None:
        if self.state is not State.PROPOSED:
            return say("nothing waits for a second signature here")
        if step.act is Act.RETURN:
            told = step.by == self.first or step.reason.strip()
            return None if told else say("give a reason: those who read it later were not here")
        if step.by == self.first:
            return say("a second person must sign: you signed first")
        return None

    def _after(self, step: Step) -> Dossier:
        done = replace(self, steps=self.steps + 1)
        match step.act:
            case Act.CLAIM | Act.RELEASE | Act.HAND_OVER:
                holder = {Act.CLAIM: step.by, Act.HAND_OVER: step.to}.get(step.act, "")
                return replace(done, holder=holder)
            case Act.ASK:
                return replace(done, state=State.ASKED, holder=step.by)
            case Act.ANSWER:
                return replace(done, state=State.ANSWERED)
            case Act.NOTE:
                return done
            case Act.RETURN:
                back = State.SETTLED if self.settled else State.OPEN
                return replace(done, state=back, proposal=None, first="", holder=self.first)
            case Act.SIGN:
                return done._closed(self.proposal)
            case Act.CONFIRM | Act.OVERRULE:
                if step.act is Act.OVERRULE and self.settled is None:
                    return done._closed(step.act)
                return replace(
                    done, state=State.PROPOSED, proposal=step.act, first=step.by, holder=""
                )

    def _closed(self, decision: Act | None) -> Dossier:
        return replace(
            self,
            state=State.SETTLED,
            settled=decision,
            version=self.version + 1,
            proposal=None,
            first="",
            holder="",
        )


def _held(holder: str) -> Text:
    return say("{holder} holds this: ask for it to be handed over", holder=holder)
