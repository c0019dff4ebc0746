"""A policy's clauses in the order of the document, and how each of them is settled."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from evidence.domain.policy import Clause, ParameterValue, Policy, PolicyRule

_NUMERALS = "一二三四五六七八九十"
_ANNEX = "附件"
_STEP = re.compile(rf"\d+|[{_NUMERALS}]|{_ANNEX}")
_LAST = 99  # annexes stand behind every numbered part


class SettledBy(StrEnum):
    """Who or what answers for a clause, in this version."""

    RULE = "checked"
    RULE_TO_COME = "not-built-yet"
    VERDICT = "computed"
    PERSON = "manual"


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One sentence of the regulation: where it stands, and what becomes of it.

    ``rule``, ``effect`` and ``given`` are empty where no rule judges it; ``why`` and ``why_zh``
    are empty where one does.
    """

    where: str
    text: str
    settled_by: SettledBy
    rule: str = ""
    effect: str = ""
    given: tuple[tuple[str, ParameterValue], ...] = ()
    why: str = ""
    why_zh: str = ""

    @property
    def parameters(self) -> str:
        """The numbers and lists that the policy gives the rule; a long list by its length."""
        return ", ".join(f"{name} {told(value)}" for name, value in self.given)

    def as_json(self) -> dict[str, Any]:
        """For machines, the keys always the same."""
        return {
            "where": self.where,
            "text": self.text,
            "settled_by": self.settled_by.value,
            "rule": self.rule or None,
            "effect": self.effect or None,
            "given": {name: _plain(value) for name, value in self.given},
            "why": self.why or None,
            "why_zh": self.why_zh or None,
        }


def clause_rows(policy: Policy, built: Collection[str]) -> tuple[ClauseRow, ...]:
    """Every clause of a policy in the order of the document; ``built`` are the rules there are."""
    rows = [_judged(rule, built) for rule in policy.rules]
    rows.extend(_settled(clause) for clause in policy.clauses)
    return tuple(sorted(rows, key=lambda row: _place(row.where)))


def heading(policy: Policy) -> dict[str, Any]:
    """What a policy is, for machines."""
    until = policy.in_force_until
    return {
        "id": policy.id,
        "title": policy.title,
        "document": policy.document,
        "in_force": {
            "from": policy.in_force_from.isoformat(),
            "until": until.isoformat() if until else None,
        },
        "sha256": policy.sha256,
    }


def _judged(rule: PolicyRule, built: Collection[str]) -> ClauseRow:
    by = SettledBy.RULE if rule.id in built else SettledBy.RULE_TO_COME
    given = tuple(rule.given.values.items())
    return ClauseRow(rule.clause, rule.text, by, rule.id, rule.effect.value, given)


def _settled(clause: Clause) -> ClauseRow:
    by = SettledBy(clause.settled.value)
    return ClauseRow(clause.where, clause.text, by, why=clause.why, why_zh=clause.why_zh)


def _place(where: str) -> tuple[int, ...]:
    """A place such as 二(四)21(1) as numbers, so that clauses sort as they stand."""
    return tuple(_number(step) for step in _STEP.findall(where))


def _number(step: str) -> int:
    if step == _ANNEX:
        return _LAST
    return int(step) if step.isdecimal() else _NUMERALS.index(step) + 1


def told(value: ParameterValue) -> str:
    """A parameter in words; a list of names by its length."""
    match value:
        case tuple() if all(isinstance(item, int) for item in value):
            return "/".join(map(str, value))
        case tuple():
            return f"[{len(value)}]"
        case _:
            return str(_plain(value))


def _plain(value: ParameterValue) -> Any:
    match value:
        case Fraction():
            return value.numerator if value.denominator == 1 else float(value)
        case tuple():
            return list(value)
        case _:
            return value
