"""A package shows whatever is done to it, to our verifier and to the one that travels with it."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.errors import Unreadable
from evidence.package.checking import checked
from evidence.package.keys import fingerprint, holds, new_pair, private_key, public_key
from evidence.package.packing import Contents, pack
from evidence.package.verify import P, verified

Tamper = Callable[[Path], object]


def contents(tmp_path: Path) -> Contents:
    source = tmp_path / "source"
    (source / "recordings").mkdir(parents=True)
    (source / "class.toml").write_text('id = "C"\n', "utf-8")
    (source / "recordings" / "录像 1%.mp4").write_bytes(bytes(range(256)) * 20)
    originals = {
        path.relative_to(source).as_posix(): path for path in source.rglob("*") if path.is_file()
    }
    return Contents("C", originals, {"evidence/verdict.json": b"{}\n"}, {})


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return new_pair(tmp_path / "our.key")[0]


@pytest.fixture
def package(tmp_path: Path, key: Path) -> Path:
    pack(contents(tmp_path), tmp_path / "C", private_key(key))
    return tmp_path / "C"


def alone(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the verifier of the package says, run as a stranger would, outside our environment."""
    script = (package if package.is_dir() else package.parent / "C") / "evidence" / "verify.py"
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        check=False,
    )


def append(path: str) -> Tamper:
    def do(root: Path) -> None:
        with (root / path).open("ab") as file:
            file.write(b" ")

    return do


def sealed_by_another(root: Path) -> None:
    key, place = Ed25519PrivateKey.generate(), root / "evidence" / "signature.json"
    record = json.loads(place.read_text("utf-8"))
    signed = (root / "tagmanifest-sha256.txt").read_bytes()
    record["public_key"] = b64encode(key.public_key().public_bytes_raw()).decode()
    record["signature"] = b64encode(key.sign(signed)).decode()
    place.write_text(json.dumps(record), "utf-8")


def bagged_anew(root: Path) -> None:
    append("data/class.toml")(root)
    bag = bagit.Bag(str(root))
    bag.save(manifests=True)


TAMPERED: dict[str, Tamper] = {
    "an original changed": append("data/class.toml"),
    "a verdict changed": append("evidence/verdict.json"),
    "the verifier changed": append("evidence/verify.py"),
    "an original added": lambda root: (root / "data" / "more.csv").write_bytes(b""),
    "a file of ours added": lambda root: (root / "evidence" / "more.json").write_bytes(b""),
    "an original gone": lambda root: (root / "data" / "recordings" / "录像 1%.mp4").unlink(),
    "the manifest cut": lambda root: (root / "manifest-sha256.txt").write_bytes(b""),
    "all bagged anew": bagged_anew,
}


def test_a_package_as_it_was_packed_is_untouched(package: Path, key: Path) -> None:
    public = public_key(key.with_suffix(".key.pub"))
    found = checked(package, public)

    assert (found.wrong, found.originals, found.seal) == ((), 2, public)
    told = alone(package, "--key", str(key.with_suffix(".key.pub")))
    assert (told.returncode, told.stderr) == (0, "")
    assert fingerprint(public) in told.stdout


@pytest.mark.parametrize("what", TAMPERED)
def test_both_verifiers_tell_what_was_done(package: Path, what: str) -> None:
    script = (package / "evidence" / "verify.py").read_bytes()
    TAMPERED[what](package)

    assert checked(package, None).wrong
    # The stranger takes the verifier from elsewhere; a changed one may say what it likes.
    trusted = package.parent / "verify.py"
    trusted.write_bytes(script)
    told = subprocess.run([sys.executable, "-I", str(trusted), str(package)], check=False)
    assert told.returncode == 1


def test_a_seal_of_another_key_is_none_of_the_one_that_was_asked_for(
    package: Path, key: Path
) -> None:
    sealed_by_another(package)
    public = key.with_suffix(".key.pub")

    assert not checked(package, None).wrong
    assert [problem.file for problem in checked(package, public_key(public)).wrong] == [
        "evidence/signature.json"
    ]
    assert alone(package).returncode == 0
    assert alone(package, "--key", str(public)).returncode == 1


def test_a_package_without_seal_is_untouched_and_says_so(tmp_path: Path, key: Path) -> None:
    pack(contents(tmp_path), tmp_path / "C", None)

    found = checked(tmp_path / "C", None)
    assert (found.wrong, found.seal) == ((), None)
    assert "not sealed" in alone(tmp_path / "C").stdout
    assert checked(tmp_path / "C", public_key(key.with_suffix(".key.pub"))).wrong


def test_a_zip_is_one_folder_and_is_verified_as_it_is(tmp_path: Path, key: Path) -> None:
    (tmp_path / "zip").mkdir()
    into = tmp_path / "zip" / "C.zip"
    pack(contents(tmp_path), into, private_key(key))

    with ZipFile(into) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"C"}
        archive.extractall(tmp_path / "zip")
    assert alone(into, str(into)).returncode == 0
    assert not checked(tmp_path / "zip" / "C", None).wrong
    assert {path.name for path in into.parent.iterdir()} == {"C.zip", "C"}


def test_packing_leaves_the_originals_and_nothing_else_behind(tmp_path: Path) -> None:
    packed = contents(tmp_path)
    before = {path: place.read_bytes() for path, place in packed.originals.items()}
    (tmp_path / "out").mkdir()
    pack(packed, tmp_path / "out" / "C", None)

    append("data/class.toml")(tmp_path / "out" / "C")

    assert {path: place.read_bytes() for path, place in packed.originals.items()} == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["C"]


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN-----\nnot base 64\n", b"\xff"])
def test_a_key_that_can_not_be_read_is_one_line_of_the_verifier(
    package: Path, tmp_path: Path, content: bytes | None
) -> None:
    key = tmp_path / "其他 key.pub"
    if content is not None:
        key.write_bytes(content)

    told = alone(package, "--key", str(key))

    assert (told.returncode, told.stderr, len(told.stdout.splitlines())) == (2, "", 1)


def test_a_folder_that_is_no_package_is_told_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as raised:
        checked(tmp_path, None)
    assert str(tmp_path) not in str(raised.value)


def test_a_key_is_for_its_owner_only_and_is_never_written_over(tmp_path: Path) -> None:
    private, public = new_pair(tmp_path / "k")

    assert private.stat().st_mode & 0o077 == 0
    with pytest.raises(Unreadable):
        new_pair(tmp_path / "k")
    with pytest.raises(Unreadable):
        private_key(public)
    with pytest.raises(Unreadable):
        public_key(private)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 511))
def test_the_verifier_of_the_package_knows_ed25519_as_openssl_does(
    seed: bytes, message: bytes, bit: int
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    flipped = (int.from_bytes(signature) ^ (1 << bit)).to_bytes(64)

    assert verified(public, signature, message)
    assert not verified(public, flipped, message)
    assert verified(public, signature, message + b"x") is holds(public, signature, message + b"x")
    other = sha256(public).digest()
    assert verified(other, signature, message) is holds(other, signature, message)


@pytest.mark.parametrize("y", [0, 1, P - 1], ids=["order four", "order one", "order two"])
def test_a_key_that_signs_anything_seals_nothing(y: int) -> None:
    """Made on purpose: one signature of it holds for every message, or for every second or fourth.

    Whoever seals with it could put another class into the package later.
    """
    public, nothing = y.to_bytes(32, "little"), (1).to_bytes(32, "little")
    signature = nothing + bytes(32)

    for message in (bytes([number]) for number in range(64)):
        assert not holds(public, signature, message)
        assert not verified(public, signature, message)


@pytest.mark.parametrize("asked", ["-h", "--help"])
def test_the_verifier_explains_itself(package: Path, asked: str) -> None:
    told = alone(package, asked)

    assert told.returncode == 0
    assert "--key institution.pub" in told.stdout
    assert "材料包" in told.stdout


@pytest.mark.parametrize("wrong", [("--nothing",), ("--key",), (".", "another")])
def test_what_the_verifier_does_not_understand_is_told_in_a_line(
    package: Path, wrong: tuple[str, ...]
) -> None:
    told = alone(package, *wrong)

    assert told.returncode == 2
    assert told.stdout.startswith("not understood")
    assert not told.stderr
