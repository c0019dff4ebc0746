"""Tries: how often an address may try to sign in, whatever names it tries."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Lock

from evidence.domain.time import MINUTE

WITHIN = 10 * MINUTE
AT_MOST = 30  # an office behind one address signs in of a morning
ADDRESSES = 10_000  # remembered at a time


@dataclass(slots=True)
class Tries:
    """The wrong tries of the last minutes, by address."""

    missed: dict[str, deque[int]] = field(default_factory=dict)
    turn: Lock = field(default_factory=Lock)

    def too_many(self, address: str, now: int) -> bool:
        """Whether an address must wait."""
        with self.turn:
            return len(self._recent(address, now)) >= AT_MOST

    def miss(self, address: str, now: int) -> None:
        """Remember a wrong try."""
        with self.turn:
            if len(self.missed) >= ADDRESSES:
                self.missed.pop(next(iter(self.missed)))
            recent = self._recent(address, now)
            recent.append(now)
            self.missed[address] = recent

    def _recent(self, address: str, now: int) -> deque[int]:
        recent = self.missed.get(address, deque())
        while recent and recent[0] <= now - WITHIN:
            recent.popleft()
        return recent
