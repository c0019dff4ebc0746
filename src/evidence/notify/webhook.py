"""A webhook: a notice as JSON, signed, posted until it is taken or patience ends.

``Evidence-Signature`` is ``v1=`` and the HMAC-SHA256, in hexadecimal, of the timestamp of
``Evidence-Timestamp`` (seconds since 1970), a full stop, and the body as it was sent.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from evidence.domain.time import SECOND
from evidence.notify.unsent import NotSent

LONGEST_PAUSE = 30  # seconds between two tries


class _Again(NotSent):
    """It may be taken the next time."""


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What stands in ``Evidence-Signature``."""
    signed = f"{timestamp}.".encode() + body
    return "v1=" + hmac.new(secret.encode(), signed, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where an institution's machine takes notices."""

    url: str
    secret: str = field(repr=False)
    tries: int = 4
    timeout: float = 20
    now: Callable[[], int] = field(default=lambda: time.time_ns() // 1000, repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def send(self, body: bytes, key: str) -> None:
        """Post one notice; ``key`` is its ``Idempotency-Key``, the same for every try.

        Raises:
            NotSent: when it was not taken.
        """
        retrying = Retrying(
            stop=stop_after_attempt(self.tries),
            wait=wait_random_exponential(multiplier=1, max=LONGEST_PAUSE),
            retry=retry_if_exception_type(_Again),
            sleep=self.sleep,
            reraise=True,
        )
        retrying(self._post, body, key)

    def _post(self, body: bytes, key: str) -> None:
        timestamp = self.now() // SECOND
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Evidence-Timestamp": str(timestamp),
            "Evidence-Signature": signature(self.secret, timestamp, body),
            "Idempotency-Key": key,
        }
        try:
            answer = httpx.post(self.url, content=body, headers=headers, timeout=self.timeout)
        except httpx.TransportError as error:
            raise _Again("webhook", type(error).__name__) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotSent("webhook", type(error).__name__) from error
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.is_server_error:
            raise _Again("webhook", f"HTTP {answer.status_code}")
        if not answer.is_success:
            raise NotSent("webhook", f"HTTP {answer.status_code}")
