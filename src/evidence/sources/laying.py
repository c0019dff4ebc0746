"""Laying: putting what was delivered into a class's folder; nothing that lay there is lost.

A new class comes to its place in one step. Into one that is there each file comes whole or not at
all, and a file of other content that it replaces goes to ``landing/.replaced/…``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

from evidence.domain.bundle import ClassBundle
from evidence.sources.headings import FORMS
from evidence.sources.intake import ARCHIVES
from evidence.sources.receipts import durably
from evidence.sources.tree import BAG_FILE, CLASS_FILE

REPLACED = ".replaced"
STAGING = ".inbox"
TABLES = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class ClassFolder:
    """The folder of a class below ``landing``; ``mark`` names what puts something there."""

    landing: Path
    subject: str
    mark: str

    @property
    def place(self) -> Path:
        """The folder itself."""
        return self.landing / self.subject

    @property
    def is_plain(self) -> bool:
        """Whether the class is a folder that a file can be added to: no archive, no bag."""
        if not self.place.is_dir():
            return False
        names = [place.name.casefold() for place in self.place.iterdir()]
        packed = BAG_FILE in names or any(name.endswith(ARCHIVES) for name in names)
        return CLASS_FILE in names or not packed

    def lay(self, bundle: ClassBundle) -> None:
        """Put a whole bundle there: in place of archives, over the files of a folder."""
        if self.is_plain:
            for path in sorted(bundle.digests, key=_tables_last):
                self._add(bundle.root / path, path, bundle.digests[path])
            return
        staged = self.landing / STAGING / f".{self.mark}.laying"
        shutil.rmtree(staged, ignore_errors=True)
        for path in bundle.digests:
            _copied(bundle.root / path, staged / path)
        self._set_aside(self._archives())
        self.place.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(self.place)

    def add(self, source: Path, path: str) -> str:
        """Put one file more there, under a name that is free; the path that it got."""
        digest = _digest(source)
        target = self.place / path
        if target.exists() and _digest(target) != digest:
            plain = PurePosixPath(path)
            path = str(plain.with_name(f"{plain.stem}-{digest[:8]}{plain.suffix}"))
        self._add(source, path, digest)
        return path

    def _add(self, source: Path, path: str, digest: str) -> None:
        target = self.place / path
        if target.is_file() and _digest(target) == digest:
            return
        part = target.with_name(f".{target.name[:100]}.{self.mark}.part")
        _copied(source, part)
        self._set_aside(each for each in _of_the_same_name(target) if each.exists())
        durably(part, target)

    def _archives(self) -> list[Path]:
        places = [self.place, *(Path(f"{self.place}{suffix}") for suffix in ARCHIVES)]
        return [place for place in places if place.exists()]

    def _set_aside(self, places: Iterable[Path]) -> None:
        for place in places:
            inside = place.relative_to(self.landing)
            aside = self.landing / REPLACED / self.mark / inside
            aside.parent.mkdir(parents=True, exist_ok=True)
            place.replace(aside)


def subject_of(institution: str, bundle: ClassBundle, safe: str) -> str:
    """The subject of a bundle in an institution's folder; ``safe`` is its id as a name."""
    tail = "" if safe == bundle.training_class.id else f"-{_mark(bundle.training_class.id)}"
    return f"{institution}/{safe}{tail}"


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def _of_the_same_name(target: Path) -> tuple[Path, ...]:
    """What a file takes the place of: a table of the same name may be of the other kind."""
    stems = {form.stem for form in FORMS}
    if target.stem in stems and target.suffix in TABLES:
        return tuple(target.with_suffix(suffix) for suffix in TABLES)
    return (target,)


def _tables_last(path: str) -> tuple[bool, str]:
    """Whoever looks meanwhile finds the files that a table names."""
    return "/" not in path, path


def _copied(source: Path, target: Path) -> None:
    """A copy on the landing folder's disk; a link costs nothing where it is the same one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    real = source.resolve()
    try:
        os.link(real, target)
    except OSError:
        shutil.copyfile(real, target)


def _digest(place: Path) -> str:
    with place.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
