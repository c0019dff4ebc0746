"""Suppositions: a policy with some of its numbers set otherwise, to see what that would change.

Nobody is judged by one. ``min_minutes=14`` sets a parameter by its name; where several rules of the
policy have one of that name, each of them makes a supposition of its own; ``rule.min_minutes=14``
means one of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from evidence.domain.errors import PolicyUnreadable, Problem, nearest
from evidence.domain.policy import Parameters, ParameterValue, Policy, PolicyRule
from evidence.domain.supposition import Change, Supposition
from evidence.domain.text import Text, say


def suppositions(policy: Policy, asked: Sequence[str]) -> tuple[Supposition, ...]:
    """What ``asked`` supposes of a policy: one policy, or one for each rule that it may mean.

    Raises:
        PolicyUnreadable: when something asked for is no parameter of the policy, can't be its
            value, or is one of several rules beside other changes.
    """
    meant = [tuple(_meant(policy, one)) for one in asked]
    unclear = [(one, changes) for one, changes in zip(asked, meant, strict=True) if changes[1:]]
    if unclear and len(asked) > 1:
        one, changes = unclear[0]
        what = say(
            "is a parameter of several rules: say which, as one of {names}",
            names=", ".join(f"{change.rule}.{change.parameter}" for change in changes),
        )
        raise _refused(one, what)
    if unclear:
        return tuple(_supposed(policy, (change,)) for change in unclear[0][1])
    return (_supposed(policy, tuple(changes[0] for changes in meant)),)


def _meant(policy: Policy, asked: str) -> Iterator[Change]:
    """The parameters that ``NAME=VALUE`` may mean, at least one."""
    name, equals, written = (part.strip() for part in asked.partition("="))
    if not equals or not name or not written:
        raise _refused(asked, say("expected NAME=VALUE, such as min_minutes=14"))
    rule_id, _, parameter = name.rpartition(".")
    rules = [
        rule for rule in policy.rules if parameter in rule.given.values and rule_id in ("", rule.id)
    ]
    if not rules:
        raise _unknown(policy, asked, name)
    for rule in rules:
        yield Change(rule.id, parameter, _value(asked, written, rule.given.values[parameter]))


def _unknown(policy: Policy, asked: str, name: str) -> PolicyUnreadable:
    known = {f"{rule.id}.{each}" for rule in policy.rules for each in rule.given.values}
    if "." not in name:
        known = {each.partition(".")[2] for each in known}
    names = tuple(sorted(known))
    what = say(
        "{policy} has no parameter {name}; it has: {known}",
        policy=policy.id,
        name=name,
        known=", ".join(names),
    )
    return _refused(asked, what, nearest(name, names))


def _value(asked: str, written: str, now: ParameterValue) -> ParameterValue:
    """The value as TOML has it, of the kind that the parameter has now."""
    try:
        value: Any = tomllib.loads(f"value = {written}", parse_float=Fraction)["value"]
    except (tomllib.TOMLDecodeError, ValueError):
        value = written
    if isinstance(value, list):
        value = tuple(value)
    if _kind(value) != _kind(now):
        raise _refused(asked, say("expected the like of {like}", like=Change.told(now)))
    if isinstance(value, int | Fraction) and value < 0:
        raise _refused(asked, say("expected 0 or more"))
    result: ParameterValue = value
    return result


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "yes or no"
        case int() | Fraction():
            return "number"
        case tuple():
            return "list of " + " and ".join(sorted({_kind(item) for item in value} or {"name"}))
        case str():
            return "name"
        case _:
            return "something else"


def _supposed(policy: Policy, changes: tuple[Change, ...]) -> Supposition:
    rules = tuple(_changed(rule, changes) for rule in policy.rules)
    return Supposition(changes, replace(policy, rules=rules))


def _changed(rule: PolicyRule, changes: tuple[Change, ...]) -> PolicyRule:
    own = {change.parameter: change.value for change in changes if change.rule == rule.id}
    return replace(rule, given=Parameters({**rule.given.values, **own})) if own else rule


def _refused(asked: str, what: Text, hint: str = "") -> PolicyUnreadable:
    return PolicyUnreadable(asked, (Problem(what, "--what-if", did_you_mean=hint),))
