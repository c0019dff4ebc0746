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
HEAD = 1 << 16
GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"
# Stands in for what is lost where a compressed file breaks off: no dialect can read this line.
BROKEN_OFF = b"\n(the file breaks off here)\n"
# An unpacked log is never larger than this; a bomb is cut off, and so told of as a damaged log.
MAX_UNPACKED = 64 << 30


@dataclass(frozen=True, slots=True)
class Plain:
    """A file to read, and the text that it begins with; ``head`` is "" for a Parquet file."""

    path: Path
    head: str
    parquet: bool = False

    def lines(self) -> list[str]:
        """The whole lines of the head that are not empty."""
        text = self.head if len(self.head) < HEAD // 4 else self.head.rpartition("\n")[0]
        return [line.strip() for line in text.splitlines() if line.strip()]


def plain(path: Path, scratch: Path) -> Plain | None:
    """The file as text, or None where it is empty, not there, or neither text nor a table."""
    try:
        start = _start(path)
        if start.startswith(PARQUET):
            return Plain(path, "", parquet=True)
        packed = start.startswith(GZIP)
        head = next(_unpacked(path), b"")[:HEAD] if packed else start
        encoding = _encoding(head)
        if not head.strip() or b"\x00" in head or encoding is None:
            return None
        if packed or encoding != "utf-8":
            path = _rewritten(_unpacked(path) if packed else _chunks(path), encoding, scratch)
    except OSError:
        return None
    return Plain(path, head.decode(encoding, "replace"))


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


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


def _encoding(head: bytes) -> str | None:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return encoding
    # Broken text is read as far as it goes: its broken lines are counted.
    return "utf-8" if head[:1] in b"{[" else None


def _rewritten(chunks: Iterator[bytes], encoding: str, scratch: Path) -> Path:
    """The same text as UTF-8 without a mark; UTF-8 is passed on byte for byte."""
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding == "gb18030" else None
    with NamedTemporaryFile(dir=scratch, suffix=".txt", delete=False) as file:
        if encoding == "utf-8-sig":
            chunks = chain([next(chunks, b"").removeprefix(codecs.BOM_UTF8)], chunks)
        for chunk in chunks:
            file.write(decoder.decode(chunk).encode() if decoder else chunk)
    return Path(file.name)
