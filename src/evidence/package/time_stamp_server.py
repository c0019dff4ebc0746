"""A time-stamping server (RFC 3161, over HTTP): it is told a digest, and says when that was."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
from cryptography import x509
from rfc3161_client import TimestampRequestBuilder
from rfc3161_client.base import HashAlgorithm
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
from evidence.package.time_stamp import Unstamped, read_time_stamp
from evidence.package.verify import MOST_STAMP

HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}


class _Unanswered(Exception):
    """There is no answer."""

    def __init__(self, why: Text) -> None:
        super().__init__(why)
        self.why = why


class _Again(_Unanswered):
    """There may be one the next time."""


@dataclass(frozen=True, slots=True)
class TimeStampServer:
    """Where it is, how long an answer may take, and the roots that must vouch for it, if any.

    It is asked up to ``tries`` times where nobody answers or the answer is 5xx: a class that took
    minutes to check had better not be checked again for a hiccup.
    """

    url: str
    seconds: float = 20
    roots: tuple[x509.Certificate, ...] = ()
    tries: int = 3
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)

    def stamp(self, content: bytes) -> bytes:
        """The server's answer over ``content``, once it is seen to be a time stamp of it.

        Raises:
            Unreadable: when there is none to be had; nothing was packed then.
        """
        asked = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
        retrying = Retrying(
            stop=stop_after_attempt(self.tries),
            wait=wait_exponential(multiplier=1),
            retry=retry_if_exception_type(_Again),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            answer = retrying(self._answer, asked.as_bytes())
        except _Unanswered as error:
            raise self._none(error.why) from error
        try:
            found = read_time_stamp(answer, content, self.roots)
        except Unstamped as error:
            raise self._none(error.what) from error
        if found.nonce != asked.nonce:
            raise self._none(say("it answered another question"))
        return answer

    def _answer(self, asked: bytes) -> bytes:
        try:
            return self._asked(asked)
        except httpx.TimeoutException as error:
            raise _Again(say("it took too long to answer")) from error
        except httpx.TransportError as error:
            why = say("it can't be reached: {detail}", detail=type(error).__name__)
            raise _Again(why) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            why = say("it can't be reached: {detail}", detail=type(error).__name__)
            raise _Unanswered(why) from error

    def _asked(self, asked: bytes) -> bytes:
        """What it answers, as long as that is neither too much nor too late."""
        end, answer = self.clock() + self.seconds, b""
        with httpx.stream(
            "POST", self.url, content=asked, headers=HEADERS, timeout=self.seconds
        ) as got:
            if got.status_code != HTTPStatus.OK:
                kind = _Again if got.is_server_error else _Unanswered
                raise kind(say("it answered HTTP {status}", status=got.status_code))
            for part in got.iter_bytes():
                answer += part
                if len(answer) > MOST_STAMP:
                    raise _Unanswered(say("this is no time stamp that can be read"))
                if self.clock() > end:
                    raise httpx.ReadTimeout("too slow")
        return answer

    def _none(self, why: Text) -> Unreadable:
        what = say(
            "no time stamp, so nothing was packed: {why}; try again later, name another server "
            "with --time-stamp, or pack with --no-time-stamp",
            why=why,
        )
        return Unreadable(self.url, (Problem(what, self.url),))
