"""The differences between two policies, rule by rule, and in what they pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from evidence.domain.policy import ParameterValue, Policy, PolicyRule
from evidence.domain.subsidy import YUAN, Quote, SubsidyTerms
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
    """One thing that differs; ``name`` is the parameter's, and a side is "" where it has none.

    ``rule`` is a rule's id, or where a term of the subsidy stands: "subsidy.part.certificate".
    """

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
    """Everything that differs from ``one`` policy to the ``other``: rules by id, then the sums."""
    ids = sorted({rule.id for rule in (*one.rules, *other.rules)})
    rules = (found for rule_id in ids for found in _of_rule(rule_id, one, other))
    return (*rules, *_of_subsidy(one, other))


def _of_rule(rule_id: str, one: Policy, other: Policy) -> Iterator[Difference]:
    before, after = one.rule(rule_id), other.rule(rule_id)
    if before is None or after is None:
        change = Change.ADDED if before is None else Change.DROPPED
        yield Difference(rule_id, change, "", _cited(one, before), _cited(other, after))
        return
    if before.effect is not after.effect:
        yield Difference(rule_id, Change.EFFECT, "", before.effect.value, after.effect.value)
    yield from _of_numbers(rule_id, before.given.values, after.given.values)
    if before.text != after.text:
        yield Difference(rule_id, Change.WORDS, "", _cited(one, before), _cited(other, after))


def _of_numbers(
    place: str, before: Mapping[str, ParameterValue], after: Mapping[str, ParameterValue]
) -> Iterator[Difference]:
    for name in sorted(before):
        if before[name] != after[name]:
            yield Difference(place, Change.PARAMETER, name, *_both(before[name], after[name]))


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of a subsidy: its numbers by the names that they have in the policy's file."""

    quote: Quote
    given: Mapping[str, ParameterValue]


def _of_subsidy(one: Policy, other: Policy) -> Iterator[Difference]:
    before, after = (_terms(policy.subsidy) for policy in (one, other))
    for place in dict.fromkeys([*before, *after]):
        here, there = before.get(place), after.get(place)
        words = _quoted(one, here), _quoted(other, there)
        if here is None or there is None:
            yield Difference(place, Change.ADDED if here is None else Change.DROPPED, "", *words)
            continue
        yield from _of_numbers(place, here.given, there.given)
        if here.quote.text != there.quote.text:
            yield Difference(place, Change.WORDS, "", *words)


def _terms(terms: SubsidyTerms | None) -> dict[str, _Term]:
    """The terms by where they stand in the policy's file."""
    found: dict[str, _Term] = {}
    if terms is None:
        return found
    if terms.day:
        day = {"class_hours": terms.day.class_hours, "most": terms.day.most}
        found["subsidy.day"] = _Term(terms.day.quote, day)
    for at, rate in enumerate(terms.rates, start=1):
        paid: Mapping[str, ParameterValue] = {
            "to_day": rate.to_day,
            "yuan": Fraction(rate.fen, YUAN),
        }
        found[f"subsidy.rate.{at}"] = _Term(rate.quote, paid)
    for part in terms.parts:
        share: Mapping[str, ParameterValue] = {
            "share": part.share,
            "within_months": part.within_months,
        }
        found[f"subsidy.part.{part.on}"] = _Term(part.quote, share)
    if terms.limit:
        found["subsidy.limit"] = _Term(terms.limit.quote, {"most_a_year": terms.limit.most_a_year})
    if terms.heads:
        found["subsidy.heads"] = _Term(terms.heads, {})
    return found


def _quoted(policy: Policy, term: _Term | None) -> str:
    return f"{policy.cite(term.quote.clause)}: {term.quote.text}" if term else ""


def _cited(policy: Policy, rule: PolicyRule | None) -> str:
    return f"{policy.cite(rule.clause)}: {rule.text}" if rule else ""


def _both(before: ParameterValue, after: ParameterValue) -> tuple[str, str]:
    """Two values in words; of two lists, what each has and the other has not."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        return _only(before, after), _only(after, before)
    return told(before), told(after)


def _only(these: tuple[Any, ...], those: tuple[Any, ...]) -> str:
    return "、".join(str(item) for item in these if item not in those)
