"""Plain: a log file as UTF-8 text that a reader of tables can take in one go.

A sound file is used where it lies. One that is compressed, begins with a byte order mark, or is
written in GB18030 is rewritten into a scratch folder first.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile

CHUNK = 1 << 20
# So many lines are looked at to know a dialect, and of each so many characters.
LOOKED_AT = 100
LONGEST_LINE = 1 << 24
GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
# Stands in for what is lost where a compressed file breaks off: no dialect can read this line.
BROKEN_OFF = b"\n(the file breaks off here)\n"
# An unpacked log is never larger than this; a bomb is cut off, and so told of as a damaged log.
MAX_UNPACKED = 64 << 30


@dataclass(frozen=True, slots=True)
class Plain:
    """A file of UTF-8 text without a byte order mark, or of Parquet.

    ``whole`` is False where it breaks off.
    """

    path: Path
    parquet: bool = False
    whole: bool = True

    def lines(self) -> Iterator[str]:
        """The first lines that are not empty."""
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for _ in range(LOOKED_AT):
                line = file.readline(LONGEST_LINE).strip()
                if line:
                    yield line


def plain(path: Path, scratch: Path) -> Plain | None:
    """The file as text, or None where it is empty, not there, or neither text nor a table."""
    try:
        start = _start(path)
        if start.startswith(PARQUET):
            return Plain(path, parquet=True)
        packed = start.startswith(GZIP)
        chunks = _unpacked if packed else _chunks
        head = next(chunks(path), b"")
        if not head.strip() or b"\x00" in head:
            return None
        encoding = _encoding(head, chunks(path))
        if packed or encoding != "utf-8":
            path = _rewritten(chunks(path), encoding, scratch)
    except OSError:
        return None
    return Plain(path, whole=not (packed and _breaks_off(path)))


def _breaks_off(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(BROKEN_OFF)))
        return file.read() == BROKEN_OFF


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(PARQUET))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _unpacked(path: Path) -> Iterator[bytes]:
    """What a gzip file holds, as far as it goes."""
    size = 0
    with gzip.open(path) as file:
        while size < MAX_UNPACKED:
            try:
                chunk = file.read1(CHUNK)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                break
            if not chunk:
                return
            size += len(chunk)
            yield chunk
    yield BROKEN_OFF


def _encoding(head: bytes, chunks: Iterator[bytes]) -> str:
    """What a text is written in. JSON is UTF-8, whatever of it is broken; a table may not be."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.lstrip()[:1] in {b"{", b"["}:
        return "utf-8"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _rewritten(chunks: Iterator[bytes], encoding: str, scratch: Path) -> Path:
    """The same text as UTF-8 without a mark; UTF-8 is passed on byte for byte."""
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding == "gb18030" else None
    with NamedTemporaryFile(dir=scratch, suffix=".txt", delete=False) as file:
        if encoding == "utf-8-sig":
            chunks = chain([next(chunks, b"").removeprefix(codecs.BOM_UTF8)], chunks)
        for chunk in chunks:
            file.write(decoder.decode(chunk).encode() if decoder else chunk)
    return Path(file.name)
