"""What was handed in: a folder or an archive, brought to a tree of files."""

from __future__ import annotations

import tarfile
from pathlib import Path

from evidence.domain.errors import BundleUnreadable, Problem
from evidence.domain.text import Text, say
from evidence.pipeline.ports import Progress
from evidence.sources.archives import ArchiveLimits, Unpacking
from evidence.sources.remarks import Remarks, shown
from evidence.sources.tar_archive import GZIP_MAGIC, unpack_tar
from evidence.sources.tree import CLASS_FILE, Tree, tree_of
from evidence.sources.unfit import Unfit
from evidence.sources.zip_archive import unpack_zip

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OTHERS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}


def handed_in(
    path: Path, scratch: Path, *, limits: ArchiveLimits, progress: Progress, remarks: Remarks
) -> Tree:
    """The tree at ``path``; an archive is unpacked below ``scratch``.

    Raises:
        BundleUnreadable: when there is nothing that could be read any further.
    """
    if path.is_dir():
        folder = path
    elif path.is_file():
        folder = scratch / "unpacked"
        folder.mkdir()
        try:
            _unpack(path, Unpacking(path, folder, limits, progress, remarks))
        except Unfit as unfit:
            remarks.problem(unfit.what, file=path.name)
            raise BundleUnreadable(str(path), tuple(remarks.problems)) from unfit
        except OSError as error:
            detail = error.strerror or ""
            raise _refused(path, say("this can't be read: {detail}", detail=detail)) from error
    else:
        raise _refused(path, say("there is no such file or folder"))
    tree = tree_of(folder, remarks).without_top()
    if not tree.files and not remarks.problems:
        raise _refused(path, say("there is no file in it, expected a class bundle"))
    _see_that_it_is_one(path, tree)
    return tree


def _see_that_it_is_one(path: Path, tree: Tree) -> None:
    """Refuse a folder of classes: each is a bundle of its own."""
    if tree.is_bag or any(name.casefold() == CLASS_FILE for name in tree.files):
        return
    deeper = [name for name in tree.files if name.casefold().endswith("/" + CLASS_FILE)]
    if deeper:
        what = say(
            "no class.toml is at the top, but {count} further down: hand in {folder} by itself",
            count=len(deeper),
            folder=shown(deeper[0][: -len(CLASS_FILE)], 120),
        )
        raise _refused(path, what)


def _unpack(path: Path, unpacking: Unpacking) -> None:
    with path.open("rb") as stream:
        magic = stream.read(8)
    # Before tarfile is asked, which would take a compressed tar for its own.
    kind = next((name for start, name in OTHERS.items() if magic.startswith(start)), "")
    if kind:
        raise Unfit(say("{kind} archives are not read: pack as .zip, .tar or .tar.gz", kind=kind))
    if magic.startswith(ZIP_MAGIC):
        unpack_zip(path, unpacking)
    elif magic.startswith(GZIP_MAGIC) or path.suffix.casefold() == ".tar" or _is_tar(path):
        unpack_tar(path, unpacking)
    else:
        raise Unfit(say("this is no class bundle: expected a folder, .zip, .tar or .tar.gz"))


def _is_tar(path: Path) -> bool:
    return tarfile.is_tarfile(path)


def _refused(path: Path, what: Text) -> BundleUnreadable:
    return BundleUnreadable(str(path), (Problem(what, shown(str(path), 200)),))
