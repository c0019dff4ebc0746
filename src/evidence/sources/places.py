"""Places: where files are kept, told by a URL, and opened as a file system of fsspec.

A file system is opened for one task and closed after it: most hold threads and sockets that survive
no fork, and remember listings that are out of date by the next night.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import fsspec
import paramiko
from fsspec.spec import AbstractFileSystem

from evidence.pipeline.sources_port import NotFetched, Reason

# What the libraries raise that is no OSError; those that are not loaded can't have raised.
FAILURES = (
    ("paramiko", "SSHException"),
    ("aiohttp", "ClientError"),
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),
    ("httpx", "HTTPError"),
    ("webdav4.client", "ClientError"),
    ("smbprotocol.exceptions", "SMBException"),
)
# Of HTTP, and of Windows: logon failure, access denied, account disabled, password expired.
LOGIN_STATUS = (401, 403, 0xC000006D, 0xC0000022, 0xC0000072, 0xC0000071)
LAST_HTTP_STATUS = 599


class PinnedHostKey(paramiko.MissingHostKeyPolicy):
    """Only the server whose key has this fingerprint, as ``ssh-keygen -lf`` tells it."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint

    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        """Refuse every other server."""
        del client, hostname
        if key.fingerprint != self.fingerprint:
            raise paramiko.SSHException(f"the server's key is {key.fingerprint}")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder somewhere: its URL, who asks, and what else the library is told.

    ``host_key`` is the SFTP server's fingerprint, ``SHA256:…``.
    """

    url: str
    user: str = ""
    password: str = field(default="", repr=False)
    host_key: str = ""
    timeout: float = 30
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> SplitResult:
        """The parts of the URL; a plain path is one of scheme ``file``."""
        return urlsplit(self.url, scheme="file")

    @property
    def root(self) -> str:
        """What every path of it begins with, in the words of its file system."""
        match self.parts.scheme:
            case "http" | "https":
                return self.url.rstrip("/") + "/"
            case "s3":
                return f"{self.parts.netloc}/{unquote(self.parts.path).strip('/')}".rstrip("/")
            case "dav" | "davs":
                return ""
            case "file":
                return str(Path(unquote(self.parts.path)).absolute())
            case _:
                return unquote(self.parts.path).rstrip("/") or "/"

    @contextmanager
    def opened(self) -> Iterator[AbstractFileSystem]:
        """Its file system, for one task.

        Raises:
            NotFetched: when it can't be reached or lets nobody in.
        """
        protocol, told = self._told()
        with asking():
            system = _system(protocol, {**told, **self.options})
        try:
            system.invalidate_cache()
            yield system
        finally:
            _close(system)

    def _told(self) -> tuple[str, dict[str, Any]]:
        """The name that fsspec has for the file system, and what it is told."""
        parts, user = self.parts, self.user or unquote(self.parts.username or "")
        server = {"host": parts.hostname or ""} | ({"port": parts.port} if parts.port else {})
        login = {"username": user, "password": self.password}
        match parts.scheme:
            case "sftp" | "ssh":
                times: dict[str, Any] = dict.fromkeys(SSH_TIMES, self.timeout)
                policy = {"host_key_policy": PinnedHostKey(self.host_key)}
                own = {"look_for_keys": False, "allow_agent": False}
                return "sftp", server | login | times | policy | own
            case "s3":
                times = {"connect_timeout": self.timeout, "read_timeout": self.timeout}
                who = {"key": user, "secret": self.password} if user else {}
                return "s3", who | {"config_kwargs": times, "use_listings_cache": False}
            case "dav" | "davs":
                base = parts._replace(
                    scheme="http" if parts.scheme == "dav" else "https",
                    netloc=parts.netloc.rpartition("@")[2],
                )
                auth = (user, self.password) if user else None
                return "webdav", {"base_url": base.geturl(), "auth": auth, "timeout": self.timeout}
            case "http" | "https":
                return "http", {"client_kwargs": _aiohttp(user, self.password, self.timeout)}
            case "smb":
                # How often it is tried is told by [landing], not by the library.
                patience = {"timeout": round(self.timeout), "register_session_retries": 1}
                return "smb", server | login | patience
            case _:
                return "file", {}


SSH_TIMES = ("timeout", "banner_timeout", "auth_timeout", "channel_timeout")
SMB_PORT = 445
SCHEMES = ("file", "sftp", "ssh", "s3", "http", "https", "dav", "davs", "smb")


def _aiohttp(user: str, password: str, timeout: float) -> dict[str, Any]:
    import aiohttp  # noqa: PLC0415 - slow to load, and only this scheme needs it

    times = aiohttp.ClientTimeout(total=None, sock_connect=timeout, sock_read=timeout)
    auth = aiohttp.BasicAuth(user, password) if user else None
    return {"timeout": times, "auth": auth}


def _system(protocol: str, told: Mapping[str, Any]) -> AbstractFileSystem:
    try:
        return fsspec.filesystem(protocol, skip_instance_cache=True, **told)
    except ValueError as error:
        if protocol != "smb":
            raise
        # So its library says that nobody answers.
        raise NotFetched(Reason.UNREACHABLE, os.strerror(errno.ECONNREFUSED)) from error


def _close(system: AbstractFileSystem) -> None:
    """Let go of its connection, where it holds one."""
    if system.protocol == "smb":
        # The library keeps who is logged in by the host alone, whoever asks next.
        library = sys.modules.get("smbclient")
        if library is not None:
            library.delete_session(system.host, port=system.port or SMB_PORT)
        return
    client = getattr(system, "client", None)
    close: Callable[[], None] | None = getattr(client, "close", None)
    http = getattr(client, "http", None)
    if close is None and http is not None:
        close = http.close
    session = getattr(system, "_session", None)
    if close is None and session is not None and hasattr(system, "close_session"):
        system.close_session(system.loop, session)
    if close:
        close()


@contextmanager
def asking() -> Iterator[None]:
    """Whatever a file system raises, told as NotFetched without addresses.

    Raises:
        NotFetched: in its place.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise NotFetched(Reason.GONE, _word(error)) from error
    except (PermissionError, paramiko.AuthenticationException) as error:
        raise NotFetched(Reason.LOGIN, _word(error)) from error
    except ImportError as error:
        raise NotFetched(Reason.UNREACHABLE, str(error)) from error
    except _failures() as error:
        if getattr(error, "errno", None) == errno.ENOENT:
            raise NotFetched(Reason.GONE, _word(error)) from error
        refused = _status(error) in LOGIN_STATUS or getattr(error, "errno", None) == errno.EACCES
        raise NotFetched(Reason.LOGIN if refused else Reason.UNREACHABLE, _word(error)) from error


def _failures() -> tuple[type[Exception], ...]:
    loaded = ((sys.modules.get(module), name) for module, name in FAILURES)
    theirs = (getattr(module, name) for module, name in loaded if hasattr(module, name))
    return (OSError, EOFError, *theirs)


def _status(error: Exception) -> int:
    """The HTTP status that an error tells of, however its library names it; else 0."""
    response = getattr(error, "response", None)
    told = getattr(error, "status", None) or getattr(response, "status_code", None)
    return told if isinstance(told, int) else 0


def _word(error: Exception) -> str:
    status = _status(error)
    if status:
        return f"HTTP {status}" if status <= LAST_HTTP_STATUS else type(error).__name__
    if isinstance(error, paramiko.SSHException):
        return str(error) or type(error).__name__
    number = getattr(error, "errno", None)
    return os.strerror(number) if number else type(error).__name__
