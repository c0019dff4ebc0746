"""A real RTSP server over films of a known picture, and a line to it that a test can break.

The server is aio-rtsp-toolkit's. It knows no passwords, so that the line asks for them, by RTSP's
digest authentication (RFC 2326, RFC 2617).
"""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path
from threading import Event, Thread

import imageio_ffmpeg
from aio_rtsp_toolkit import server as rtsp

FPS = 10
ENCODERS = {
    "h264": ("-c:v", "libx264", "-preset", "ultrafast"),
    "h265": ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error"),
}
REALM, NONCE = "cameras", "f00d"
LONGEST_WAIT = 60


def film(path: Path, codec: str, *, seconds: int = 60) -> None:
    """A film with a key frame every half a second."""
    picture = f"testsrc2=size=64x48:rate={FPS}:duration={seconds}"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i", picture]
    keys = ("-g", "5", "-keyint_min", "5", "-bf", "0", "-pix_fmt", "yuv420p")
    subprocess.run([*command, *ENCODERS[codec], *keys, str(path)], check=True)


def eventually(condition: Callable[[], object]) -> None:
    """Wait until something is so; however slow the machine is."""
    pause, until = Event(), time.monotonic() + LONGEST_WAIT
    while not condition():
        assert time.monotonic() < until, "it never came"
        pause.wait(0.02)


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """The films of a folder, each played from its start to whoever asks; the server's port."""
    loop = asyncio.new_event_loop()
    server = rtsp.RtspServer(str(folder), host="127.0.0.1", port=0)
    loop.run_until_complete(server.start())
    assert server._server is not None
    port = server._server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: rtsp.RtspServer) -> None:
    await server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass
class Line:
    """A line to a server: ``came`` are the wall times at which each connection's data went over."""

    to: int
    login: tuple[str, str] | None = None
    port: int = 0
    held: bool = False
    came: list[list[float]] = field(default_factory=list)
    listener: socket.socket | None = None
    open_sockets: list[socket.socket] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def restore(self) -> None:
        """Let whoever asks be connected, by the same port as ever."""
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        self._start(self._accept, self.listener)

    def cut(self) -> None:
        """Break all connections, and refuse others."""
        if self.listener:
            with suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
        with self.lock:
            for each in self.open_sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join()
        for each in self.open_sockets:
            each.close()
        self.open_sockets.clear()
        self.threads.clear()

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = Thread(target=target, args=arguments)
        self.threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                with self.lock:
                    self.open_sockets += [near, far]
                times: list[float] = []
                self.came.append(times)
                self._start(self._ask, near, far)
                self._start(self._answer, far, near, times)

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        """Requests go on as they are, once they bring the right password."""
        with suppress(OSError):
            while data := near.recv(65536):
                if self.login and data[:1] != b"$" and not _allowed(data.decode(), *self.login):
                    number = re.search(r"CSeq: *(\d+)", data.decode())
                    near.sendall(_refusal(number[1] if number else "0"))
                    continue
                far.sendall(data)
        _shut(far)

    def _answer(self, far: socket.socket, near: socket.socket, times: list[float]) -> None:
        with suppress(OSError):
            while data := far.recv(65536):
                if self.held:
                    continue
                if b"RTSP/1.0" not in data[:8]:
                    times.append(time.time())
                near.sendall(data)
        _shut(near)


@contextmanager
def line_to(port: int, login: tuple[str, str] | None = None) -> Iterator[Line]:
    """A line that is whole; with a login, name and password are asked for on it."""
    line = Line(port, login)
    line.restore()
    try:
        yield line
    finally:
        line.cut()


def _shut(other: socket.socket) -> None:
    with suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


def _refusal(number: str) -> bytes:
    challenge = f'WWW-Authenticate: Digest realm="{REALM}", nonce="{NONCE}"'
    return f"RTSP/1.0 401 Unauthorized\r\nCSeq: {number}\r\n{challenge}\r\n\r\n".encode()


def _allowed(request: str, user: str, password: str) -> bool:
    said = dict(re.findall(r'(\w+)="([^"]*)"', request))
    if said.get("username") != user:
        return False
    method = request.split(" ", 1)[0]
    whose, what = _md5(f"{user}:{REALM}:{password}"), _md5(f"{method}:{said['uri']}")
    return said["response"] == _md5(f"{whose}:{NONCE}:{what}")


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()
