"""Pictures that a log names: there or not, sound or not, harmless or not."""

import hashlib
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from evidence.analyzers.pictures import pictures_that_open
from tests.analyzers.playback.logs import bundle


def png(width: int, height: int, body: bytes | None = None) -> bytes:
    """A grey picture of any claimed size, however little is in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\x00" + bytes(width)) * height if body is None else body
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    ok, data = cv2.imencode(".jpg", np.full((48, 64, 3), 127, np.uint8))
    assert ok
    return bytes(data)


def opened(folder: Path, files: dict[str, bytes], *images: str) -> list[bool]:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    found = pictures_that_open(bundle(folder, [], digests=digests), images)
    return [found[image] for image in images]


@pytest.mark.parametrize("data", [jpeg(), png(4, 3)])
def test_a_sound_picture_opens(data: bytes, tmp_path: Path) -> None:
    assert opened(tmp_path, {"snapshots/a.jpg": data}, "snapshots/a.jpg") == [True]


def test_a_picture_that_is_not_in_the_bundle_does_not_open(tmp_path: Path) -> None:
    (tmp_path / "outside.jpg").write_bytes(jpeg())

    images = ("snapshots/b.jpg", "../outside.jpg", str(tmp_path / "outside.jpg"), "", "/")

    assert opened(tmp_path / "in", {"snapshots/a.jpg": jpeg()}, *images) == [False] * 5


@pytest.mark.parametrize("image", ["snapshots\\A.JPG", "./snapshots//a.jpg", "Snapshots/a.jpg"])
def test_a_path_written_on_windows_finds_its_picture(image: str, tmp_path: Path) -> None:
    assert opened(tmp_path, {"snapshots/a.jpg": jpeg()}, image) == [True]


@pytest.mark.parametrize("data", [b"", b"no picture at all", jpeg()[:40], b"\xff\xd8\xff"])
def test_a_broken_picture_does_not_open(data: bytes, tmp_path: Path) -> None:
    assert opened(tmp_path, {"a.jpg": data}, "a.jpg") == [False]


def test_a_picture_too_large_to_hold_does_not_open_and_takes_nothing_with_it(
    tmp_path: Path,
) -> None:
    bomb = png(60_000, 60_000, b"\x00" * 1000)
    files = {"a.png": bomb, "b.jpg": jpeg(), "c.png": bomb + b"2", "d.jpg": png(2, 2)}

    assert opened(tmp_path, files, *files) == [False, True, False, True]
