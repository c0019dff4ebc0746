"""A claim: a class for which a subsidy is asked, and what is known of its learners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evidence.domain.findings import Standing
from evidence.domain.subsidy import Between


@dataclass(frozen=True, slots=True)
class ClaimedHour:
    """A class hour in a room that a learner was in, on the day ``on``."""

    session: str
    number: int
    on: date
    standing: Standing


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """Trainings of the same person on record: this year's, and of the same occupation and level."""

    this_year: Between
    the_same: Between


@dataclass(frozen=True, slots=True)
class LearnerClaim:
    """What a verdict and the roster tell of one learner.

    ``online`` are class hours learnt online, which have no day. ``certified`` and ``employed_on``
    are None where the roster does not tell. ``paid_before`` counts the trainings of this person
    that count against this one: in its year, and of its occupation and level.
    """

    learner: str
    standing: Standing
    planned: int
    hours: tuple[ClaimedHour, ...]
    online: Between
    certified: bool | None
    employed_on: date | None
    paid_before: PaidBefore | None = None

    @property
    def credited(self) -> Between:
        """Class hours that count, and may count."""
        surely = sum(hour.standing is Standing.VALID for hour in self.hours)
        possibly = sum(hour.standing is not Standing.INVALID for hour in self.hours)
        return Between(surely, possibly) + self.online


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many came on the first day, and how many each look into the room found.

    ``came`` is open where neither sheet nor face tells; a look that decides nothing is open, too.
    ``visits`` are what those found who came to check.
    """

    enrolled: int
    came: Between
    looks: tuple[Between, ...]
    visits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A class for which a subsidy is asked: ``standing`` is that of the class as a whole."""

    class_id: str
    policy: str
    institution: str
    institution_name: str
    occupation: str
    level: str
    starts_on: date
    ends_on: date
    standing: Standing
    learners: tuple[LearnerClaim, ...]
    heads: HeadCount
