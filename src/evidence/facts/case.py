"""The case: all the facts about one class, each findable by its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from evidence.domain.learning import Lesson
from evidence.domain.people import Learner
from evidence.domain.subject import Judged, Subject
from evidence.domain.teaching import Session, TrainingClass

Fact = TypeVar("Fact", bound=Judged)


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """The class as its papers have it: what the rules about the class as a whole judge."""

    training_class: TrainingClass
    learners: tuple[Learner, ...]
    sessions: tuple[Session, ...]
    lessons: tuple[Lesson, ...]

    @property
    def subject(self) -> Subject:
        """The class as a whole."""
        return Subject()


@dataclass(frozen=True, slots=True)
class Case:
    """Every fact of one class, of any kind, in a stable order."""

    facts: tuple[Judged, ...]

    def of(self, kind: type[Fact]) -> tuple[Fact, ...]:
        """The facts of one kind."""
        return tuple(fact for fact in self.facts if isinstance(fact, kind))
