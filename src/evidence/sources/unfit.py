"""Unfit: a value that is not what its place asks for."""

from __future__ import annotations

from evidence.domain.text import Text


class Unfit(ValueError):
    """``what`` says what was found and what was expected; ``did_you_mean`` is a right value."""

    def __init__(self, what: Text, did_you_mean: str = "") -> None:
        super().__init__(what, did_you_mean)
        self.what = what
        self.did_you_mean = did_you_mean
