"""A text file as clerks' programs write it, whatever its encoding."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE


def decoded(raw: bytes) -> str:
    """The text of a file: UTF-8 with or without BOM, UTF-16 with one, else GB18030.

    Excel's "Unicode text" is UTF-16; a Chinese Windows saves plain CSV as GBK, which GB18030 holds.

    Raises:
        ValueError: when it is none of these, or no text at all.
    """
    text = raw.decode(_encoding(raw))
    if "\0" in text:
        raise ValueError("holds NUL characters, so it is no text file")
    return text


def _encoding(raw: bytes) -> str:
    """The encoding that the first bytes tell, else the one that fits."""
    if raw.startswith(BOM_UTF8):
        return "utf-8-sig"
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
