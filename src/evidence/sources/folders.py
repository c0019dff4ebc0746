"""Folders, here or elsewhere: what lies in them, and the bytes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any
from urllib.parse import quote, unquote, urlsplit

from fsspec.spec import AbstractFileSystem
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from evidence.domain.time import SECOND
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched
from evidence.sources.moments import micros
from evidence.sources.paths import is_junk
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.places import SCHEMES, Place, asking
from evidence.sources.secret import Secret, revealed
from evidence.sources.web import Web

CHUNK = 1 << 20
LENIENT = ("file", "sftp", "ssh", "smb", "http", "https", "dav", "davs")
UNFINISHED = frozenset({".part", ".tmp", ".crdownload", ".filepart"})
TIMES = ("mtime", "LastModified", "modified", "last_modified")


def _url(written: str) -> str:
    parts = urlsplit(written, scheme="file")
    if parts.scheme not in SCHEMES:
        known = ", ".join(SCHEMES)
        raise PydanticCustomError("url", "expected a path or a URL of {known}", {"known": known})
    if parts.password:
        raise PydanticCustomError("url", "a password does not stand in a URL: write password = …")
    return written


class FolderSection(BaseModel):
    """Where a folder is, and who asks.

    A file is left alone until it has not changed for ``settled_seconds``. ``host_key`` is the
    fingerprint of an SFTP server's key; ``options`` go to fsspec as they are (``endpoint_url`` of
    an S3 store).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: Annotated[str, Field(min_length=1), AfterValidator(_url)]
    user: str = ""
    password: Secret | None = None
    host_key: str = ""
    settled_seconds: Annotated[int, Field(ge=0)] = 120
    timeout_seconds: Annotated[float, Field(gt=0)] = 30
    options: Mapping[str, Any] = {}

    @model_validator(mode="after")
    def _known_server(self) -> FolderSection:
        if urlsplit(self.url).scheme in ("sftp", "ssh") and not self.host_key:
            raise PydanticCustomError(
                "host_key",
                'name the server: host_key = "SHA256:…", see ssh-keyscan HOST | ssh-keygen -lf -',
            )
        return self


def now() -> int:
    """The wall time of this machine."""
    return time.time_ns() // 1_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a folder: ``path`` below it; size and wall time as far as they are known."""

    path: str
    size: int | None
    modified: int | None
    etag: str


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder on any file system that fsspec speaks; nothing stays open between two calls."""

    section: FolderSection
    patience: Patience = PATIENT
    clock: Callable[[], int] = now

    @property
    def place(self) -> Place:
        """Where it is, with its secret."""
        section = self.section
        return Place(
            section.url,
            section.user,
            revealed(section.password),
            section.host_key,
            section.timeout_seconds,
            section.options,
        )

    def files(self, wanted: Callable[[str], bool]) -> tuple[Listed, ...]:
        """The settled files whose path is ``wanted``, sorted by it.

        Raises:
            NotFetched: when the folder can't be listed.
        """
        listed = self.patience.with_(lambda: self._listed(wanted))
        return tuple(file for file in listed if self._settled(file))

    def fetch(self, path: str, into: Path, progress: Progress) -> Fetched:
        """Copy a file, going on from what is there.

        Raises:
            NotFetched: when not all of it came.
        """
        place, resumed_at = self.place, _size(into)
        if place.parts.scheme in ("http", "https"):
            web = Web(place.root, place.user, place.password, timeout=place.timeout)
            return replace(web, patience=self.patience).download(quote(path), into, progress)
        self.patience.with_(lambda: _read_on(place, path, into, progress))
        return Fetched(_size(into), resumed_at)

    def _listed(self, wanted: Callable[[str], bool]) -> list[Listed]:
        place = self.place
        with place.opened() as system, asking():
            if place.parts.scheme in LENIENT:
                system.ls(place.root)  # find is silent about a folder that is not there
            found = {_below(name, place.root): info for name, info in _found(system, place.root)}
            return [
                _told(
                    path, info if info.get("size") is not None else info | system.info(info["name"])
                )
                for path, info in sorted(found.items())
                if _is_finished(path) and wanted(path)
            ]

    def _settled(self, file: Listed) -> bool:
        """Whether nobody seems to be writing it any more."""
        if file.modified is None:
            return True
        return self.clock() - file.modified >= self.section.settled_seconds * SECOND


def _read_on(place: Place, path: str, into: Path, progress: Progress) -> None:
    with place.opened() as system, into.open("ab") as out:
        with asking():
            stream = system.open(f"{place.root.rstrip('/')}/{path}", "rb")
        try:
            with asking():
                stream.seek(out.tell())
            while True:
                with asking():
                    chunk = stream.read(CHUNK)
                if not chunk:
                    break
                out.write(chunk)
                progress.advance(len(chunk))
        finally:
            stream.close()


def _told(path: str, info: Mapping[str, Any]) -> Listed:
    etag = str(info.get("ETag") or "").strip('"')
    return Listed(path, info.get("size"), _modified(info), f"etag:{etag}" if etag else "")


def _found(system: AbstractFileSystem, root: str) -> Iterable[tuple[str, dict[str, Any]]]:
    found: dict[str, dict[str, Any]] = system.find(root, detail=True)
    return found.items()


def _below(name: str, root: str) -> str:
    """A path below the root; URLs of a listing are unquoted."""
    path = name.removeprefix(root).lstrip("/")
    return unquote(path) if "://" in root else path


def _is_finished(path: str) -> bool:
    suffix = PurePosixPath(path).suffix.casefold()
    return bool(path) and "?" not in path and not is_junk(path) and suffix not in UNFINISHED


def _modified(info: Mapping[str, Any]) -> int | None:
    told = next((info[key] for key in TIMES if info.get(key)), None)
    match told:
        case datetime():
            return micros(told if told.tzinfo else told.replace(tzinfo=UTC))
        case int() | float():
            return round(told * SECOND)
        case _:
            return None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
