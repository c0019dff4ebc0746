"""The section ``[store]`` of config/evidence.toml."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class StoreSection(BaseModel):
    """Where everything is kept."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str = Field(
        "sqlite:///var/evidence.db",
        description="sqlite:///FILE or postgresql://USER@HOST/DATABASE.",
    )
