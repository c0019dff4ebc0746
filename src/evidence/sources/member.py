"""A member: one file taken out of an archive that a class came as, known by its content.

Which file it is, its digest proves: a name that was written otherwise, or an archive that was
changed since, gives nothing at all.
"""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

from evidence.sources.archives import CHUNK
from evidence.sources.paths import inside
from evidence.sources.tar_archive import tar_name
from evidence.sources.unfit import Unfit
from evidence.sources.zip_archive import DAMAGE, entry_name

Content = Callable[[], AbstractContextManager[IO[bytes]]]
BROKEN = (*DAMAGE, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


def take_member(archive: Path, path: str, digest: str, into: Path, *, most: int) -> bool:
    """Write the file that is ``path`` in the bundle and has this SHA-256; whether there is one.

    One of more than ``most`` bytes is given up.
    """
    members = _of_zip(archive) if zipfile.is_zipfile(archive) else _of_tar(archive)
    try:
        return any(
            _written(content, digest, into, most) for name, content in members if _is(name, path)
        )
    except BROKEN:
        return False


def _is(name: str, path: str) -> bool:
    """Whether an entry may be the file: bundles often lie in a folder of their archive."""
    try:
        plain = inside(name)
    except Unfit:
        return False
    return plain == path or plain.endswith(f"/{path}")


def _written(content: Content, digest: str, into: Path, most: int) -> bool:
    running, room = sha256(), most
    with content() as source, into.open("wb") as target:
        while chunk := source.read(CHUNK):
            room -= len(chunk)
            if room < 0:
                return False
            running.update(chunk)
            target.write(chunk)
    return running.hexdigest() == digest


def _of_zip(archive: Path) -> Iterator[tuple[str, Content]]:
    with zipfile.ZipFile(archive) as parts:
        for part in parts.infolist():
            if not part.filename.endswith("/"):
                yield entry_name(part), partial(parts.open, part)


def _of_tar(archive: Path) -> Iterator[tuple[str, Content]]:
    with tarfile.open(archive, mode="r:*") as parts:
        for part in parts:
            if part.isreg():
                yield tar_name(part), cast("Content", partial(parts.extractfile, part))
