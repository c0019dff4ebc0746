"""The endpoint: where monitors ask how it is, over plain HTTP, and nothing else is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from prometheus_client import CONTENT_TYPE_LATEST

PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answers:
    """What is answered: ``ills`` are sentences, none where all is well."""

    ills: Callable[[], tuple[str, ...]]
    metrics: Callable[[], bytes]


@contextmanager
def endpoint(listen: str, answers: Answers) -> Iterator[int]:
    """Answer at HOST:PORT during the block; gives the port (0 asks for any).

    Raises:
        OSError: when nobody can listen there.
    """
    host, _, port = listen.rpartition(":")
    server = _Server((host.strip("[]"), int(port)), _handler(answers))
    thread = Thread(target=server.serve_forever, name="endpoint", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _handler(answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers GET /healthz and GET /metrics."""

        server_version = "evidence"
        sys_version = ""
        timeout = 10  # seconds that somebody may take to ask

        def do_GET(self) -> None:
            """One question."""
            match self.path.partition("?")[0]:
                case "/healthz":
                    ills = answers.ills()
                    status = HTTPStatus.SERVICE_UNAVAILABLE if ills else HTTPStatus.OK
                    self._answer(status, ("\n".join(ills or ("ok",)) + "\n").encode(), PLAIN)
                case "/metrics":
                    self._answer(HTTPStatus.OK, answers.metrics(), CONTENT_TYPE_LATEST)
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, b"/healthz or /metrics\n", PLAIN)

        def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            """Monitors ask every few seconds: that is nothing to tell."""

    return Handler
