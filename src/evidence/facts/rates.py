"""Rates: how often something went wrong in how many tries, and how far the true rate may be off.

The interval is that of Clopper and Pearson (Biometrika 26, 1934), which never claims too much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p

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


def quantile(values: Sequence[int], share: float) -> int:
    """The value that at most ``share`` of all are below: the next one of a sorted sequence.

    Raises:
        IndexError: of no values.
    """
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def quantile_interval(
    values: Sequence[int], share: float, confidence: float = 0.95
) -> tuple[int, int]:
    """Between which two of the values the true quantile lies, whatever they are spread like.

    The ends are order statistics (David and Nagaraja, Order Statistics, 7.1); where there are too
    few values to bound it, the least or the largest stands for the end that is not known.
    """
    ordered, tail = sorted(values), (1 - confidence) / 2
    count, low, high, below = len(ordered), 0, 0, 0.0
    for number in range(count):
        below += _chance(number, count, share)
        low += below <= tail
        high += below < 1 - tail
        if below >= 1 - tail:
            break
    return ordered[max(low - 1, 0)], ordered[min(high, count - 1)]


def _where(holds: Callable[[float], bool]) -> float:
    """The rate up to which something holds."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return (low + high) / 2


def _at_most(errors: int, tries: int, rate: float) -> float:
    """The probability of so many errors or fewer."""
    return fsum(_chance(count, tries, rate) for count in range(errors + 1))


def _chance(errors: int, tries: int, rate: float) -> float:
    """The probability of just so many errors; by logarithms, for no number is too large then."""
    if rate in {0.0, 1.0}:
        return float(errors == tries * rate)
    ways = lgamma(tries + 1) - lgamma(errors + 1) - lgamma(tries - errors + 1)
    return exp(ways + errors * log(rate) + (tries - errors) * log1p(-rate))
