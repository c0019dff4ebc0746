"""What the section of every source of footage says, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from pathlib import PurePosixPath
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from evidence.domain.time import SECOND
from evidence.pipeline.sources_port import Source
from evidence.sources.file_names import safe_part
from evidence.sources.moments import EPOCH


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("zone", "this is no time zone, such as Asia/Shanghai") from error
    return name


Zone = Annotated[str, AfterValidator(_zone)]
Name = Annotated[str, Field(min_length=1)]


class CameraSection(BaseModel):
    """A ``[[source]]``.

    ``name`` tells it from the other sources for good: what landed is known by it. Everything that
    it gives belongs to ``institution``, and to ``class`` where that is named. ``cameras`` maps the
    names that it uses to those of the timetable; a camera that is not in it keeps its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    name: Name
    institution: Name
    class_: Annotated[str, Field(alias="class")] = ""
    cameras: Mapping[str, str] = {}
    timeout_seconds: Annotated[float, Field(gt=0)] = 30

    def opened(self) -> Source:
        """The source that this sets up; nothing is connected to yet."""
        raise NotImplementedError

    def camera(self, theirs: str) -> str:
        """The timetable's name of a camera that the source calls ``theirs``."""
        return self.cameras.get(theirs, theirs)


def footage_name(camera: str, start: int, suffix: str) -> str:
    """Where footage lands: a name that dates it by itself (docs/footage.md), in UTC.

    ``start`` is wall time; what is below a second is left out.
    """
    at = EPOCH + timedelta(seconds=start // SECOND)
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    ending = PurePosixPath(f"x{suffix}").suffix.casefold()
    if not camera:
        return f"recordings/{stamp}{ending}"
    folder = safe_part(camera)
    return f"recordings/{folder}/{folder}_{stamp}{ending}"
