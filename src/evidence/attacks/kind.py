"""A kind of attack, and how it is declared and found."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import evidence.attacks.kinds

PRESET = "veryfast"


@dataclass(frozen=True, slots=True)
class Target:
    """A recording to be made dishonest: ``path`` is the copy, which is written anew in place.

    ``others`` are the recordings of the bundle besides it, as they were, in order of time.
    ``strength`` runs from 0, the least that still cheats, to 1, for all to see. ``preset`` is how
    hard the encoder tries where all is encoded anew, in the words of x264.
    """

    path: Path
    others: tuple[Path, ...]
    strength: float
    preset: str = PRESET

    def between(self, least: float, most: float) -> float:
        """The number that lies as far from ``least`` to ``most`` as the strength tells."""
        return least + (most - least) * self.strength


# Seconds of media time, from and to, that are false now.
Deed = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to cheat: what ``commit`` does to a recording, and the rule that should tell.

    ``also`` are other rules whose word is true of it too. ``story`` is the function's docstring.
    """

    name: str
    rule: str
    also: tuple[str, ...]
    commit: Callable[[Target], Deed]
    story: str

    @property
    def summary(self) -> str:
        """The first paragraph of its story, in one line."""
        return " ".join(self.story.partition("\n\n")[0].split())


def kind(
    name: str, *, rule: str, also: tuple[str, ...] = ()
) -> Callable[[Callable[[Target], Deed]], Kind]:
    """Declare the decorated function to be the kind of that name, which ``rule`` should catch."""

    def declare(commit: Callable[[Target], Deed]) -> Kind:
        return Kind(name, rule, also, commit, cleandoc(commit.__doc__ or ""))

    return declare


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name, found by walking this package."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(evidence.attacks.kinds.__path__, "evidence.attacks.kinds."):
        for declared in vars(import_module(module.name)).values():
            if isinstance(declared, Kind):
                found[declared.name] = declared
    return dict(sorted(found.items()))
