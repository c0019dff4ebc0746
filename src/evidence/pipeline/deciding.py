"""Deciding: a step of somebody on an item, if their role and the item allow it."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.domain.text import say
from evidence.pipeline.accounts import LEADING, Accounts, Role
from evidence.pipeline.review import Act, Dossier, Overtaken, Refused, Step
from evidence.pipeline.worklist import Item, Reviews


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before their eyes when they decided: how many steps, which findings."""

    steps: int
    basis: str


@dataclass(frozen=True, slots=True)
class Deciding:
    """Takes steps on items; every refusal is told in a sentence."""

    reviews: Reviews
    accounts: Accounts

    def take(self, item: Item, step: Step, role: Role, powers: frozenset[Act], seen: Seen) -> None:
        """Take a step.

        Raises:
            Refused: when this person may not, or the item does not allow it now.
            Overtaken: when it is no longer as it was seen.
        """
        if (item.steps, item.basis) != (seen.steps, seen.basis):
            raise Overtaken(say("somebody was quicker, or a newer verdict is there: look again"))
        self._allow(item, step, powers)
        taken = (each.step for each in self.reviews.steps(item.subject, item.part))
        dossier = Dossier.of(taken, item.basis)
        after = dossier.take(step, leading=role in LEADING)
        self.reviews.take(item, step, after)

    def _allow(self, item: Item, step: Step, powers: frozenset[Act]) -> None:
        if step.act not in powers:
            raise Refused(say("this is not for you to do"))
        if step.act is Act.RETURN and Act.SIGN not in powers and step.by != item.first:
            raise Refused(say("this is not for you to do"))
        if step.act is Act.HAND_OVER and not self._can_hold(step.to):
            raise Refused(say("nobody of that name can take this over"))

    def _can_hold(self, name: str) -> bool:
        known = self.accounts.get(name)
        return (
            known is not None and not known.account.disabled and (Act.CLAIM in known.account.powers)
        )
