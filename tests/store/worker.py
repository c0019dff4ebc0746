"""A worker in a process of its own: ``python -m tests.store.worker WHAT URL NAME [LEASE…]``.

It says "ready" and waits for a line before it begins, so that several begin together.
"""

import signal
import sys
from collections.abc import Iterator
from typing import Any

from evidence.domain.findings import Finding
from evidence.pipeline.ledger import Closing, Lease, Result
from evidence.pipeline.store import Store
from evidence.store.opening import open_store
from tests.store.things import LEASE, NOW, job, judged


def say(*words: object) -> None:
    print(*words, flush=True)


def stay() -> None:
    """Live on until somebody ends this process."""
    signal.pause()


class Endless(tuple[Finding, ...]):
    """Findings that are never done: whoever writes them is in the middle of a transaction."""

    __slots__ = ()

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[Any]:
        say("in the middle")
        stay()
        yield from ()


def drain(store: Store, name: str) -> None:
    """Claim and finish until nothing is left, a verdict for each."""
    while lease := store.ledger.claim(name, NOW, LEASE):
        closing = store.ledger.finish(lease, Result(name, judged(lease.job.subject)), NOW)
        assert closing is Closing.WRITTEN
        say("did", lease.job.key)


def hold(store: Store, name: str) -> None:
    """Claim one job, say a word, and stay."""
    lease = store.ledger.claim(name, NOW, LEASE)
    assert lease is not None
    store.ledger.beat(lease, NOW, saying=f"{name} reads recordings/cam1.mp4")
    say("holds", lease.job.key)
    stay()


def half_finish(store: Store, name: str) -> None:
    """Claim one job, and stay in the middle of writing its result."""
    lease = store.ledger.claim(name, NOW, LEASE)
    assert lease is not None
    verdict = judged(lease.job.subject)
    object.__setattr__(verdict, "findings", Endless())
    store.ledger.finish(lease, Result(name, verdict), NOW)


def finish(store: Store, name: str) -> None:
    """Finish the one leased job, as any number of workers with the same lease do at once."""
    lease = Lease(job(), "shared", 1, LEASE, NOW + LEASE)
    say("closing", store.ledger.finish(lease, Result(name, judged()), NOW))


def main(what: str, url: str, name: str) -> None:
    store = open_store(url)
    say("ready")
    sys.stdin.readline()
    {"drain": drain, "hold": hold, "half-finish": half_finish, "finish": finish}[what](store, name)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
