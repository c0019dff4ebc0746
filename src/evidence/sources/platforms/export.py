"""An export: logs and snapshots that a platform drops in a folder, here or elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import quote

from evidence.domain.time import Interval
from evidence.pipeline.ports import Progress
from evidence.pipeline.sources_port import Fetched, Offer
from evidence.sources.bundle import LOGS
from evidence.sources.file_names import safe_part
from evidence.sources.folders import Folder, FolderSection, Listed, now
from evidence.sources.patience import PATIENT, Patience
from evidence.sources.platforms.section import CLASS, PlatformSection

SNAPSHOTS = "snapshots/"
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})


class ExportSection(FolderSection, PlatformSection):
    """A ``[[platform]]`` of kind ``export``; ``url`` is a folder as of a ``files`` source."""

    kind: Literal["export"]

    def opened(self, training_class: str) -> ExportSource:
        """The source of one class's events; nothing is connected to yet."""
        return ExportSource(self, training_class)


@dataclass(frozen=True, slots=True)
class ExportSource:
    """What a platform dropped for one class."""

    section: ExportSection
    training_class: str
    patience: Patience = PATIENT
    clock: Callable[[], int] = now

    @property
    def name(self) -> str:
        """Its name in the deployment, with the class."""
        return f"{self.section.name}/{self.training_class}"

    def offers(self, wanted: Interval) -> tuple[Offer, ...]:
        """Every log, and every picture below ``snapshots/``: their names tell no time.

        Raises:
            NotFetched: when the folder can't be listed.
        """
        del wanted
        return tuple(self._offer(file) for file in self._folder.files(_is_export))

    def fetch(self, offer: Offer, into: Path, progress: Progress) -> Fetched:
        """Copy the file, going on from what is there.

        Raises:
            NotFetched: when not all of it came.
        """
        return self._folder.fetch(offer.id, into, progress)

    @property
    def _folder(self) -> Folder:
        url = self.section.url
        named = quote(self.training_class, safe="") if "://" in url else self.training_class
        ours = self.section.model_copy(update={"url": url.replace(CLASS, named)})
        return Folder(ours, self.patience, self.clock)

    def _offer(self, file: Listed) -> Offer:
        folder = (
            "" if file.path.startswith(SNAPSHOTS) else f"online/{safe_part(self.section.name)}/"
        )
        return Offer(
            id=file.path,
            name=f"{folder}{file.path.removeprefix('online/')}",
            size=file.size,
            modified=file.modified,
            digest=file.etag,
        )


def _is_export(path: str) -> bool:
    suffixes = [suffix.casefold() for suffix in PurePosixPath(path).suffixes]
    if path.startswith(SNAPSHOTS):
        return bool(suffixes) and suffixes[-1] in PICTURES
    bare = suffixes[:-1] if suffixes and suffixes[-1] == ".gz" else suffixes
    return bool(bare) and bare[-1] in LOGS
