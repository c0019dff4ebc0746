"""Subsidy: what a regulation pays for a training, as its document counts it.

Money is whole fen (分). A document's rates are whole yuan and its shares whole percents, so that no
sum of this page is ever rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

YUAN = 100  # fen


@dataclass(frozen=True, slots=True)
class Between:
    """A number of which only the least and the most is known: surely, and possibly.

    Raises:
        ValueError: when more is certain than possible.
    """

    surely: int
    possibly: int

    def __post_init__(self) -> None:
        if not 0 <= self.surely <= self.possibly:
            raise ValueError("what is certain must also be possible")

    @classmethod
    def exactly(cls, number: int) -> Between:
        """Known without doubt."""
        return cls(number, number)

    @property
    def is_known(self) -> bool:
        """Whether nothing about it is open."""
        return self.surely == self.possibly

    def __add__(self, other: Between) -> Between:
        return Between(self.surely + other.surely, self.possibly + other.possibly)

    def __mul__(self, other: Between) -> Between:
        return Between(self.surely * other.surely, self.possibly * other.possibly)

    def up_to(self, most: Between) -> Between:
        """The same, but no more than ``most``."""
        return Between(min(self.surely, most.surely), min(self.possibly, most.possibly))


NONE, PERHAPS, CERTAIN = Between(0, 0), Between(0, 1), Between(1, 1)


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of the document, and where it stands."""

    clause: str
    text: str


class Condition(StrEnum):
    """What a part of a subsidy waits for."""

    ADVANCE = "advance"  # it may be paid before the end, and is due unless nobody is certified
    TRAINING = "training"  # that the training counts
    CERTIFICATE = "certificate"
    EMPLOYMENT = "employment"


@dataclass(frozen=True, slots=True)
class TrainingDay:
    """How many class hours make a day, and how many days are paid at most."""

    class_hours: int
    most: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Rate:
    """What every day is worth, up to the ``to_day``-th of a training."""

    to_day: int
    fen: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the subsidy, and what it waits for; each part asks for those before it, too."""

    share: Fraction
    on: Condition
    quote: Quote
    within_months: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """How many trainings of a person are paid in a year, and that none is paid twice."""

    most_a_year: int
    quote: Quote


@dataclass(frozen=True, slots=True)
class SubsidyTerms:
    """How a regulation counts its subsidy.

    ``day`` is None where it pays by head; the sum for a head is then the authority's own.
    ``heads`` is the clause that says how many count for a class, where there is one.
    """

    day: TrainingDay | None
    rates: tuple[Rate, ...]
    parts: tuple[Part, ...]
    limit: Limit | None = None
    heads: Quote | None = None

    def for_days(self, days: int) -> int:
        """What so many days of training are worth, in fen."""
        paid, fen = 0, 0
        for rate in self.rates:
            here = max(0, min(days, rate.to_day) - paid)
            fen, paid = fen + here * rate.fen, paid + here
        return fen

    def shared_out(self, fen: int) -> tuple[int, ...]:
        """A sum in its parts; they add up to it, to the fen."""
        ends = [int(fen * sum(part.share for part in self.parts[: n + 1])) for n in self._places]
        return tuple(end - begin for begin, end in zip([0, *ends], ends, strict=False))

    @property
    def _places(self) -> range:
        return range(len(self.parts))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The clauses that the sheet rests on, in the order of its columns."""
        each = (self.day, *self.rates, *self.parts, self.limit)
        told = [one.quote for one in each if one is not None]
        return tuple(dict.fromkeys([*told, *([self.heads] if self.heads else [])]))
