"""The web: questions to HTTP servers, and downloads that go on from where they broke off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, NotFetched, Reason
from evidence.sources.patience import PATIENT, Patience

MOST_ANSWER = 64 << 20  # bytes of an answer that is read as a whole
PLAIN = {"Accept-Encoding": "identity"}  # a range counts the bytes that go over the line
WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Web:
    """A server, and how it is asked.

    ``digest`` is for servers that want HTTP digest authentication instead of basic.
    """

    address: str
    user: str = ""
    password: str = field(default="", repr=False)
    digest: bool = False
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = 30
    patience: Patience = PATIENT

    def ask(
        self, path: str, params: Mapping[str, Any] | None = None, *, body: str | None = None
    ) -> httpx.Response:
        """The whole answer; ``path`` may be an address of its own. A body is posted as XML.

        It is asked again when the line breaks: ask only what changes nothing on the server.

        Raises:
            NotFetched: when there is no answer, or one that is no success.
        """

        def once() -> httpx.Response:
            kind = {} if body is None else {"Content-Type": "application/xml"}
            with self._client() as client, telling():
                request = client.build_request(
                    "GET" if body is None else "POST",
                    path,
                    params=params,
                    content=body and body.encode(),
                    headers=kind,
                )
                response = client.send(request, stream=True)
                try:
                    _refused(response)
                    read = b""
                    for chunk in response.iter_bytes():
                        read += chunk
                        if len(read) > MOST_ANSWER:
                            raise NotFetched(Reason.ANSWER, f"> {MOST_ANSWER >> 20} MiB")
                finally:
                    response.close()
                return httpx.Response(
                    response.status_code,
                    headers=_kept(response.headers),
                    content=read,
                    request=request,
                )

        return self.patience.with_(once)

    def ask_json(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """The answer, read as JSON.

        Raises:
            NotFetched: when there is none, or it is no JSON.
        """
        try:
            return json.loads(self.ask(path, params).content)
        except ValueError as error:
            raise NotFetched(Reason.ANSWER, "JSON") from error

    def login(self, path: str, user: str, password: str, *, cookie: str) -> str:
        """The token that a server sets as a cookie for whoever logs in.

        Raises:
            NotFetched: when it lets nobody in.
        """
        with self._client() as client, telling():
            response = client.post(path, json={"user": user, "password": password})
            _refused(response)
            token = response.cookies.get(cookie)
        if not token:
            raise NotFetched(Reason.LOGIN, path)
        return token

    def download(
        self,
        path: str,
        into: Path,
        progress: Progress,
        *,
        method: str = "GET",
        body: str | None = None,
    ) -> Fetched:
        """Write what is at ``path`` to ``into``, going on from what lies there already.

        A server that knows no ranges sends it all again.

        Raises:
            NotFetched: when not all of it came; what came stays.
        """
        resumed_at = into.stat().st_size if into.exists() else 0

        def once() -> None:
            with self._client() as client, into.open("ab") as out:
                at = out.tell()
                asked = PLAIN | ({"Range": f"bytes={at}-"} if at else {})
                kind = {} if body is None else {"Content-Type": "application/xml"}
                with telling():
                    request = client.build_request(
                        method, path, headers=asked | kind, content=body and body.encode()
                    )
                    response = client.send(request, stream=True)
                try:
                    _take(response, out, at, progress)
                finally:
                    response.close()

        self.patience.with_(once)
        return Fetched(into.stat().st_size, resumed_at)

    @contextmanager
    def _client(self) -> Iterator[httpx.Client]:
        kind = httpx.DigestAuth if self.digest else httpx.BasicAuth
        auth = kind(self.user, self.password) if self.user else None
        with httpx.Client(
            base_url=self.address, auth=auth, headers=dict(self.headers), timeout=self.timeout
        ) as client:
            yield client


def _take(response: httpx.Response, out: Any, at: int, progress: Progress) -> None:
    """Write the body where it belongs in the file."""
    told = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        if told and told[2] == str(at):
            return  # it was all there already
        out.truncate(0)
        raise NotFetched(Reason.UNREACHABLE, "HTTP 416")  # from the start, the next time
    _refused(response)
    begin = int(told[1]) if response.status_code == httpx.codes.PARTIAL_CONTENT and told else 0
    if begin not in (0, at):
        raise NotFetched(Reason.ANSWER, response.headers["Content-Range"])
    if begin != at:
        out.truncate(0)
    with telling():
        for chunk in response.iter_raw():  # as it comes, so that a break loses nothing
            out.write(chunk)
            progress.advance(len(chunk))


def _kept(headers: httpx.Headers) -> dict[str, str]:
    """All that still holds once the body was read and unpacked."""
    return {name: value for name, value in headers.items() if name.lower() not in WIRE}


def _refused(response: httpx.Response) -> None:
    """Tell every status that is no success.

    Raises:
        NotFetched: with what the status means.
    """
    if response.is_success:
        return
    code = response.status_code
    reason = Reason.ANSWER
    if code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        reason = Reason.LOGIN
    elif code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        reason = Reason.GONE
    elif response.is_server_error or code == httpx.codes.TOO_MANY_REQUESTS:
        reason = Reason.UNREACHABLE
    raise NotFetched(reason, f"HTTP {code}")


@contextmanager
def telling() -> Iterator[None]:
    """What goes wrong on the line, told without addresses.

    Raises:
        NotFetched: in place of httpx's own errors.
    """
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotFetched(Reason.UNREACHABLE, type(error).__name__) from error
