"""Feeds: every source that the deployment names, ready to be asked, and whose evidence it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
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

# The shape of ``[[source]]``, told apart by its kind.
SOURCES = tuple[
    Annotated[FilesSection | FrigateSection | HikvisionSection, Field(discriminator="kind")], ...
]


def feeds(deployment: Deployment) -> tuple[Feed, ...]:
    """The feeds of a deployment, in its order; nothing is connected to yet.

    Raises:
        Unreadable: when two have one name.
    """
    sections = deployment.parts("source", CameraSection)
    twice = tuple(_twice(section.name for section in sections))
    if twice:
        raise Unreadable(FILE, twice)
    return tuple(
        Feed(section.opened(), section.institution, section.class_) for section in sections
    )


def _twice(names: Iterator[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            what = say('"{name}" stands there twice: each source has a name of its own', name=name)
            yield Problem(what, FILE, column="source")
