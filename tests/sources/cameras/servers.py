"""Servers of the kinds that footage is fetched from, on ephemeral ports of this machine."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import asyncssh
import boto3
from moto.server import ThreadedMotoServer
from wsgidav.wsgidav_app import WsgiDAVApp

HOST = "127.0.0.1"
USER, PASSWORD = "evidence", "open-sesame"


@contextmanager
def serving(handler: Any) -> Iterator[str]:
    """An HTTP server of this handler; its address."""
    server = ThreadingHTTPServer((HOST, 0), handler)
    server.daemon_threads = True
    with _running(server):
        yield f"http://{HOST}:{server.server_port}"


@contextmanager
def _running(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quiet(BaseHTTPRequestHandler):
    """A handler that logs nothing and answers every request by ``respond``."""

    protocol_version = "HTTP/1.1"

    def __getattr__(self, name: str) -> Any:
        if name in ("do_GET", "do_HEAD", "do_POST"):
            return self.respond
        raise AttributeError(name)

    def respond(self) -> None:
        raise NotImplementedError

    def log_message(self, *_: Any) -> None:
        pass

    def answer(
        self, content: bytes = b"", status: int = 200, kind: str = "", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def answer_range(self, content: bytes, kind: str = "video/mp4") -> None:
        """The content, or the part from the byte on that was asked for."""
        asked = self.headers.get("Range")
        if not asked:
            self.answer(content, kind=kind, Accept_Ranges="bytes")
            return
        first, _, last = asked.removeprefix("bytes=").partition("-")
        begin, end = int(first), min(int(last or len(content) - 1), len(content) - 1)
        if begin > end:
            self.answer(status=416, Content_Range=f"bytes */{len(content)}")
            return
        self.answer(
            content[begin : end + 1],
            206,
            kind,
            Content_Range=f"bytes {begin}-{end}/{len(content)}",
            Accept_Ranges="bytes",
        )


class Listing(SimpleHTTPRequestHandler):
    """The standard library's listing of a folder, which knows no ranges."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def http_listing(folder: Path) -> Iterator[dict[str, Any]]:
    with serving(partial(Listing, directory=str(folder))) as address:
        yield {"url": address}


class _Door(asyncssh.SSHServer):
    def __init__(self, visitors: list[asyncssh.SSHServerConnection]) -> None:
        self.visitors = visitors

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.visitors.append(conn)

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


@contextmanager
def sftp(folder: Path) -> Iterator[dict[str, Any]]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    key = asyncssh.generate_private_key("ssh-ed25519")
    visitors: list[asyncssh.SSHServerConnection] = []

    async def listen() -> Any:
        return await asyncssh.listen(
            HOST,
            0,
            server_factory=partial(_Door, visitors),
            server_host_keys=[key],
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
        )

    async def stop() -> None:
        server.close()
        await server.wait_closed()
        for visitor in visitors:
            visitor.abort()
            await visitor.wait_closed()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    try:
        yield {
            "url": f"sftp://{USER}@{HOST}:{server.get_port()}/",
            "host_key": key.get_fingerprint(),
        }
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def s3(folder: Path) -> Iterator[dict[str, Any]]:
    """An S3 store with what is in the folder now."""
    server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        client = boto3.client(
            "s3",
            endpoint_url=address,
            region_name="us-east-1",
            aws_access_key_id=USER,
            aws_secret_access_key=PASSWORD,
        )
        client.create_bucket(Bucket="nvr")
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                client.put_object(Bucket="nvr", Key=f"school/{name}", Body=path.read_bytes())
        client.close()
        yield {"url": "s3://nvr/school", "options": {"endpoint_url": address}}
    finally:
        server.stop()


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def webdav(folder: Path) -> Iterator[dict[str, Any]]:
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    server = make_server(HOST, 0, app, handler_class=_Silent)
    with _running(server):
        yield {"url": f"dav://{HOST}:{server.server_port}/"}


@contextmanager
def local(folder: Path) -> Iterator[dict[str, Any]]:
    yield {"url": str(folder)}


KINDS = {"local": local, "sftp": sftp, "s3": s3, "http": http_listing, "webdav": webdav}
