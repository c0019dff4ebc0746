"""The training record: one person's trainings across classes (劳动者职业培训电子档案)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evidence.domain.claim import Claim, LearnerClaim, PaidBefore
from evidence.domain.findings import Standing
from evidence.domain.subsidy import NONE, Between
from evidence.facts.record import plain
from evidence.facts.subsidy import STANDS, LearnerSubsidy


@dataclass(frozen=True, slots=True)
class Training:
    """A training of a person: the class, and what is known of the person in it.

    ``subject`` is what the store calls the class; ``due`` is what the subsidy sheet has for the
    learner, None where the policy pays nothing.
    """

    subject: str
    claim: Claim
    learner: LearnerClaim
    by_kind: tuple[tuple[str, int], ...] = ()
    due: LearnerSubsidy | None = None
    judged_at: int = 0

    @property
    def standing(self) -> Standing:
        """How the training stands: the worse of class and learner."""
        return min(self.claim.standing, self.learner.standing, key=tuple(Standing).index)

    @property
    def begins(self) -> tuple[date, str]:
        """Its place in the record."""
        return self.claim.starts_on, self.subject


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """Everything on record of one person, in the order of time.

    ``person`` tells whether classes were found by ID number; else by the institution's own number
    alone, which says nothing of other institutions.
    """

    trainings: tuple[Training, ...]
    person: bool

    @classmethod
    def of(cls, trainings: Iterable[Training], *, person: bool) -> TrainingRecord:
        """The record of these trainings."""
        return cls(tuple(sorted(trainings, key=lambda one: one.begins)), person)

    @property
    def credited(self) -> Between:
        """Class hours that count, in all trainings."""
        return sum((one.learner.credited for one in self.trainings), NONE)

    @property
    def certificates(self) -> int:
        """Certificates obtained, as the rosters state."""
        return sum(one.learner.certified is True for one in self.trainings)


def paid_before(training: Training, all_of_person: Iterable[Training]) -> PaidBefore:
    """The trainings of the same person that began before this one, and count against it."""
    this_year, the_same = NONE, NONE
    for other in all_of_person:
        if other.begins >= training.begins:
            continue
        counts = STANDS[other.standing]
        if other.claim.starts_on.year == training.claim.starts_on.year:
            this_year = this_year + counts
        if _is_same(other.claim, training.claim):
            the_same = the_same + counts
    return PaidBefore(this_year, the_same)


def _is_same(one: Claim, other: Claim) -> bool:
    """Whether two classes are of one occupation and level."""
    return (plain(one.occupation), plain(one.level)) == (
        plain(other.occupation),
        plain(other.level),
    )
