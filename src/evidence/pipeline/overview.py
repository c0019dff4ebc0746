"""The overview: how many classes and class hours stand how, and where what does not comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from evidence.domain.findings import Standing


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A class by its newest verdict, in short."""

    subject: str
    version: int
    standing: Standing
    at: int


class Overview(Protocol):
    """What is asked across classes."""

    def classes(self, institution: str, limit: int) -> tuple[JudgedLine, ...]:
        """The judged classes of an institution, the last judged first."""
        ...
