"""PDFs opened as far as tests look into them."""

import re
import zlib


def inflated(made: bytes) -> bytes:
    """A PDF with its compressed streams laid open behind it."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    return made + b"".join(_opened(stream) for stream in streams)


def pages(made: bytes) -> int:
    """How many pages it has."""
    return max(int(count) for count in re.findall(rb"/Count (\d+)", inflated(made)))


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
