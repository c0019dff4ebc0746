"""Patience: how often a question to the network is asked again before it is given up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from evidence.pipeline.sources_port import NotFetched, Reason

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Patience:
    """A few tries, further and further apart, with jitter; for what may be asked twice only."""

    tries: int = 3
    longest_seconds: float = 30
    sleep: Callable[[float], None] = time.sleep

    def with_(self, ask: Callable[[], Answer]) -> Answer:
        """The answer; asked again only where nobody answered or the line broke.

        Raises:
            NotFetched: the last failure, or the first that asking again can't mend.
        """
        retrying = Retrying(
            stop=stop_after_attempt(self.tries),
            wait=wait_random_exponential(multiplier=1, max=self.longest_seconds),
            retry=retry_if_exception(_may_pass),
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(ask)


PATIENT = Patience()


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, NotFetched) and error.reason is Reason.UNREACHABLE
