"""The shelf: files that were made to be looked at, by name, as long as there is room for them.

It can be thrown away at any time. What nobody asked for the longest goes first.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

EASE = 0.9  # of the room: what is left after making room
OWN = 0o700


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files below ``folder``, of ``room`` bytes in all."""

    folder: Path
    room: int
    turns: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))

    def get(self, name: str) -> Path | None:
        """A file, if it is there; it is as good as new then."""
        place = self.folder / name
        try:
            os.utime(place)
        except OSError:
            return None
        return place

    def made(self, name: str, make: Callable[[Path], bool]) -> Path | None:
        """A file, made first where it is not there; None where it can't be. Made once at a time."""
        with self.turns[name]:
            found = self.get(name)
            if found:
                return found
            with self.rough(name) as place:
                return self.put(place, name) if make(place) else None

    @contextmanager
    def rough(self, name: str) -> Iterator[Path]:
        """A place to make a file in; what is left there is taken away."""
        target = self.folder / name
        target.parent.mkdir(mode=OWN, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as made:
            place = Path(made.name)
        try:
            yield place
        finally:
            place.unlink(missing_ok=True)

    def put(self, place: Path, name: str) -> Path:
        """Keep a file that was made, and make room for it."""
        target = self.folder / name
        place.replace(target)
        self._make_room(target)
        return target

    def _make_room(self, newest: Path) -> None:
        kept = sorted(self._kept())
        used = sum(size for _, size, _ in kept)
        if used <= self.room:
            return
        for _, size, place in kept:
            if used <= self.room * EASE:
                break
            if place != newest:
                place.unlink(missing_ok=True)
                used -= size

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        for place in self.folder.rglob("*"):
            with suppress(OSError):
                if place.is_file():
                    found = place.stat()
                    yield found.st_mtime, found.st_size, place
