"""Naming: how a finding names the files that leave it in doubt."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.facts.track import Why

SHOWN = 3


def files(doubts: Sequence[tuple[str, Why]]) -> str:
    """The first few files by name, and how many more there are."""
    names = [path for path, _ in doubts]
    shown = ", ".join(names[:SHOWN])
    return f"{shown} (+{len(names) - SHOWN})" if len(names) > SHOWN else shown


def reason(doubts: Sequence[tuple[str, Why]]) -> Why | None:
    """The one reason that all of them share; None where they differ."""
    reasons = {why for _, why in doubts}
    return next(iter(reasons)) if len(reasons) == 1 else None
