"""Masking: what tells a person apart does not leave the bundle in an error, a note or a log."""

from __future__ import annotations

import re

MASK = "…"
VEIL = "*"
TWO, HEAD, TAIL = 2, 3, 2  # letters of a short name; digits that are shown
# An ID card's number, of 15 digits or of 18 whose last may be an X (GB 11643), and a mobile's.
_IDENTITY = re.compile(r"(?<![0-9])(?:[0-9]{15}(?:[0-9]{2}[0-9Xx])?|1[3-9][0-9]{9})(?![0-9])")


def masked(value: str) -> str:
    """The value, with what looks like an ID or a mobile phone's number struck out."""
    return _IDENTITY.sub(MASK, value)


def veiled_name(name: str) -> str:
    """A person's name as it may be published: 张三 is 张*, 欧阳娜娜 is 欧**娜."""
    letters = name.strip()
    if len(letters) <= 1:
        return VEIL * len(letters)
    last = letters[-1] if len(letters) > TWO else ""
    return letters[0] + VEIL * (len(letters) - 1 - len(last)) + last


def veiled_number(number: str) -> str:
    """A number of somebody as it may be published: its first three digits and its last two."""
    digits = number.strip()
    if len(digits) <= HEAD + TAIL:
        return VEIL * len(digits)
    return digits[:HEAD] + VEIL * (len(digits) - HEAD - TAIL) + digits[-TAIL:]


def is_identity(value: str) -> bool:
    """Whether a value is such a number, and nothing else."""
    return _IDENTITY.fullmatch(value) is not None
