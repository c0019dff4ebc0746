"""The deployment: its sections, read, and its parts opened."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import say
from evidence.engine.section import EngineSection
from evidence.package.section import PackageSection
from evidence.pipeline.store import Store
from evidence.sources.deployment import FILE, Deployment, read_deployment
from evidence.sources.feeds import PLATFORMS, SOURCES
from evidence.sources.landing import LandingSection
from evidence.sources.live.section import CAMERAS
from evidence.store.database import Database
from evidence.store.memory import MemoryStore
from evidence.store.opening import SqlStore, open_store
from evidence.store.schema import upgrade
from evidence.store.section import StoreSection
from evidence.wiring.faces import FacesSection
from evidence.wiring.timetable import TIMETABLE


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("this is no time zone, such as Asia/Shanghai")
    return ZoneInfo(name).key


class NightSection(BaseModel):
    """``[night]``: which day a night is about, and how far back it still asks for footage.

    A night that begins before ``day_turns_at_hour`` (in ``timezone``) is about yesterday.
    Class hours of the last ``look_back_days`` that do not stand yet are asked for again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    day_turns_at_hour: Annotated[int, Field(ge=0, le=23)] = 12
    look_back_days: Annotated[int, Field(ge=0)] = 14


SHAPES = {
    "store": StoreSection,
    "landing": LandingSection,
    "engine": EngineSection,
    "night": NightSection,
    "faces": FacesSection,
    "package": PackageSection,
    "source": SOURCES,
    "platform": PLATFORMS,
    "camera": CAMERAS,
    **TIMETABLE,
}
PATIENCE = 60.0  # seconds that a night waits for a server that is started anew
FORMER = "schedule.toml"  # where the timetable stood before it stood in evidence.toml


def deployment(folder: Path) -> Deployment:
    """The deployment of a config folder.

    Raises:
        Unreadable: with everything that is wrong with it.
    """
    if (folder / FORMER).exists():
        what = say("nobody reads this file any more: move its sections to {file}", file=FILE)
        raise Unreadable(FORMER, (Problem(what, FORMER),))
    return read_deployment(folder / FILE, SHAPES)


def store_of(deployed: Deployment, *, set_up: bool = False) -> SqlStore:
    """The store of a deployment, for work that outlasts a server that is started anew.

    ``set_up`` brings its schema up to date first.

    Raises:
        StoreUnfit: when it does not answer, or is not set up.
    """
    url = deployed.part("store", StoreSection).url
    if set_up:
        upgrade(url)
    return open_store(url, PATIENCE)


def store_to_look_at(deployed: Deployment) -> Store:
    """The store for somebody who writes nothing: an empty one where there is none yet."""
    url = deployed.part("store", StoreSection).url
    database = Database.at(url)
    if database.file and not database.file.exists():
        return MemoryStore.empty()
    return open_store(url)
