"""Progress that nobody watches."""

from __future__ import annotations

from evidence.domain.text import Text


class Quiet:
    """Takes every report of progress and shows none."""

    def stage(self, name: Text, total: int) -> None:
        """A new stretch of work."""

    def advance(self, steps: int = 1) -> None:
        """So many steps more are done."""
