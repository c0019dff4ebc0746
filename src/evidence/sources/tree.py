"""A tree: the files of a bundle's folder by their path, and what must not be among them."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from evidence.domain.text import Text, say
from evidence.sources.headings import FOLDERS
from evidence.sources.paths import is_junk
from evidence.sources.remarks import Remarks, shown

CLASS_FILE = "class.toml"
BAG_FILE = "bagit.txt"
# A zip of a folder in a folder is common, one of ten is not a bundle.
DEEPEST_TOP = 3


@dataclass(frozen=True, slots=True)
class Tree:
    """``files`` maps each path (NFC, with ``/``) to where it lies below ``root``."""

    root: Path
    files: Mapping[str, Path]

    @property
    def is_bag(self) -> bool:
        """Whether this is a BagIt bag, with its payload under ``data/``."""
        return BAG_FILE in self.files and CLASS_FILE not in self.files

    def below(self, folder: str) -> Tree:
        """The part of it in one of its folders, with paths relative to that."""
        prefix = folder + "/"
        inner = {p.removeprefix(prefix): f for p, f in self.files.items() if p.startswith(prefix)}
        if not inner:
            return Tree(self.root / folder, {})
        path, place = next(iter(inner.items()))
        return Tree(place.parents[len(PurePosixPath(path).parts) - 1], inner)

    def without_top(self) -> Tree:
        """The same without single folders that hold all the rest."""
        tree = self
        for _ in range(DEEPEST_TOP):
            tops = {path.partition("/")[0] for path in tree.files}
            only = next(iter(tops)) if len(tops) == 1 else ""
            if not only or only in tree.files or only in FOLDERS:
                break
            tree = tree.below(only)
        return tree

    def mirrored(self, into: Path) -> Tree:
        """The same where every file can be opened by its path.

        A Mac writes names in another Unicode form and an old Windows in another encoding; then
        links of the right names are made in ``into``, a folder of our own.
        """
        if all(self.root / path == place for path, place in self.files.items()):
            return self
        for path, place in self.files.items():
            link = into / path
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(place)
        return Tree(into, {path: into / path for path in self.files})


def tree_of(folder: Path, remarks: Remarks) -> Tree:
    """All files of a folder; links that leave it, devices and clashing names are problems."""
    files: dict[str, Path] = {}
    folded: dict[str, str] = {}
    root = folder.resolve()
    for place in _walk(root, remarks):
        path = _path(place.relative_to(root))
        if is_junk(path):
            continue
        wrong = _objection(place, path, root)
        if wrong is None and (other := folded.setdefault(path.casefold(), path)) in files:
            wrong = say(
                'this name and "{other}" are the same on other computers: rename one',
                other=shown(other, 200),
            )
        if wrong:
            remarks.problem(wrong, file=path)
        else:
            files[path] = place
    return Tree(root, dict(sorted(files.items())))


def _walk(root: Path, remarks: Remarks) -> Iterator[Path]:
    """Everything that is no folder, links to folders included."""

    def tell(error: OSError) -> None:
        place = Path(str(error.filename))
        name = _path(place.relative_to(root)) if place != root else ""
        remarks.problem(say("this folder can't be opened"), file=name or root.name)

    for here, folders, names in os.walk(root, onerror=tell):
        folders.sort()
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in sorted([*names, *links]):
            yield Path(here, name)


def _path(relative: Path) -> str:
    """A path as it is named everywhere: in NFC; names that are no UTF-8 are read as GB18030."""
    raw = os.fsencode(relative.as_posix())
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("gb18030", errors="replace")
    return unicodedata.normalize("NFC", name)


def _objection(place: Path, path: str, root: Path) -> Text | None:
    """What is wrong with a file, apart from what it holds."""
    if any(unicodedata.category(letter) == "Cc" for letter in path) or "\ufffd" in path:
        return say("this name holds characters that can't be read: rename the file")
    try:
        target = place.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError):
        return say("this is a link to nothing, or a file that can't be looked at")
    if place.is_symlink() and (stat.S_ISDIR(mode) or not target.is_relative_to(root)):
        return say("this is a link that leaves the bundle or to a folder: put the file itself here")
    if not stat.S_ISREG(mode):
        return say("this is a device or the like, expected a plain file")
    if not os.access(target, os.R_OK):
        return say("there is no permission to read this file")
    return None
