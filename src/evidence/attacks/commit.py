"""Committing: a dishonest copy of a bundle's folder."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from evidence.attacks.kind import PRESET, Deed, Kind, Target


def commit(
    kind: Kind,
    root: Path,
    footage: Sequence[str],
    victim: str,
    out: Path,
    *,
    strength: float,
    preset: str = PRESET,
) -> Deed:
    """Copy the bundle at ``root`` to ``out``, and cheat in the copy; its seconds that are false.

    ``footage`` are the bundle's recordings in order of time, ``victim`` the one that is changed.
    ``preset`` tells how hard the encoder tries.

    Raises:
        FileExistsError: when ``out`` is there already.
    """
    shutil.copytree(root, out)
    others = tuple(root / path for path in footage if path != victim)
    return kind.commit(Target(out / victim, others, strength, preset))
