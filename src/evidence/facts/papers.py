"""Papers: what the roster and the class file say of each learner, and of a cohort of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from evidence.domain.people import Learner
from evidence.domain.subject import Subject
from evidence.domain.teaching import TrainingClass
from evidence.facts.attendance import LearnerAttendance
from evidence.facts.case import ClassRecord


@dataclass(frozen=True, slots=True)
class LearnerRecord:
    """A learner of the roster in a class."""

    learner: Learner
    training_class: TrainingClass

    @property
    def subject(self) -> Subject:
        """The learner."""
        return Subject(learner=self.learner.id)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Learners of one kind, such as 退役士兵: how many there are, took part, and passed.

    ``took_part`` is None without a sign-in sheet, ``passed`` where the roster has no certificates.
    """

    name: str
    learners: int
    took_part: int | None
    passed: int | None

    @property
    def subject(self) -> Subject:
        """The class as a whole."""
        return Subject()

    @property
    def participation(self) -> Fraction | None:
        """The share that took part (参训率)."""
        return None if self.took_part is None else Fraction(self.took_part, self.learners)

    @property
    def pass_rate(self) -> Fraction | None:
        """The share that passed (合格率), of those who took part where that is known."""
        of = self.learners if self.took_part is None else self.took_part
        return None if self.passed is None else Fraction(self.passed, of) if of else Fraction(0)


def learner_records(record: ClassRecord) -> Iterator[LearnerRecord]:
    """Every learner of the roster, in its order."""
    return (LearnerRecord(learner, record.training_class) for learner in record.learners)


def cohorts(record: ClassRecord, attended: tuple[LearnerAttendance, ...]) -> Iterator[Cohort]:
    """Every cohort that the roster names, by name."""
    came = {one.learner for one in attended if one.attended}
    members: dict[str, list[Learner]] = defaultdict(list)
    for learner in record.learners:
        if learner.cohort:
            members[learner.cohort].append(learner)
    for name, those in sorted(members.items()):
        told = [learner.certificate for learner in those]
        yield Cohort(
            name,
            len(those),
            sum(learner.id in came for learner in those) if attended else None,
            None if None in told else sum(bool(one) for one in told),
        )
