"""Files: a folder, here or elsewhere, that recorders or people put footage in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal
from urllib.parse import quote, unquote, urlsplit

from fsspec.spec import AbstractFileSystem
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from evidence.domain.time import HOUR, SECOND, Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, Offer
from evidence.sources.bundle import SIDECARS
from evidence.sources.cameras.places import SCHEMES, Place, asking
from evidence.sources.cameras.section import CameraSection, Zone, footage_name
from evidence.sources.footage import footage_files
from evidence.sources.moments import micros
from evidence.sources.paths import is_junk
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.patterns import compile_pattern
from evidence.sources.secret import Secret, revealed
from evidence.sources.web import Web

CHUNK = 1 << 20
LENIENT = ("file", "sftp", "ssh", "smb", "http", "https", "dav", "davs")
UNFINISHED = frozenset({".part", ".tmp", ".crdownload", ".filepart"})
TIMES = ("mtime", "LastModified", "modified", "last_modified")


def _pattern(written: str) -> str:
    try:
        compile_pattern(written)
    except ValueError as error:
        raise PydanticCustomError("pattern", "{why}", {"why": str(error)}) from error
    return written


def _url(written: str) -> str:
    parts = urlsplit(written, scheme="file")
    if parts.scheme not in SCHEMES:
        known = ", ".join(SCHEMES)
        raise PydanticCustomError("url", "expected a path or a URL of {known}", {"known": known})
    if parts.password:
        raise PydanticCustomError("url", "a password does not stand in a URL: write password = …")
    return written


class FilesSection(CameraSection):
    """A ``[[source]]`` of kind ``files``.

    ``pattern`` is as in ``class.toml``; without it the usual recorders' names are known.
    ``timezone`` is that of times in names. A file is left alone until it has not changed for
    ``settled_seconds``; none is longer than ``longest_hours``. ``host_key`` is the fingerprint of
    an SFTP server's key; ``options`` go to fsspec as they are (``endpoint_url`` of an S3 store).
    """

    kind: Literal["files"]
    url: Annotated[str, Field(min_length=1), AfterValidator(_url)]
    user: str = ""
    password: Secret | None = None
    host_key: str = ""
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    timezone: Zone = "Asia/Shanghai"
    settled_seconds: Annotated[int, Field(ge=0)] = 120
    longest_hours: Annotated[int, Field(gt=0)] = 24
    options: Mapping[str, Any] = {}

    @model_validator(mode="after")
    def _known_server(self) -> FilesSection:
        if urlsplit(self.url).scheme in ("sftp", "ssh") and not self.host_key:
            raise PydanticCustomError(
                "host_key",
                'name the server: host_key = "SHA256:…", see ssh-keyscan HOST | ssh-keygen -lf -',
            )
        return self

    @property
    def place(self) -> Place:
        """The folder, with its secret."""
        return Place(
            self.url,
            self.user,
            revealed(self.password),
            self.host_key,
            self.timeout_seconds,
            self.options,
        )

    def opened(self) -> FilesSource:
        """The source that this sets up; nothing is connected to yet."""
        return FilesSource(self)


def _now() -> int:
    return time.time_ns() // 1_000


@dataclass(frozen=True, slots=True)
class FilesSource:
    """Footage that lies in a folder, on any file system that fsspec speaks."""

    section: FilesSection
    patience: Patience = PATIENT
    clock: Callable[[], int] = _now

    @property
    def name(self) -> str:
        """Its name in the deployment."""
        return self.section.name

    def offers(self, wanted: Interval) -> tuple[Offer, ...]:
        """The footage of this stretch, and what no name dates, sorted by path.

        Raises:
            NotFetched: when the folder can't be listed.
        """
        longest = self.section.longest_hours * HOUR
        listed = self.patience.with_(self._listed)
        offers = (self._offer(path, info) for path, info in listed.items())
        return tuple(
            offer
            for offer in offers
            if offer.may_cover(wanted, longest=longest) and self._settled(offer)
        )

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Copy the file, going on from what is there.

        Raises:
            NotFetched: when not all of it came.
        """
        place, resumed_at = self.section.place, _size(into)
        if place.parts.scheme in ("http", "https"):
            web = Web(place.root, place.user, place.password, timeout=place.timeout)
            return replace(web, patience=self.patience).download(quote(offer.id), into, progress)
        self.patience.with_(lambda: self._read_on(offer, into, progress))
        return Fetched(_size(into), resumed_at)

    def _listed(self) -> dict[str, Mapping[str, Any]]:
        """What is known of each file of footage, by its path below the folder, in order."""
        place = self.section.place
        with place.opened() as system, asking():
            if place.parts.scheme in LENIENT:
                system.ls(place.root)  # find is silent about a folder that is not there
            found = {_below(name, place.root): info for name, info in _found(system, place.root)}
            return {
                path: info if info.get("size") is not None else info | system.info(info["name"])
                for path, info in sorted(found.items())
                if _is_footage(path)
            }

    def _offer(self, path: str, info: Mapping[str, Any]) -> Offer:
        (file,) = footage_files(
            [f"recordings/{path}"],
            table={},
            pattern=self.section.pattern,
            timezone=self.section.timezone,
        )
        camera = self.section.camera(file.camera)
        suffix = PurePosixPath(path).suffix
        etag = str(info.get("ETag") or "").strip('"')
        return Offer(
            id=path,
            name=footage_name(camera, file.start, suffix)
            if file.start is not None
            else f"recordings/{path}",
            size=info.get("size"),
            modified=_modified(info),
            camera=camera,
            start=file.start,
            digest=f"etag:{etag}" if etag else "",
        )

    def _settled(self, offer: Offer) -> bool:
        """Whether nobody seems to be writing it any more."""
        if offer.modified is None:
            return True
        return self.clock() - offer.modified >= self.section.settled_seconds * SECOND

    def _read_on(self, offer: Offer, into: Path, progress: Progress) -> None:
        place = self.section.place
        with place.opened() as system, into.open("ab") as out:
            with asking():
                stream = system.open(_full(offer.id, place), "rb")
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


def _found(system: AbstractFileSystem, root: str) -> Iterable[tuple[str, dict[str, Any]]]:
    found: dict[str, dict[str, Any]] = system.find(root, detail=True)
    return found.items()


def _below(name: str, root: str) -> str:
    """A path below the root; URLs of a listing are unquoted."""
    path = name.removeprefix(root).lstrip("/")
    return unquote(path) if "://" in root else path


def _full(path: str, place: Place) -> str:
    """The path as the file system knows it."""
    return f"{place.root.rstrip('/')}/{path}"


def _is_footage(path: str) -> bool:
    suffix = PurePosixPath(path).suffix.casefold()
    return (
        bool(path)
        and "?" not in path
        and not is_junk(path)
        and suffix not in SIDECARS
        and suffix not in UNFINISHED
    )


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
