"""A tar archive, plain or gzipped."""

from __future__ import annotations

import gzip
import os
import tarfile
import zlib
from io import RawIOBase
from pathlib import Path
from typing import IO, cast

from evidence.domain.text import say
from evidence.sources.archives import CHUNK, Unpacking
from evidence.sources.unfit import Unfit

GZIP_MAGIC = b"\x1f\x8b"
END_BLOCK = bytes(tarfile.BLOCKSIZE)
# tarfile reads a long name or an extended header whole: one of more than this is a trap.
LONGEST_READ = 16 * CHUNK


def unpack_tar(archive: Path, unpacking: Unpacking) -> None:
    """Write its files; every entry that can't be is a problem of its own.

    Raises:
        Unfit: when the archive as a whole can't be used.
    """
    unpacking.progress.stage(say("Unpacking the archive"), unpacking.sent)
    try:
        with archive.open("rb") as raw:
            zipped = raw.read(2) == GZIP_MAGIC
            raw.seek(0)
            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if zipped else raw
            watched = _Watched(stream)
            with tarfile.open(fileobj=cast("IO[bytes]", watched), mode="r:") as parts:
                done = 0
                for part in parts:
                    _unpack(parts, part, unpacking)
                    unpacking.progress.advance(raw.tell() - done)
                    done = raw.tell()
            if watched.last != END_BLOCK:
                # tarfile takes a broken header for the end: the files behind it would be lost.
                raise EOFError
            while chunk := stream.read(CHUNK):
                unpacking.count(len(chunk))
            unpacking.progress.advance(raw.tell() - done)
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unfit(
            say("this tar archive is cut off or damaged: copy it again, or pack it anew")
        ) from error


def _unpack(parts: tarfile.TarFile, part: tarfile.TarInfo, unpacking: Unpacking) -> None:
    if part.isdir():
        return
    path = unpacking.admit(tar_name(part))
    if not path:
        return
    content = parts.extractfile(part) if part.isreg() else None
    if content is None:
        unpacking.refuse(path, say("this is a link or a device, expected a plain file"))
        return
    with content:
        unpacking.write(path, content)


def tar_name(part: tarfile.TarInfo) -> str:
    """The name of an entry as its maker meant it."""
    raw = os.fsencode(part.name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


class _Watched(RawIOBase):
    """A stream that remembers the last block read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; a read too long for any honest header is refused."""
        if not 0 <= size <= LONGEST_READ:
            raise EOFError
        self.last = self.stream.read(size)
        return self.last

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place; forward only, in a gzipped stream."""
        return self.stream.seek(offset, whence)

    def tell(self) -> int:
        """The place in the unpacked stream."""
        return self.stream.tell()
