"""The intake: which classes have landed, as far as a look at names, sizes and times tells."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from evidence.domain.bundle import ClassBundle
from evidence.pipeline.ports import Progress


@dataclass(frozen=True, slots=True)
class HandIn:
    """A class that has landed; ``fingerprint`` changes whenever a file of it does.

    It is a digest of names, sizes and times: cheap, and only ever used to leave alone what has
    been read already.
    """

    subject: str
    fingerprint: str

    @property
    def institution(self) -> str:
        """Whose class it is."""
        return self.subject.partition("/")[0]


class Intake(Protocol):
    """The landing folder as the night sees it."""

    def discover(self, institution: str = "") -> Iterable[HandIn]:
        """The classes that have landed, of an institution or of all, sorted by subject."""
        ...

    def look(self, subject: str) -> str:
        """The fingerprint of one class as it is now."""
        ...

    def opened(self, subject: str, progress: Progress) -> AbstractContextManager[ClassBundle]:
        """The bundle of one class.

        Raises:
            BundleUnreadable: with everything that is wrong with it at once.
        """
        ...
