"""The ``[subsidy]`` section of a policy: what the document pays, each number with its sentence."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evidence.domain.subsidy import (
    YUAN,
    Condition,
    Limit,
    Part,
    Quote,
    Rate,
    SubsidyTerms,
    TrainingDay,
)

Words = Annotated[str, Field(min_length=1)]
Number = Annotated[int, Field(ge=1)]
_PERCENT = 100


class _Quoted(BaseModel):
    """A number of the law, with the sentence that sets it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    clause: Words
    text: Words

    @property
    def quote(self) -> Quote:
        """Where it stands, and how it reads."""
        return Quote(self.clause, self.text)


class DayEntry(_Quoted):
    """``[subsidy.day]``: how many class hours make a day, and how many days are paid at most."""

    class_hours: Number
    most: Number


class RateEntry(_Quoted):
    """A ``[[subsidy.rate]]``: whole yuan for every day, up to the ``to_day``-th."""

    to_day: Number
    yuan: Number


class PartEntry(_Quoted):
    """A ``[[subsidy.part]]``: a share of the sum, a whole percentage, and what it waits for."""

    share: Annotated[Fraction, Field(gt=0, le=1)]
    on: Condition
    within_months: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def whole(self) -> Self:
        """A percentage, so that no sum needs rounding; and a term where one is meant."""
        if (self.share * _PERCENT).denominator != 1:
            raise ValueError("share is no whole percentage")
        if (self.on is Condition.EMPLOYMENT) != bool(self.within_months):
            raise ValueError("within_months belongs to employment, and to nothing else")
        return self


class LimitEntry(_Quoted):
    """``[subsidy.limit]``: how many trainings of a person a year, and none twice."""

    most_a_year: Number


class HeadsEntry(_Quoted):
    """``[subsidy.heads]``: the sentence that says which number of people counts."""


class SubsidyEntry(BaseModel):
    """The section as a whole: by the day, with rates; or by head, without."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: DayEntry | None = None
    rate: tuple[RateEntry, ...] = ()
    part: Annotated[tuple[PartEntry, ...], Field(min_length=1)]
    limit: LimitEntry | None = None
    heads: HeadsEntry | None = None

    @model_validator(mode="after")
    def hangs_together(self) -> Self:
        """Shares are a whole, and rates reach from the first day to the last that is paid."""
        if sum(part.share for part in self.part) != 1:
            raise ValueError("the shares of subsidy.part do not add up to 1")
        days = [rate.to_day for rate in self.rate]
        if days != sorted(set(days)):
            raise ValueError("each subsidy.rate must reach further than the one before")
        if (self.day.most if self.day else 0) != (days[-1] if days else 0):
            raise ValueError("the last subsidy.rate must reach to subsidy.day.most")
        return self

    def terms(self) -> SubsidyTerms:
        """The section in the words of the domain."""
        day, limit = self.day, self.limit
        return SubsidyTerms(
            day=TrainingDay(day.class_hours, day.most, day.quote) if day else None,
            rates=tuple(Rate(rate.to_day, rate.yuan * YUAN, rate.quote) for rate in self.rate),
            parts=tuple(
                Part(part.share, part.on, part.quote, part.within_months) for part in self.part
            ),
            limit=Limit(limit.most_a_year, limit.quote) if limit else None,
            heads=self.heads.quote if self.heads else None,
        )
