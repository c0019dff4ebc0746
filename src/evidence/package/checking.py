"""Checking a package: whether anything in it was touched, whose seal it bears, and its time stamp.

The bagit library reads the manifests here and the cryptography library the seal; ``verify.py``,
which travels in the package, does both by itself. The tests hold the two to the same answers.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bagit
from cryptography import x509

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
from evidence.package.keys import holds
from evidence.package.layout import SIGNATURE, TAG_MANIFEST, TIME_STAMP, VERDICT
from evidence.package.time_stamp import TimeStamp, Unstamped, read_time_stamp


@dataclass(frozen=True, slots=True)
class Checked:
    """What a package shows: how many originals it holds, what is wrong, who sealed it, and when.

    ``seal`` is the 32 bytes of the public key, None where there is no seal that holds; ``stamp``
    the time stamp, None where there is none that holds; ``verdict`` the verdict that came with it,
    b"" for none.
    """

    originals: int
    wrong: tuple[Problem, ...]
    seal: bytes | None
    stamp: TimeStamp | None
    verdict: bytes


def checked(
    root: Path, key: bytes | None, stamp_roots: tuple[x509.Certificate, ...] = ()
) -> Checked:
    """Check the package in the folder ``root``.

    With ``key``, no other seal will do; with ``stamp_roots``, no time stamp for which none of them
    vouches.

    Raises:
        Unreadable: when this is no package.
    """
    try:
        bag = bagit.Bag(str(root))
    except (bagit.BagError, OSError, ValueError) as error:
        what = say("this is no package: {detail}", detail=str(error).replace(str(root), "it"))
        raise Unreadable(root.name, (Problem(what, "bagit.txt"),)) from error
    wrong = [*_differences(bag), *_strangers(bag, root)]
    seal, broken = _seal(root)
    if broken:
        wrong.append(Problem(broken, SIGNATURE))
    elif key is not None and seal != key:
        wrong.append(Problem(say("the key that was asked for did not seal it"), SIGNATURE))
    try:
        stamp = _time_stamp(root, stamp_roots)
    except Unstamped as error:
        stamp = None
        wrong.append(Problem(error.what, TIME_STAMP))
    verdict = root / VERDICT
    return Checked(
        sum(1 for _ in bag.payload_files()),
        tuple(wrong),
        seal,
        stamp,
        verdict.read_bytes() if verdict.is_file() else b"",
    )


def _differences(bag: bagit.Bag) -> Iterator[Problem]:
    bag.info.pop("Payload-Oxum", None)  # says less than the manifest does, and says it first
    try:
        bag.validate()
    except bagit.BagValidationError as error:
        if not error.details:
            yield Problem(say("this does not hang together: {detail}", detail=str(error)))
        for detail in error.details:
            yield Problem(_what(detail), detail.path)


def _what(detail: bagit.ManifestErrorDetail) -> Text:
    match detail:
        case bagit.FileMissing():
            return say("it is missing")
        case bagit.UnexpectedFile():
            return say("it was added")
        case _:
            return say("it was changed")


def _strangers(bag: bagit.Bag, root: Path) -> Iterator[Problem]:
    """Files beside the originals that nobody listed."""
    known = {*bag.tagfile_entries(), TAG_MANIFEST, SIGNATURE, TIME_STAMP}
    for here, folders, names in os.walk(root):
        if Path(here) == root:
            folders[:] = [name for name in folders if name != "data"]
        for name in sorted(names):
            path = Path(here, name).relative_to(root).as_posix()
            if path not in known:
                yield Problem(say("it was added"), path)


def _seal(root: Path) -> tuple[bytes | None, Text | None]:
    """The key that sealed a package, and what is wrong with the seal."""
    place = root / SIGNATURE
    if not place.is_file():
        return None, None
    try:
        record = json.loads(place.read_text("utf-8"))
        known = record["algorithm"] == "Ed25519" and record["signed"] == TAG_MANIFEST
        public, signature = (b64decode(record[name]) for name in ("public_key", "signature"))
    except (ValueError, KeyError, TypeError):
        return None, say("this is no signature that can be read")
    if not known:
        return None, say("this signature is of a kind that this version does not know")
    if not holds(public, signature, (root / TAG_MANIFEST).read_bytes()):
        return None, say("the signature is not one over this package")
    return public, None


def _time_stamp(root: Path, roots: tuple[x509.Certificate, ...]) -> TimeStamp | None:
    """The time stamp of a package.

    Raises:
        Unstamped: when it does not hold, or there is none and somebody was to vouch for it.
    """
    place = root / TIME_STAMP
    if place.is_file():
        return read_time_stamp(place.read_bytes(), (root / TAG_MANIFEST).read_bytes(), roots)
    if roots:
        raise Unstamped(say("there is no time stamp, and one was asked for"))
    return None
