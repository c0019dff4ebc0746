"""The differences between two policies, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evidence.domain.policy import ParameterValue, Policy, PolicyRule
from evidence.report.clauses import told


class Change(StrEnum):
    """What became of a rule from one policy to the other."""

    ADDED = "added"
    DROPPED = "dropped"
    EFFECT = "effect"
    PARAMETER = "parameter"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs; ``name`` is the parameter's, and a side is "" where it has none."""

    rule: str
    change: Change
    name: str
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        """For machines, the keys always the same."""
        return {
            "rule": self.rule,
            "change": self.change.value,
            "name": self.name or None,
            "before": self.before or None,
            "after": self.after or None,
        }


def differences(one: Policy, other: Policy) -> tuple[Difference, ...]:
    """Everything that differs from ``one`` policy to the ``other``, in the order of rule ids."""
    ids = sorted({rule.id for rule in (*one.rules, *other.rules)})
    return tuple(found for rule_id in ids for found in _of_rule(rule_id, one, other))


def _of_rule(rule_id: str, one: Policy, other: Policy) -> Iterator[Difference]:
    before, after = one.rule(rule_id), other.rule(rule_id)
    if before is None or after is None:
        change = Change.ADDED if before is None else Change.DROPPED
        yield Difference(rule_id, change, "", _cited(one, before), _cited(other, after))
        return
    if before.effect is not after.effect:
        yield Difference(rule_id, Change.EFFECT, "", before.effect.value, after.effect.value)
    for name in sorted(before.given.values):
        found = before.given.values[name], after.given.values[name]
        if found[0] != found[1]:
            yield Difference(rule_id, Change.PARAMETER, name, *_both(*found))
    if before.text != after.text:
        yield Difference(rule_id, Change.WORDS, "", _cited(one, before), _cited(other, after))


def _cited(policy: Policy, rule: PolicyRule | None) -> str:
    return f"{policy.cite(rule.clause)}: {rule.text}" if rule else ""


def _both(before: ParameterValue, after: ParameterValue) -> tuple[str, str]:
    """Two values in words; of two lists, what each has and the other has not."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        return _only(before, after), _only(after, before)
    return told(before), told(after)


def _only(these: tuple[Any, ...], those: tuple[Any, ...]) -> str:
    return "、".join(str(item) for item in these if item not in those)
