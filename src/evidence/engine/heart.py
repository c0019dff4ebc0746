"""The heart: tells the ledger, again and again, that a worker is still at what it has in hand.

One thread for as long as the process lives. Starting one for each job cost as much as a third of
all that its worker spent on the ledger.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from evidence.domain.time import SECOND
from evidence.pipeline.crew import Clock
from evidence.pipeline.ledger import Lease, LeaseLost, Ledger, StoreAway

BEATS_A_LEASE = 4


@dataclass(slots=True, eq=False)
class Heart:
    """Beats ``BEATS_A_LEASE`` times in each ``length`` (microseconds) for every lease held."""

    ledger: Ledger
    clock: Clock
    length: int
    held: dict[Lease, object] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    thread: threading.Thread | None = None

    @contextmanager
    def beating(self, lease: Lease, saying: object) -> Iterator[None]:
        """Beat for a lease during the block; ``saying``, as text, is what its worker is at."""
        with self.lock:
            self.held[lease] = saying
            if self.thread is None:
                self.thread = threading.Thread(target=self._beat, name="heart", daemon=True)
                self.thread.start()
        try:
            yield
        finally:
            with self.lock:
                self.held.pop(lease, None)

    def _beat(self) -> None:
        pause = threading.Event()
        while not pause.wait(self.length / BEATS_A_LEASE / SECOND):
            with self.lock:
                beating = tuple(self.held.items())
            for lease, saying in beating:
                # A lease that was lost is told of by finishing; a store that is away may be back
                # by the next beat.
                with suppress(LeaseLost, StoreAway):
                    self.ledger.beat(lease, self.clock.now(), str(saying))
