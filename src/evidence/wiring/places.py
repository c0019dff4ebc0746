"""Places: where this installation keeps its config and its sample generator."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
CHECKOUT = PACKAGE.parents[1]


def config_folder() -> Path:
    """Where rules.toml and policies/ are.

    The environment's EVIDENCE_CONFIG, else the checkout's config/, else what the wheel carries.
    """
    stated = os.environ.get("EVIDENCE_CONFIG")
    if stated:
        return Path(stated)
    checkout = CHECKOUT / "config"
    return checkout if (checkout / "rules.toml").exists() else PACKAGE / "config"
