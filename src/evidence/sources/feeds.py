"""Feeds: every source that the deployment names, ready to be asked, and whose evidence it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say
from evidence.domain.time import SECOND
from evidence.pipeline.sources_port import Feed
from evidence.sources.cameras.files import FilesSection
from evidence.sources.cameras.frigate import FrigateSection
from evidence.sources.cameras.hikvision import HikvisionSection
from evidence.sources.cameras.section import CameraSection
from evidence.sources.deployment import FILE, Deployment
from evidence.sources.platforms.endpoint import EndpointSection
from evidence.sources.platforms.export import ExportSection
from evidence.sources.platforms.lrs import LrsSection
from evidence.sources.platforms.section import PlatformSection

# The shape of ``[[source]]``, told apart by its kind.
SOURCES = tuple[
    Annotated[FilesSection | FrigateSection | HikvisionSection, Field(discriminator="kind")], ...
]
# The shape of ``[[platform]]``, likewise.
PLATFORMS = tuple[
    Annotated[ExportSection | EndpointSection | LrsSection, Field(discriminator="kind")], ...
]


def feeds(deployment: Deployment) -> tuple[Feed, ...]:
    """The feeds of a deployment, sources before platforms; nothing is connected to yet.

    Raises:
        Unreadable: when two have one name.
    """
    _refuse_twins(deployment)
    return (*camera_feeds(deployment), *_platform_feeds(deployment))


def camera_feeds(deployment: Deployment) -> tuple[Feed, ...]:
    """The feeds of footage alone; nothing is connected to yet."""
    return tuple(
        Feed(section.opened(), section.institution, section.class_, listed=_is_listed(section))
        for section in deployment.parts("source", CameraSection)
    )


def local_folders(deployment: Deployment) -> Iterator[Path]:
    """The folders of this machine that footage is fetched from."""
    for section in deployment.parts("source", FilesSection):
        parts = urlsplit(section.url, scheme="file")
        if parts.scheme == "file":
            yield Path(parts.path)


def lag_of(deployment: Deployment, institution: str) -> int:
    """How long a source of this institution lets a file settle at the longest, in microseconds."""
    waits = (
        section.settled_seconds
        for section in deployment.parts("source", FilesSection)
        if section.institution == institution
    )
    return max(waits, default=0) * SECOND


def _platform_feeds(deployment: Deployment) -> tuple[Feed, ...]:
    return tuple(
        Feed(
            section.opened(training_class),
            section.institution,
            training_class,
            logs=True,
            listed=_is_listed(section),
        )
        for section in deployment.parts("platform", PlatformSection)
        for training_class in section.classes
    )


def _is_listed(section: CameraSection | PlatformSection) -> bool:
    return isinstance(section, FilesSection | ExportSection | EndpointSection)


def _refuse_twins(deployment: Deployment) -> None:
    cameras = deployment.parts("source", CameraSection)
    platforms = deployment.parts("platform", PlatformSection)
    names = [*(section.name for section in cameras), *(section.name for section in platforms)]
    twice = tuple(_twice(names))
    if twice:
        raise Unreadable(FILE, twice)


def _twice(names: Iterable[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            what = say('"{name}" stands there twice: each source has a name of its own', name=name)
            yield Problem(what, FILE, column="name")
