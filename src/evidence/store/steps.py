"""Steps of reviews as the audit log vouches for them: every word of each, by its digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

STEP_TAKEN = "review-step"
_SIGNED = ("subject", "part", "number", "act", "by", "at", "verdict", "basis", "reason", "to")
_SAID = ("subject", "part", "number", "act", "by", "sha256")


def step_digest(values: Mapping[str, Any]) -> str:
    """The digest of every word of a step."""
    told = {name: values[name] for name in _SIGNED}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def said_of(values: Mapping[str, Any]) -> dict[str, str | int]:
    """What the log says of a step: its reason stands there by the digest alone."""
    return {name: values[name] for name in _SAID}
