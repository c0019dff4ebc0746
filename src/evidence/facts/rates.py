"""Rates: how often something went wrong in how many tries, and how far the true rate may be off.

The interval is that of Clopper and Pearson (Biometrika 26, 1934), which never claims too much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

STEPS = 60  # halvings: far finer than anything told


@dataclass(frozen=True, slots=True)
class Rate:
    """``errors`` in ``tries``.

    Raises:
        ValueError: when there are more errors than tries, or fewer than none.
    """

    errors: int
    tries: int

    def __post_init__(self) -> None:
        if not 0 <= self.errors <= self.tries:
            raise ValueError(f"{self.errors} errors in {self.tries} tries")

    @property
    def value(self) -> float:
        """The share that went wrong; 0 of no tries."""
        return self.errors / self.tries if self.tries else 0.0

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Between which two the true rate lies; 0 to 1 where nothing was tried."""
        tail = (1 - confidence) / 2
        low = 0.0
        if self.errors:
            low = _where(lambda rate: 1 - _at_most(self.errors - 1, self.tries, rate) < tail)
        high = 1.0
        if self.errors < self.tries:
            high = _where(lambda rate: _at_most(self.errors, self.tries, rate) > tail)
        return low, high


def _where(holds: Callable[[float], bool]) -> float:
    """The rate up to which something holds."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return (low + high) / 2


def _at_most(errors: int, tries: int, rate: float) -> float:
    """The probability of so many errors or fewer."""
    return sum(
        comb(tries, count) * rate**count * (1 - rate) ** (tries - count)
        for count in range(errors + 1)
    )
