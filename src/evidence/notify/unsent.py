"""What is told of a notice that did not go out."""

from __future__ import annotations

from evidence.domain.errors import EvidenceError


class NotSent(EvidenceError):
    """A notice was not taken; ``why`` is the other side's word, without addresses and secrets."""

    def __init__(self, channel: str, why: str) -> None:
        super().__init__(channel, why)
        self.channel = channel
        self.why = why

    def __str__(self) -> str:
        return f"{self.channel}: {self.why}"
