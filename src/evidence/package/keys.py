"""Keys: the Ed25519 pair (RFC 8032) that an institution seals its packages with.

Private keys are PKCS #8 in PEM, as ``openssl genpkey -algorithm ed25519`` makes them; public ones
SubjectPublicKeyInfo in PEM.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from evidence.domain.errors import Problem, Unreadable
from evidence.domain.text import Text, say
from evidence.package.verify import point_of, weak


def new_pair(place: Path) -> tuple[Path, Path]:
    """Make a key at ``place`` and its public half beside it, ending in ``.pub``.

    Raises:
        Unreadable: when there is one already; it is never written over.
        OSError: when it can't be written.
    """
    public = place.with_name(f"{place.name}.pub")
    for path in (place, public):
        if path.exists():
            raise Unreadable(str(path), (Problem(say("there is a key here already"), str(path)),))
    key = Ed25519PrivateKey.generate()
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return place, public


def private_key(place: Path) -> Ed25519PrivateKey:
    """The key of a file.

    Raises:
        Unreadable: when there is none, or another kind of key.
    """
    try:
        key = serialization.load_pem_private_key(_content(place), None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unfit(place, say("this is no private key in PEM without a password")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unfit(place, say("this is another kind of key; expected Ed25519"))
    return key


def public_key(place: Path) -> bytes:
    """The 32 bytes of the public key of a file.

    Raises:
        Unreadable: when there is none, or another kind of key.
    """
    try:
        key = serialization.load_pem_public_key(_content(place))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _unfit(place, say("this is no public key in PEM")) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _unfit(place, say("this is another kind of key; expected Ed25519"))
    return key.public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """What two people compare over the telephone: the first 16 digits of the key's SHA-256."""
    digits = sha256(public).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def holds(public: bytes, signature: bytes, signed: bytes) -> bool:
    """Whether the signature is one of that key over those bytes, and over no others."""
    point = point_of(public)
    if point is None or weak(point):  # OpenSSL takes such a key
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _content(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        what = say("can't be opened: {detail}", detail=error.strerror or type(error).__name__)
        raise _unfit(place, what) from error


def _unfit(place: Path, what: Text) -> Unreadable:
    return Unreadable(str(place), (Problem(what, str(place)),))
