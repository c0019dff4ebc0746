"""The case: all the facts about one class, each findable by its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from evidence.domain.learning import ONLINE_CLASS_HOUR, Lesson
from evidence.domain.people import Learner
from evidence.domain.subject import Judged, Subject
from evidence.domain.teaching import Kind, Session, TrainingClass

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

    @property
    def hours(self) -> int:
        """Class hours of theory, practice and online learning in all."""
        return self.hours_of(Kind.THEORY) + self.practical_hours + self.online_hours

    @property
    def practical_hours(self) -> int:
        """Class hours of practice in the timetable."""
        return self.hours_of(Kind.PRACTICAL)

    @property
    def online_hours(self) -> int:
        """Class hours online: those of the timetable, or the course's where it has none."""
        course = sum(lesson.duration for lesson in self.lessons) // ONLINE_CLASS_HOUR
        return self.hours_of(Kind.ONLINE) or course

    def hours_of(self, kind: Kind) -> int:
        """Class hours of one kind in the timetable."""
        return sum(session.class_hours for session in self.sessions if session.kind is kind)


@dataclass(frozen=True, slots=True)
class Case:
    """Every fact of one class, of any kind, in a stable order."""

    facts: tuple[Judged, ...]

    def of(self, kind: type[Fact]) -> tuple[Fact, ...]:
        """The facts of one kind."""
        return tuple(fact for fact in self.facts if isinstance(fact, kind))
