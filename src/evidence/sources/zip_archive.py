"""A zip archive, also as Chinese Windows programs write them."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path

from evidence.domain.text import say
from evidence.sources.archives import Unpacking
from evidence.sources.unfit import Unfit

NAME_IS_UTF8 = 0x800
ENCRYPTED = 0x1
UNICODE_PATH = 0x7075
# All that zipfile and its decompressors raise on damaged bytes; ValueError is a seek to before
# the beginning.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, RuntimeError,
    OSError, ValueError,
)  # fmt: skip


def unpack_zip(archive: Path, unpacking: Unpacking) -> None:
    """Write its files; every entry that can't be is a problem of its own.

    Raises:
        Unfit: when the archive as a whole can't be used.
    """
    try:
        with zipfile.ZipFile(archive) as parts:
            # Not is_dir(), which early Pythons 3.11 give up on where an entry has no name.
            files = [part for part in parts.infolist() if not part.filename.endswith("/")]
            if any(part.flag_bits & ENCRYPTED for part in files):
                raise Unfit(say("this archive has a password: pack it without one"))
            total = sum(part.file_size for part in files)
            unpacking.expect(total)
            unpacking.progress.stage(say("Unpacking the archive"), total)
            for part in files:
                _unpack(parts, part, unpacking)
    except Unfit:
        raise
    except DAMAGE as error:
        raise Unfit(
            say("this zip archive is cut off or damaged: copy it again, or pack it anew")
        ) from error


def _unpack(parts: zipfile.ZipFile, part: zipfile.ZipInfo, unpacking: Unpacking) -> None:
    name = entry_name(part)
    path = unpacking.admit(name)
    if not path:
        return
    mode = part.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        unpacking.refuse(path, say("this is a link or a device, expected a plain file"))
        return
    try:
        with parts.open(part) as stream:
            unpacking.write(path, stream)
    except Unfit:
        raise
    except NotImplementedError:
        # Windows Explorer packs files of more than 2 GB with Deflate64, which few others read.
        unpacking.refuse(
            path,
            say("this file is packed in a way that can't be read: pack with 7-Zip, or as .tar"),
        )
    except DAMAGE:
        unpacking.refuse(path, say("this file is damaged in the archive: copy the archive again"))
    unpacking.progress.advance(part.file_size)


def entry_name(part: zipfile.ZipInfo) -> str:
    """The name of an entry as its maker meant it.

    Without the flag for UTF-8, zipfile reads names as cp437. A Mac writes UTF-8 without the flag,
    a Chinese Windows GBK; some programs add the name in UTF-8 as an extra field.
    """
    if part.flag_bits & NAME_IS_UTF8:
        return part.orig_filename
    raw = part.orig_filename.encode("cp437")
    for kind, value in _extras(part.extra):
        # Version 1, then the CRC of the plain name that it stands for.
        if kind == UNICODE_PATH and value[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return value[5:].decode("utf-8", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return part.orig_filename


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:  # noqa: PLR2004 - two 16-bit numbers: kind and length
        kind, length = struct.unpack_from("<HH", extra)
        yield kind, extra[4 : 4 + length]
        extra = extra[4 + length :]
