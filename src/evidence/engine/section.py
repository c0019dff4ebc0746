"""The section ``[engine]`` of config/evidence.toml."""

from __future__ import annotations

import os
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class EngineSection(BaseModel):
    """Who does the work.

    ``local`` are processes of this machine, ``workers`` of them (0: one a processor). ``dask``
    hands the same jobs to the scheduler at ``scheduler`` (``tcp://HOST:8786``), or to a cluster of
    this machine's own where none is named. A worker that is silent for ``lease_seconds`` has died.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["local", "dask"] = "local"
    workers: Annotated[int, Field(ge=0)] = 0
    scheduler: str = ""
    lease_seconds: Annotated[float, Field(gt=0)] = 120

    @property
    def at_once(self) -> int:
        """How many workers this machine has."""
        return self.workers or os.cpu_count() or 1
