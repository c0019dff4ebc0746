"""The section ``[package]`` of config/evidence.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class PackageSection(BaseModel):
    """Who says when a package was made: the time-stamping server (RFC 3161) at ``time_stamp``.

    "" asks nobody. The server must answer within ``time_stamp_seconds``; with
    ``time_stamp_roots``, a file of certificates in PEM, one of them must vouch for what it answers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    time_stamp: Annotated[str, Field(pattern=r"^(https?://[^\s/@]+(/[^\s@]*)?)?$")] = ""
    time_stamp_seconds: Annotated[float, Field(gt=0, le=600)] = 20
    time_stamp_roots: Path | None = None
