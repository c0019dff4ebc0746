"""Policy: a regulation, clause by clause, with the rules and numbers that it sets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from evidence.domain.subsidy import SubsidyTerms
from evidence.domain.time import MINUTE, SECOND

_DATED = re.compile(r"(?P<name>.+)-\d{4}")
ParameterValue = int | Fraction | str | tuple[str, ...] | tuple[int, ...]


class Effect(StrEnum):
    """What a finding does, worst first."""

    CLASS_INVALID = "class-invalid"
    TRAINING_INVALID = "training-invalid"
    HOUR_INVALID = "hour-invalid"
    REVIEW = "review"
    NOTICE = "notice"

    @property
    def invalidates(self) -> bool:
        """Whether it takes something away."""
        return self in {Effect.CLASS_INVALID, Effect.TRAINING_INVALID, Effect.HOUR_INVALID}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers and lists that a policy gives a rule, as exact values."""

    values: Mapping[str, ParameterValue] = field(default_factory=dict)

    def number(self, name: str) -> Fraction:
        """A plain number, exact."""
        value = self.values[name]
        if not isinstance(value, int | Fraction):
            raise TypeError(f"{name} is no number")
        return Fraction(value)

    def count(self, name: str) -> int:
        """A whole number."""
        return int(self.number(name))

    def is_set(self, name: str) -> bool:
        """Yes or no."""
        return bool(self.number(name))

    def seconds(self, name: str) -> int:
        """A number of seconds, in microseconds."""
        return int(self.number(name) * SECOND)

    def minutes(self, name: str) -> int:
        """A number of minutes, in microseconds."""
        return int(self.number(name) * MINUTE)

    def names(self, name: str) -> tuple[str, ...]:
        """A list of names."""
        return tuple(str(item) for item in self._listed(name))

    def counts(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        return tuple(int(item) for item in self._listed(name))

    def _listed(self, name: str) -> tuple[str, ...] | tuple[int, ...]:
        value = self.values[name]
        if not isinstance(value, tuple):
            raise TypeError(f"{name} is no list")
        return value


class Scope(StrEnum):
    """What a rule is about; a rule that can't be checked yet is told once for each of these."""

    CLASS = "class"
    CLASSROOM = "classroom"  # the class as a whole, where it meets in rooms at all
    SESSION = "session"
    CLASS_HOUR = "class-hour"
    RECORDING = "recording"
    LEARNER = "learner"
    ONLINE_LEARNER = "online-learner"


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A rule switched on by a policy: the clause it rests on, its words, effect and numbers."""

    id: str
    clause: str
    text: str
    effect: Effect
    given: Parameters
    scope: Scope


class Settled(StrEnum):
    """How a clause without a rule of its own is dealt with."""

    COMPUTED = "computed"  # the verdict states it: a list, a number, an effect of other rules
    MANUAL = "manual"  # a person ticks it


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of the regulation that no rule judges: computed, or for a person to tick.

    ``why`` tells how it is computed, or why no data here decides it; in English and Chinese.
    """

    where: str
    text: str
    settled: Settled
    why: str
    why_zh: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A regulation as data; ``sha256`` digests its file and the defaults that it rests on."""

    id: str
    title: str
    document: str
    in_force_from: date
    in_force_until: date | None
    rules: tuple[PolicyRule, ...]
    clauses: tuple[Clause, ...]
    sha256: str
    subsidy: SubsidyTerms | None = None

    def rule(self, rule_id: str) -> PolicyRule | None:
        """The rule of that id; None where the policy does not switch it on."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def in_force_on(self, day: date) -> bool:
        """Whether it was the law on that day."""
        until = self.in_force_until
        return self.in_force_from <= day and (until is None or day <= until)

    def cite(self, clause: str) -> str:
        """How a finding names a clause: document and place."""
        return f"{self.document} {clause}"


def undated(policy_id: str) -> str:
    """The name that the editions of one regulation share: sanmenxia of sanmenxia-2021."""
    dated = _DATED.fullmatch(policy_id)
    return dated["name"] if dated else policy_id
