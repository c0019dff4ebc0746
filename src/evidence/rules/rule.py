"""A rule, and how it is declared and found."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from typing import Any, Generic, TypeVar

import evidence.rules
from evidence.domain.findings import Evidence, Measure, Outcome, Ruling
from evidence.domain.policy import Parameters
from evidence.domain.subject import Judged
from evidence.domain.text import Text
from evidence.domain.time import Interval

Fact = TypeVar("Fact", bound=Judged)


@dataclass(frozen=True, slots=True)
class Rule(Generic[Fact]):
    """One rule: its id of the contract, the kind of fact it judges, and how.

    ``law`` is the sentence an inspector reads, taken from the function's docstring.
    """

    id: str
    judges: type[Fact]
    judge: Callable[[Fact, Parameters], Ruling]
    law: str

    def __call__(self, fact: Fact, given: Parameters) -> Ruling:
        """Answer for one subject."""
        return self.judge(fact, given)


def rule(
    rule_id: str, *, judges: type[Fact]
) -> Callable[[Callable[[Fact, Parameters], Ruling]], Rule[Fact]]:
    """Declare the decorated function to be the rule of that id.

    Raises:
        ValueError: when the function has no docstring, for then nobody could read the rule.
    """

    def declare(judge: Callable[[Fact, Parameters], Ruling]) -> Rule[Fact]:
        if not judge.__doc__:
            raise ValueError(f"rule {rule_id} needs a docstring: the sentence an inspector reads")
        return Rule(rule_id, judges, judge, cleandoc(judge.__doc__))

    return declare


@cache
def catalogue() -> Mapping[str, Rule[Any]]:
    """Every rule of this version by its id, found by walking this package."""
    found: dict[str, Rule[Any]] = {}
    for module in pkgutil.walk_packages(evidence.rules.__path__, "evidence.rules."):
        for declared in vars(import_module(module.name)).values():
            if isinstance(declared, Rule):
                found[declared.id] = declared
    return dict(sorted(found.items()))


def met(message: Text, measured: Measure | None = None, required: Measure | None = None) -> Ruling:
    """The law is kept."""
    return Ruling(Outcome.MET, message, measured, required)


def exempt(message: Text) -> Ruling:
    """The law asks nothing of this subject."""
    return Ruling(Outcome.EXEMPT, message)


def breached(
    message: Text,
    measured: Measure | None = None,
    required: Measure | None = None,
    *,
    unit: str = "",
    span: Interval | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Ruling:
    """The law is broken, whatever the doubts."""
    return Ruling(Outcome.BREACHED, message, measured, required, unit, span, evidence)


def undecided(
    message: Text,
    measured: Measure | None = None,
    required: Measure | None = None,
    *,
    unit: str = "",
    span: Interval | None = None,
    evidence: tuple[Evidence, ...] = (),
    at_most: bool = False,
) -> Ruling:
    """The evidence does not tell; the message says why, and a person must look."""
    return Ruling(Outcome.UNDECIDED, message, measured, required, unit, span, evidence, at_most)
