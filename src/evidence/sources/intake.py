"""The intake: the classes that lie in the landing folder, as folders or as archives.

::

    landing/INSTITUTION/CLASS/            a class bundle, or a bag
    landing/INSTITUTION/CLASS/any.zip     the same as one archive, with nothing beside it
    landing/INSTITUTION/CLASS.zip         the same without a folder
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from evidence.domain.bundle import ClassBundle
from evidence.domain.errors import BundleUnreadable, Problem
from evidence.domain.text import say
from evidence.pipeline.intake import HandIn
from evidence.pipeline.ports import Progress
from evidence.sources.bundle import open_bundle
from evidence.sources.digests import SeenFiles
from evidence.sources.paths import is_junk
from evidence.sources.tree import CLASS_FILE

ARCHIVES = (".tar.gz", ".tgz", ".tar", ".zip")


@dataclass(frozen=True, slots=True)
class LandedClasses:
    """The classes below the landing folder; ``seen`` remembers the digests of large files.

    A policy that is none of ``known_policies`` is told with whatever else is wrong with a class.
    By itself it does not keep a class from being read: the policy may be added any day, while what
    is wrong with a class is only looked at again when a file of it changes.
    """

    folder: Path
    seen: SeenFiles | None = None
    known_policies: tuple[str, ...] = ()

    def discover(self, institution: str = "") -> Iterable[HandIn]:
        """The classes that have landed, of an institution or of all, sorted by subject."""
        for home in _folders(self.folder):
            if institution in ("", home.name):
                for name in sorted({_class_name(place) for place in _entries(home)}):
                    subject = f"{home.name}/{name}"
                    yield HandIn(subject, self.look(subject))

    def look(self, subject: str) -> str:
        """The digest of every name, size and time of change of one class."""
        running = sha256()
        for place in self._places(subject):
            for line in _lines(place):
                running.update(line.encode("utf-8", "surrogateescape"))
        return running.hexdigest()

    def opened(self, subject: str, progress: Progress) -> AbstractContextManager[ClassBundle]:
        """The bundle of one class.

        Raises:
            BundleUnreadable: with everything that is wrong with it at once.
        """
        return self._opened(subject, progress)

    @contextmanager
    def _opened(self, subject: str, progress: Progress) -> Iterator[ClassBundle]:
        path = self.lies(subject)
        with ExitStack() as opened:
            yield self._entered(path, progress, opened)

    def _entered(self, path: Path, progress: Progress, opened: ExitStack) -> ClassBundle:
        known = self.known_policies
        try:
            return opened.enter_context(
                open_bundle(path, progress=progress, seen=self.seen, known_policies=known)
            )
        except BundleUnreadable as error:
            if not all(_is_of_policy(problem) for problem in error.problems):
                raise
        return opened.enter_context(open_bundle(path, progress=progress, seen=self.seen))

    def lies(self, subject: str) -> Path:
        """The one folder or archive that is the class.

        Raises:
            BundleUnreadable: when there is more than one, or none.
        """
        found = [each for place in self._places(subject) for each in _bundles(place)]
        if len(found) == 1:
            return found[0]
        what = say(
            "the class lies here {count} times, as archives and as files: unpack the archive into "
            "the class's folder and take it away",
            count=len(found),
        )
        raise BundleUnreadable(subject, (Problem(what, subject.partition("/")[2]),))

    def _places(self, subject: str) -> list[Path]:
        """All that bears the name of the class."""
        folder, _, name = subject.partition("/")
        home = self.folder / folder
        places = (home / name, *(home / f"{name}{suffix}" for suffix in ARCHIVES))
        return [place for place in places if place.exists()]


def _is_of_policy(problem: Problem) -> bool:
    return (problem.file, problem.column) == (CLASS_FILE, "policy")


def _bundles(place: Path) -> list[Path]:
    """What may be a bundle here: an archive, a folder, or the archives that a folder only holds."""
    inside = _entries(place)
    archives = [each for each in inside if each.is_file() and _is_archive(each)]
    if not archives or place / CLASS_FILE in inside:
        return [place]
    return archives if len(archives) == len(inside) else [*archives, place]


def _folders(folder: Path) -> list[Path]:
    return [place for place in _entries(folder) if place.is_dir()]


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder, sorted, without what is hidden or on its way."""
    try:
        return sorted(place for place in folder.iterdir() if not is_junk(place.name))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _is_archive(place: Path) -> bool:
    return place.name.casefold().endswith(ARCHIVES)


def _class_name(place: Path) -> str:
    for suffix in ARCHIVES:
        if place.is_file() and place.name.casefold().endswith(suffix):
            return place.name[: -len(suffix)]
    return place.name


def _lines(place: Path) -> Iterator[str]:
    """Every file, in order; of one that went away meanwhile its name alone."""
    if not place.is_dir():
        yield _line(place.name, place)
        return
    for here, folders, names in os.walk(place):
        folders.sort()
        folders[:] = [name for name in folders if not is_junk(name)]
        for name in sorted(names):
            if not is_junk(name):
                path = Path(here, name)
                yield _line(path.relative_to(place).as_posix(), path)


def _line(name: str, path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return f"{name}\0?\n"
    return f"{name}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ctime_ns}\n"
