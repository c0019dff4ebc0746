"""Feeds: every source that the deployment names, ready to be asked, and whose evidence it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say
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
    cameras = deployment.parts("source", CameraSection)
    platforms = deployment.parts("platform", PlatformSection)
    names = [*(section.name for section in cameras), *(section.name for section in platforms)]
    twice = tuple(_twice(names))
    if twice:
        raise Unreadable(FILE, twice)
    return (
        *(Feed(section.opened(), section.institution, section.class_) for section in cameras),
        *(
            Feed(section.opened(training_class), section.institution, training_class)
            for section in platforms
            for training_class in section.classes
        ),
    )


def _twice(names: Iterable[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            what = say('"{name}" stands there twice: each source has a name of its own', name=name)
            yield Problem(what, FILE, column="name")
