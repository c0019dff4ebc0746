"""Packing: a class and what was found of it put into one sealed bag."""

from __future__ import annotations

import json
import os
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import bagit
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evidence.package.layout import SCHEMA, SIGNATURE, TAG_MANIFEST, TIME_STAMP, VERIFIER

# Footage and pictures are compressed already: to deflate them takes long and brings nothing.
DEFLATED = frozenset({".csv", ".html", ".json", ".jsonl", ".py", ".toml", ".txt"})


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a package: the originals by their path in the bundle, and our own files."""

    name: str
    originals: Mapping[str, Path]
    ours: Mapping[str, bytes]
    info: Mapping[str, str]


def pack(
    contents: Contents,
    into: Path,
    key: Ed25519PrivateKey | None,
    stamp: Callable[[bytes], bytes] | None = None,
) -> None:
    """Write the package at ``into``, a ``.zip`` or a folder, all of it or nothing.

    ``stamp`` makes a time stamp over bytes, None where nobody is asked for one; what it raises
    leaves nothing behind.

    Raises:
        OSError: when it can't be written.
    """
    into.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".evidence-", dir=into.parent) as scratch:
        bag = Path(scratch, contents.name)
        zipped = into.suffix.lower() == ".zip"
        _take(contents.originals, bag, lasting=not zipped)
        _make(bag, contents)
        if key:
            _seal(bag, key)
        if stamp:
            (bag / TIME_STAMP).write_bytes(stamp((bag / TAG_MANIFEST).read_bytes()))
        if zipped:
            draft = Path(scratch, "package.zip")
            _zip(bag, draft)
            draft.replace(into)
        else:
            bag.rename(into)


def _take(originals: Mapping[str, Path], bag: Path, *, lasting: bool) -> None:
    """Copies of the originals; on the way into an archive, further names of them will do."""
    for path, place in originals.items():
        own = bag / path
        own.parent.mkdir(parents=True, exist_ok=True)
        if lasting or not _linked(place.resolve(), own):
            shutil.copyfile(place, own)


def _linked(place: Path, name: Path) -> bool:
    """Give a file a second name, where its disk allows that."""
    try:
        os.link(place, name)
    except OSError:
        return False
    return True


def _make(bag: Path, contents: Contents) -> None:
    made = bagit.make_bag(
        str(bag), dict(contents.info), processes=os.cpu_count() or 1, checksums=["sha256"]
    )
    for path, content in (*contents.ours.items(), (VERIFIER, verifier())):
        own = bag / path
        own.parent.mkdir(exist_ok=True)
        own.write_bytes(content)
    made.save(manifests=False)  # the tag manifest anew, now that our files are there


def verifier() -> bytes:
    """The program that a stranger runs; it stands in the package as it stands here."""
    return (resources.files("evidence.package") / "verify.py").read_bytes()


def _seal(bag: Path, key: Ed25519PrivateKey) -> None:
    signed = (bag / TAG_MANIFEST).read_bytes()
    record = {
        "schema": SCHEMA,
        "algorithm": "Ed25519",
        "signed": TAG_MANIFEST,
        "public_key": b64encode(key.public_key().public_bytes_raw()).decode(),
        "signature": b64encode(key.sign(signed)).decode(),
    }
    (bag / SIGNATURE).write_text(json.dumps(record, indent=2) + "\n", "utf-8")


def _zip(bag: Path, into: Path) -> None:
    with ZipFile(into, "w") as archive:
        for path in _files(bag):
            how = ZIP_DEFLATED if path.suffix.lower() in DEFLATED else ZIP_STORED
            archive.write(path, path.relative_to(bag.parent), how)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
