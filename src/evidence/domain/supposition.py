"""Supposition: a policy with some of its numbers set otherwise; nobody is judged by one."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from evidence.domain.policy import ParameterValue, Policy


@dataclass(frozen=True, slots=True)
class Change:
    """One parameter of one rule, and the value that it is supposed to have."""

    rule: str
    parameter: str
    value: ParameterValue

    def __str__(self) -> str:
        return f"{self.rule}.{self.parameter} = {self.told(self.value)}"

    @staticmethod
    def told(value: ParameterValue) -> str:
        """A parameter's value as TOML has it."""
        match value:
            case tuple():
                return "[" + ", ".join(map(Change.told, value)) + "]"
            case Fraction():
                return f"{float(value):g}"
            case str():
                return f'"{value}"'
            case _:
                return str(value)


@dataclass(frozen=True, slots=True)
class Supposition:
    """A policy as it would be with some changes."""

    changes: tuple[Change, ...]
    policy: Policy

    def __str__(self) -> str:
        return ", ".join(map(str, self.changes))
