"""Webhooks, posted to a real server on this machine."""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from evidence.domain.time import SECOND
from evidence.notify.unsent import NotSent
from evidence.notify.webhook import Webhook

SIGNED_WITH = "a secret of forty letters, or so it seems"
NOW = 1_620_000_000


@dataclass
class Institution:
    """A machine that answers one status after the other, the last one for good."""

    statuses: list[int]
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[str]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(handler) -> None:  # noqa: N805  `self` is the institution
                body = handler.rfile.read(int(handler.headers["Content-Length"]))
                self.got.append((dict(handler.headers.items()), body))
                at = min(len(self.got), len(self.statuses)) - 1
                handler.send_response(self.statuses[at])
                handler.send_header("Content-Length", "0")
                handler.send_header("Location", "/elsewhere")
                handler.end_headers()

            def log_message(handler, *_: object) -> None:  # noqa: N805
                pass

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_address[1]}/evidence"
            finally:
                server.shutdown()
                thread.join()


def webhook(url: str, pauses: list[float]) -> Webhook:
    return Webhook(url, SIGNED_WITH, tries=3, now=lambda: NOW * SECOND, sleep=pauses.append)


def test_a_notice_is_signed_over_its_time_and_body() -> None:
    there, body = Institution([204]), '{"class": "焊工一班"}'.encode()
    with there.listening() as url:
        webhook(url, []).send(body, "key-1")

    ((headers, got),) = there.got
    expected = hmac.new(SIGNED_WITH.encode(), f"{NOW}.".encode() + got, "sha256").hexdigest()
    assert got == body
    assert headers["Evidence-Signature"] == f"v1={expected}"
    assert headers["Evidence-Timestamp"] == str(NOW)
    assert headers["Idempotency-Key"] == "key-1"
    assert headers["Content-Type"].startswith("application/json")


def test_another_body_or_time_has_another_signature() -> None:
    there = Institution([204])
    with there.listening() as url:
        for at, body in ((NOW, b"a"), (NOW, b"b"), (NOW + 1, b"a")):
            Webhook(url, SIGNED_WITH, now=lambda at=at: at * SECOND).send(body, "k")  # type: ignore[misc]

    assert len({headers["Evidence-Signature"] for headers, _ in there.got}) == 3


@pytest.mark.parametrize("busy", [429, 500, 503])
def test_a_server_that_is_busy_is_asked_again_with_the_same_key(busy: int) -> None:
    there, pauses = Institution([busy, busy, 200]), list[float]()
    with there.listening() as url:
        webhook(url, pauses).send(b"{}", "key-1")

    assert [headers["Idempotency-Key"] for headers, _ in there.got] == ["key-1"] * 3
    assert len(pauses) == 2


def test_patience_ends_after_so_many_tries() -> None:
    there = Institution([503])
    with there.listening() as url, pytest.raises(NotSent, match="HTTP 503"):
        webhook(url, []).send(b"{}", "k")

    assert len(there.got) == 3


@pytest.mark.parametrize("refusal", [302, 400, 401, 404, 410])
def test_a_refusal_is_not_asked_again_and_no_other_address_is_followed(refusal: int) -> None:
    there = Institution([refusal])
    with there.listening() as url, pytest.raises(NotSent, match=f"HTTP {refusal}"):
        webhook(url, []).send(b"{}", "k")

    assert len(there.got) == 1


def test_where_nobody_listens_it_is_told_without_the_address() -> None:
    with Institution([200]).listening() as gone:
        pass
    pauses: list[float] = []

    with pytest.raises(NotSent) as failed:
        webhook(gone, pauses).send(b"{}", "k")

    assert str(failed.value) == "webhook: ConnectError"
    assert len(pauses) == 2


def test_the_secret_is_not_shown() -> None:
    assert SIGNED_WITH not in repr(webhook("http://a.example", []))
