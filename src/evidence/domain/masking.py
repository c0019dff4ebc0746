"""Masking: what tells a person apart does not leave the bundle in an error, a note or a log."""

from __future__ import annotations

import re

MASK = "…"
# An ID card's number, of 15 digits or of 18 whose last may be an X (GB 11643), and a mobile's.
_IDENTITY = re.compile(r"(?<![0-9])(?:[0-9]{15}(?:[0-9]{2}[0-9Xx])?|1[3-9][0-9]{9})(?![0-9])")


def masked(value: str) -> str:
    """The value, with what looks like an ID or a mobile phone's number struck out."""
    return _IDENTITY.sub(MASK, value)


def is_identity(value: str) -> bool:
    """Whether a value is such a number, and nothing else."""
    return _IDENTITY.fullmatch(value) is not None
