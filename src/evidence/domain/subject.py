"""Subject: what a rule judges and a finding is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """A class, or a part of it; everything empty means the class as a whole.

    ``hour`` counts from 1: within ``session``, or within a learner's playing time.
    """

    session: str = ""
    hour: int = 0
    learner: str = ""
    lesson: str = ""
    recording: str = ""

    @property
    def is_class(self) -> bool:
        """Whether this is the class as a whole."""
        return self == Subject()


class Judged(Protocol):
    """A fact that a rule can judge."""

    @property
    def subject(self) -> Subject:
        """What the fact is about."""
        ...
