"""Tells whether anything in this package was touched. It needs Python 3.9 or newer, and no more.

    python3 verify.py                   of the package that this file lies in
    python3 verify.py PACKAGE.zip       of another, a folder or a .zip
    python3 verify.py PACKAGE --key institution.pub     only a seal of that key will do
    python3 verify.py --help            this page

A program within a package could have been exchanged together with it: whoever is in doubt takes
verify.py from a copy of the evidence system, and the institution's public key from the institution.
Of a time stamp it compares what was stamped; that the stamp is genuine it does not check.

It answers 0 where everything is as it was packed, 1 where something is not, 2 where it can't tell.
本程序检查材料包是否被改动，只需 Python 3.9 以上：返回 0 未改动，1 有改动，2 无法判断。
不带参数时检查所在的材料包；也可指定其他材料包（文件夹或 .zip），--key 指定机构公钥。
如有疑虑，请从核验系统取 verify.py，并向机构索取公钥；本程序不核验时间戳自身的签名。
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import zipfile
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20
MOST_STAMP = 1 << 16  # bytes of a time stamp; with its certificates it has some thousands
TAG_MANIFEST = "tagmanifest-sha256.txt"
MANIFEST = "manifest-sha256.txt"
SIGNATURE = "evidence/signature.json"
TIME_STAMP = "evidence/time-stamp.tsr"
UNTOUCHED, TOUCHED, UNREADABLE = 0, 1, 2


class Package:
    """The files of a package, each by its path."""

    paths: set[str]

    def open(self, path: str) -> IO[bytes]:
        """One of its files."""
        raise NotImplementedError


class Folder(Package):
    """A package that lies in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = {
            path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()
        }

    def open(self, path: str) -> IO[bytes]:
        """One of its files."""
        return self.root.joinpath(*path.split("/")).open("rb")


class Archive(Package):
    """A package that is a .zip with one folder in it."""

    def __init__(self, place: Path) -> None:
        self.archive = zipfile.ZipFile(place)
        names = [name for name in self.archive.namelist() if not name.endswith("/")]
        if len(names) != len(set(names)):
            raise ValueError("two files of one name")
        tops = [name[: -len("bagit.txt")] for name in names if name.endswith("bagit.txt")]
        self.top = min(tops, key=len, default="")
        self.paths = {name[len(self.top) :] for name in names if name.startswith(self.top)}

    def open(self, path: str) -> IO[bytes]:
        """One of its files."""
        return self.archive.open(self.top + path)


def digest(package: Package, path: str) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with package.open(path) as file:
        for part in iter(lambda: file.read(CHUNK), b""):
            found.update(part)
    return found.hexdigest()


def listed(package: Package, manifest: str) -> dict[str, str]:
    """The digests that a manifest states, by path (RFC 8493, 2.1.3)."""
    with package.open(manifest) as file:
        lines = file.read().decode("utf-8").splitlines()
    entries = {}
    for line in filter(None, lines):
        stated, path = line.split(None, 1)
        path = path.lstrip("*").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        entries[path] = stated.lower()
    return entries


def differences(package: Package) -> Iterator[str]:
    """Everything that is not as it was packed, a line each."""
    payload, tags = listed(package, MANIFEST), listed(package, TAG_MANIFEST)
    if MANIFEST not in tags:
        yield f"{MANIFEST} is not in {TAG_MANIFEST}"
    for path, stated in sorted({**payload, **tags}.items()):
        if path not in package.paths:
            yield f"missing 缺少: {path}"
        elif digest(package, path) != stated:
            yield f"changed 被改动: {path}"
    known = set(payload) | set(tags) | {TAG_MANIFEST, SIGNATURE, TIME_STAMP}
    for path in sorted(package.paths - known):
        yield f"added 多出: {path}"


def sealed_by(package: Package) -> bytes | None:
    """The public key that sealed the package, or None where nobody did.

    Raises:
        ValueError: where the seal is broken.
    """
    if SIGNATURE not in package.paths:
        return None
    with package.open(SIGNATURE) as file:
        record = json.loads(file.read().decode("utf-8"))
    if record["algorithm"] != "Ed25519" or record["signed"] != TAG_MANIFEST:
        raise ValueError("the signature is of a kind that this program does not know")
    public = base64.b64decode(record["public_key"])
    with package.open(TAG_MANIFEST) as file:
        signed = file.read()
    if not verified(public, base64.b64decode(record["signature"]), signed):
        raise ValueError("the signature is not one over this package 签名与材料包不符")
    return public


# A time stamp, as RFC 3161 has it in section 2.4, in the distinguished encoding (DER, X.690) of
# ASN.1: every length is definite and as short as can be, and there is one way to read each byte.

INTEGER, OCTETS, OBJECT, TIME, SEQUENCE, SET, TAGGED = 0x02, 0x04, 0x06, 0x18, 0x30, 0x31, 0xA0
LONG = 0x80  # from here on a length's first byte tells how many bytes it has
INFO = (INTEGER, OBJECT, SEQUENCE, INTEGER, TIME)  # version, policy, what was stamped, number, when
GRANTED = b"\0"
SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
TIME_STAMPED = bytes.fromhex("2a864886f70d0109100104")
SHA256 = bytes.fromhex("608648016503040201")
NO_STAMP = "this is no time stamp that can be read 无法读取时间戳"
MOMENT = re.compile(rb"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d*[1-9])?Z")


def parts(der: bytes) -> list[tuple[int, bytes]]:
    """The values one after another that fill these bytes, each with its tag.

    Raises:
        ValueError: where they don't fill them, or not as DER has it.
    """
    found, at = [], 0
    while at < len(der):
        tag, size, begin = der[at], int.from_bytes(der[at + 1 : at + 2], "big"), at + 2
        if size >= LONG:
            digits, begin = der[begin : begin + size - LONG], begin + size - LONG
            size = int.from_bytes(digits, "big")
            if digits[:1] in (b"", b"\0") or size < LONG:  # there is a shorter way to say it
                raise ValueError(NO_STAMP)
        at = begin + size
        if at > len(der):
            raise ValueError(NO_STAMP)
        found.append((tag, der[begin:at]))
    return found


def within(der: bytes, *tags: int) -> list[bytes]:
    """The values in a value, of which the first must have these tags."""
    found = parts(der)
    if tuple(tag for tag, _ in found[: len(tags)]) != tags:
        raise ValueError(NO_STAMP)
    return [value for _, value in found]


def only(der: bytes, tag: int) -> bytes:
    """The one value in a value."""
    found = within(der, tag)
    if len(found) != 1:
        raise ValueError(NO_STAMP)
    return found[0]


def stamped(answer: bytes) -> tuple[bytes, datetime]:
    """The SHA-256 that a server's answer stamps, and when (UTC, to the second begun).

    Raises:
        ValueError: where it is no time stamp over a SHA-256.
    """
    if len(answer) > MOST_STAMP:
        raise ValueError(NO_STAMP)
    status, token = within(only(answer, SEQUENCE), SEQUENCE, SEQUENCE)[:2]
    kind, content = within(token, OBJECT, TAGGED)[:2]
    signed = within(only(content, SEQUENCE), INTEGER, SET, SEQUENCE)[2]
    what, wrapped = within(signed, OBJECT, TAGGED)[:2]
    if (within(status, INTEGER)[0], kind, what) != (GRANTED, SIGNED_DATA, TIME_STAMPED):
        raise ValueError(NO_STAMP)
    info = within(only(only(wrapped, OCTETS), SEQUENCE), *INFO)
    algorithm, imprint = within(info[2], SEQUENCE, OCTETS)[:2]
    at = MOMENT.fullmatch(info[4])
    if within(algorithm, OBJECT)[0] != SHA256 or at is None:
        raise ValueError("the time stamp is of a kind that this program does not know")
    year, month, day, hour, minute, second = map(int, at.groups())
    try:
        return imprint, datetime(year, month, day, hour, minute, second)
    except ValueError:
        raise ValueError(NO_STAMP) from None


def stamped_at(package: Package) -> datetime | None:
    """When the package says that it was stamped, or None where it does not.

    Raises:
        ValueError: where the stamp is over anything else.
    """
    if TIME_STAMP not in package.paths:
        return None
    with package.open(TIME_STAMP) as file:
        imprint, at = stamped(file.read(MOST_STAMP + 1))
    if imprint.hex() != digest(package, TAG_MANIFEST):
        raise ValueError("the time stamp is one over another package 时间戳与材料包不符")
    return at


# Ed25519, as RFC 8032 has it in section 5.1; only what verifying takes. A point is in extended
# homogeneous coordinates (X, Y, Z, T), with x = X/Z, y = Y/Z and x * y = T/Z.

Point = tuple[int, int, int, int]
KEY_BYTES, SIGNATURE_BYTES = 32, 64
COFACTOR = 8
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def plus(one: Point, other: Point) -> Point:
    """The sum of two points."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    """A point so many times."""
    result: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = plus(result, point)
        point = plus(point, point)
        number >>= 1
    return result


def same(one: Point, other: Point) -> bool:
    """Whether two points are one."""
    across = (one[0] * other[2] - other[0] * one[2]) % P
    along = (one[1] * other[2] - other[1] * one[2]) % P
    return across == 0 and along == 0


def point_of(encoded: bytes) -> Point | None:
    """The point of 32 bytes, None where there is none (RFC 8032, 5.1.3)."""
    y = int.from_bytes(encoded, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def base() -> Point:
    """The point that every key is a multiple of: y = 4/5, x even."""
    found = point_of((4 * pow(5, P - 2, P) % P).to_bytes(KEY_BYTES, "little"))
    return found or (0, 1, 1, 0)


def weak(key: Point) -> bool:
    """Whether a key is of small order: what it signed it signed for other messages, too."""
    return same(times(COFACTOR, key), (0, 1, 1, 0))


def verified(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a signature is one of a key over a message."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    key, nonce = point_of(public), point_of(signature[:KEY_BYTES])
    scalar = int.from_bytes(signature[KEY_BYTES:], "little")
    if key is None or weak(key) or nonce is None or scalar >= L:
        return False
    hashed = hashlib.sha512(signature[:KEY_BYTES] + public + message).digest()
    challenge = int.from_bytes(hashed, "little") % L
    return same(times(scalar, base()), plus(nonce, times(challenge, key)))


def fingerprint(public: bytes) -> str:
    """The first 16 digits of the key's SHA-256."""
    digits = hashlib.sha256(public).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def public_key_of(place: Path) -> bytes:
    """The 32 bytes of a public key in PEM: the last of its DER."""
    lines = [line for line in place.read_text("ascii").splitlines() if "-----" not in line]
    key = base64.b64decode("".join(lines), validate=True)[-KEY_BYTES:]
    if len(key) != KEY_BYTES:
        raise ValueError("it is too short")
    return key


def main(arguments: list[str]) -> int:
    """Verify, and say what came out; the exit code."""
    if {"-h", "--help"} & set(arguments):
        print(__doc__)
        return UNTOUCHED
    key = None
    if "--key" in arguments[:-1]:
        at = arguments.index("--key")
        try:
            key = public_key_of(Path(arguments[at + 1]))
        except (OSError, ValueError) as error:
            print(f"this is no public key that can be read 无法读取公钥: {error}")
            return UNREADABLE
        arguments = arguments[:at] + arguments[at + 2 :]
    odd = [word for word in arguments if word.startswith("-")] or arguments[1:]
    if odd:
        print(f"not understood 无法识别: {' '.join(odd)} (--help)")
        return UNREADABLE
    place = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[1]
    try:
        package: Package = Folder(place) if place.is_dir() else Archive(place)
        wrong = list(differences(package))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        print(f"this is no package that can be read 无法读取材料包: {error}")
        return UNREADABLE
    seal = None
    try:
        seal = sealed_by(package)
        if key is not None and seal != key:
            wrong.append("not sealed by the key that was asked for 不是指定密钥的签名")
    except (KeyError, TypeError, ValueError) as error:
        wrong.append(str(error))
    moment = None
    try:
        moment = stamped_at(package)
    except ValueError as error:
        wrong.append(str(error))
    return _told(package, wrong, seal, moment)


def _told(package: Package, wrong: list[str], seal: bytes | None, at: datetime | None) -> int:
    for line in wrong:
        print(line)
    if wrong:
        print(f"TOUCHED 已被改动 ({len(wrong)})")
        return TOUCHED
    print(f"untouched 未被改动: {len(listed(package, MANIFEST))} files 个文件")
    if seal is None:
        print("not sealed: whoever changed it could have packed it anew 未签名")
    else:
        print(f"sealed by the key 签名密钥: {fingerprint(seal)}")
    if at is not None:
        print(f"time stamp 时间戳: {at:%Y-%m-%d %H:%M:%S} UTC")
        print("the time stamp's own signature is not checked here 本程序不核验时间戳自身的签名")
    return UNTOUCHED


if __name__ == "__main__":
    if isinstance(sys.stdout, TextIOWrapper):  # a mark that an old code page lacks becomes a "?"
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
