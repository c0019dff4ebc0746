"""Files: a folder, here or elsewhere, that recorders or people put footage in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from evidence.domain.time import HOUR, Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, Offer
from evidence.sources.bundle import SIDECARS
from evidence.sources.cameras.section import CameraSection, Zone, footage_name
from evidence.sources.folders import Folder, FolderSection, Listed, now
from evidence.sources.footage import footage_files
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.patterns import compile_pattern

_DATE = re.compile(r"\d{1,4}([-年._]?\d{1,2}){0,2}[月日]?")


def _pattern(written: str) -> str:
    try:
        compile_pattern(written)
    except ValueError as error:
        raise PydanticCustomError("pattern", "{why}", {"why": str(error)}) from error
    return written


class FilesSection(FolderSection, CameraSection):
    """A ``[[source]]`` of kind ``files``.

    ``pattern`` is as in ``class.toml``; without it the usual recorders' names are known.
    ``timezone`` is that of times in names; no file is longer than ``longest_hours``.
    """

    kind: Literal["files"]
    pattern: Annotated[str, AfterValidator(_pattern)] | None = None
    timezone: Zone = "Asia/Shanghai"
    longest_hours: Annotated[int, Field(gt=0)] = 24

    def opened(self) -> FilesSource:
        """The source that this sets up; nothing is connected to yet."""
        return FilesSource(self)


@dataclass(frozen=True, slots=True)
class FilesSource:
    """Footage that lies in a folder, on any file system that fsspec speaks."""

    section: FilesSection
    patience: Patience = PATIENT
    clock: Callable[[], int] = now

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
        offers = (self._offer(file) for file in self._folder.files(_is_footage))
        return tuple(offer for offer in offers if offer.may_cover(wanted, longest=longest))

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Copy the file, going on from what is there.

        Raises:
            NotFetched: when not all of it came.
        """
        return self._folder.fetch(offer.id, into, progress)

    @property
    def _folder(self) -> Folder:
        return Folder(self.section, self.patience, self.clock)

    def _offer(self, listed: Listed) -> Offer:
        (file,) = footage_files(
            [f"recordings/{listed.path}"],
            table={},
            pattern=self.section.pattern,
            timezone=self.section.timezone,
        )
        path = PurePosixPath(listed.path)
        folder = "" if file.camera else _camera_folder(path)
        camera = self.section.camera(file.camera or folder)
        # A folder may be called after the camera or after anything else: unless the deployment
        # says so, it stays a folder, and the camera's name does not go into the file's.
        told = bool(file.camera) or folder in self.section.cameras
        name = f"recordings/{path}"
        if file.start is not None:
            name = footage_name(camera if told else "", file.start, path.suffix)
            if not told and path.parent.name:
                name = f"recordings/{path.parent}/{PurePosixPath(name).name}"
        return Offer(
            id=listed.path,
            name=name,
            size=listed.size,
            modified=listed.modified,
            camera=camera,
            start=file.start,
            digest=listed.etag,
        )


def _camera_folder(path: PurePosixPath) -> str:
    """The first folder that is no date, which many name after the camera; "" for none."""
    return next((part for part in path.parts[:-1] if not _DATE.fullmatch(part)), "")


def _is_footage(path: str) -> bool:
    return PurePosixPath(path).suffix.casefold() not in SIDECARS
