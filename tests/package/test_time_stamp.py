"""A time stamp holds, or it is told why not; stamped by authorities that run here."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from rfc3161_client import TimestampRequestBuilder
from rfc3161_client.base import HashAlgorithm

from evidence.domain.errors import Unreadable
from evidence.package import verify
from evidence.package.checking import Checked, checked
from evidence.package.layout import TAG_MANIFEST, TIME_STAMP
from evidence.package.packing import Contents, pack
from evidence.package.time_stamp import Unstamped, read_time_stamp, roots_of
from evidence.package.time_stamp_server import TimeStampServer
from tests.package.authorities import OPENSSL, Answer, Authority, needs_openssl, serving

pytestmark = needs_openssl
CONTENT = b"what was stamped"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.at(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.at(tmp_path_factory.mktemp("tsa") / "another")


def question(content: bytes = CONTENT, how: HashAlgorithm = HashAlgorithm.SHA256) -> bytes:
    return TimestampRequestBuilder().data(content).hash_algorithm(how).build().as_bytes()


@pytest.fixture(scope="module")
def answer(authority: Authority) -> bytes:
    return authority.answer(question())[1]


def packed(folder: Path, authority: Authority | None, note: str = "1") -> Path:
    """A package in ``folder``, stamped by an authority over HTTP."""
    source = folder / "class.toml"
    folder.mkdir()
    source.write_text(f'id = "{note}"\n', "utf-8")
    contents = Contents("C", {"class.toml": source}, {}, {})
    if authority is None:
        pack(contents, folder / "C", None)
    else:
        with serving(authority.answer) as url:
            pack(contents, folder / "C", None, TimeStampServer(url).stamp)
    return folder / "C"


def alone(package: Path) -> subprocess.CompletedProcess[str]:
    """What the package's own verifier says, by a Python that has nothing else."""
    script = package / "evidence" / "verify.py"
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def with_root(package: Path, authority: Authority) -> Checked:
    return checked(package, None, roots_of(authority.root))


def test_a_stamped_package_says_when_and_by_whom(tmp_path: Path, authority: Authority) -> None:
    begun = datetime.now(UTC).replace(microsecond=0)
    package = packed(tmp_path / "p", authority)

    found = with_root(package, authority)
    assert found.wrong == ()
    assert found.stamp is not None
    assert found.stamp.vouched
    assert found.stamp.by == "时间戳 TSA"
    at = datetime.fromtimestamp(found.stamp.at // 1_000_000, UTC)
    assert begun <= at <= datetime.now(UTC)
    told = alone(package)
    assert (told.returncode, told.stderr) == (0, "")
    assert f"{at:%Y-%m-%d %H:%M:%S} UTC" in told.stdout
    assert "is not checked here" in told.stdout


def test_without_a_root_nobody_vouches(tmp_path: Path, authority: Authority) -> None:
    found = checked(packed(tmp_path / "p", authority), None)

    assert found.wrong == ()
    assert found.stamp is not None
    assert not found.stamp.vouched


def test_openssl_verifies_it_as_it_lies_in_the_package(
    tmp_path: Path, authority: Authority
) -> None:
    package = packed(tmp_path / "p", authority)
    command = [OPENSSL, "ts", "-verify", "-in", TIME_STAMP, "-data", TAG_MANIFEST]

    done = subprocess.run(
        [*command, "-CAfile", authority.root], cwd=package, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_package_without_stamp_is_none_where_one_was_asked_for(
    tmp_path: Path, authority: Authority
) -> None:
    package = packed(tmp_path / "p", None)

    assert checked(package, None).wrong == ()
    assert checked(package, None).stamp is None
    assert [problem.file for problem in with_root(package, authority).wrong] == [TIME_STAMP]
    assert "time stamp" not in alone(package).stdout


def cut(package: Path, _: Authority) -> None:
    place = package / TIME_STAMP
    place.write_bytes(place.read_bytes()[:-1])


def emptied(package: Path, _: Authority) -> None:
    (package / TIME_STAMP).write_bytes(b"")


def swapped(package: Path, authority: Authority) -> None:
    other = packed(package.parent / "other", authority, "2")
    (package / TIME_STAMP).write_bytes((other / TIME_STAMP).read_bytes())


def over_the_original(package: Path, authority: Authority) -> None:
    content = (package / "data" / "class.toml").read_bytes()
    (package / TIME_STAMP).write_bytes(authority.answer(question(content))[1])


def with_more_behind_it(package: Path, _: Authority) -> None:
    with (package / TIME_STAMP).open("ab") as file:
        file.write(b"\0")


@pytest.mark.parametrize("tamper", [cut, emptied, swapped, over_the_original, with_more_behind_it])
def test_both_verifiers_tell_a_stamp_that_is_none_of_this_package(
    tmp_path: Path, authority: Authority, tamper: Callable[[Path, Authority], None]
) -> None:
    package = packed(tmp_path / "p", authority)
    tamper(package, authority)

    for found in (checked(package, None), with_root(package, authority)):
        assert [problem.file for problem in found.wrong] == [TIME_STAMP]
        assert found.stamp is None
    assert (alone(package).returncode, alone(package).stderr) == (1, "")


def test_a_package_that_was_packed_anew_does_not_keep_its_stamp(
    tmp_path: Path, authority: Authority
) -> None:
    old = packed(tmp_path / "p", authority)
    anew = packed(tmp_path / "q", None, "another original")
    (anew / TIME_STAMP).write_bytes((old / TIME_STAMP).read_bytes())

    assert [problem.file for problem in checked(anew, None).wrong] == [TIME_STAMP]
    assert alone(anew).returncode == 1


def told(answer: bytes, *authorities: Authority) -> str:
    roots = tuple(root for each in authorities for root in roots_of(each.root))
    with pytest.raises(Unstamped) as raised:
        read_time_stamp(answer, CONTENT, roots)
    return str(raised.value.what)


def test_a_root_of_somebody_else_vouches_for_nothing(
    answer: bytes, authority: Authority, another: Authority
) -> None:
    assert "no root vouches" in told(answer, another)
    both = (*roots_of(another.root), *roots_of(authority.root))
    assert read_time_stamp(answer, CONTENT, both).vouched


def test_a_certificate_that_had_run_out_stamps_nothing(tmp_path: Path) -> None:
    late = Authority.at(tmp_path / "late", until=datetime(2021, 1, 1, tzinfo=UTC))

    assert "expired" in told(late.answer(question())[1], late)


def test_a_certificate_for_something_else_stamps_nothing(
    answer: bytes, authority: Authority
) -> None:
    """A web server's, put in the place of the one that it is said to be."""
    real = roots_of(authority.folder / "tsa.pem")[0].public_bytes(Encoding.DER)
    web = b""
    while len(web) != len(real):  # signatures differ in length by a byte or two
        made = authority.certificate("时间戳 TSA", purpose=ExtendedKeyUsageOID.SERVER_AUTH)
        web = made.public_bytes(Encoding.DER)
    assert answer.count(real) == 1

    assert "purpose" in told(answer.replace(real, web), authority)


def test_two_certificates_that_may_be_the_signer_are_none(tmp_path: Path) -> None:
    """One for web servers that is genuine, and one for stamping that is forged."""
    folder = tmp_path / "twin"
    twin = Authority.at(folder)
    web = twin.certificate("web", purpose=ExtendedKeyUsageOID.SERVER_AUTH)
    forged = twin.certificate("forged, to stamp with", signed_by=twin.key)
    (folder / "tsa.pem").write_bytes(forged.public_bytes(Encoding.PEM))
    twin.carry(web)
    one, other = forged.public_bytes(Encoding.DER), web.public_bytes(Encoding.DER)
    answered = twin.answer(question())[1]
    assert one + other in answered

    assert told(answered.replace(one + other, other + one), twin)


@pytest.mark.parametrize("folder", ["short", "much longer than the one who signs"])
def test_a_chain_holds_in_whichever_order_it_is_sent(
    tmp_path: Path, another: Authority, folder: str
) -> None:
    """OpenSSL sends the signer's first; DER wants the shorter one first."""
    chained, key = Authority.at(tmp_path / folder), ec.generate_private_key(ec.SECP256R1())
    between = chained.certificate("between", certified=key.public_key())
    signer = chained.certificate("时间戳 TSA", issuer="between", signed_by=key)
    (chained.folder / "tsa.pem").write_bytes(signer.public_bytes(Encoding.PEM))
    chained.carry(between)
    sizes = [len(one.public_bytes(Encoding.DER)) for one in (signer, between)]
    assert (sizes == sorted(sizes)) is (folder != "short")

    answered = chained.answer(question())[1]
    found = read_time_stamp(answered, CONTENT, roots_of(chained.root))
    assert (found.vouched, found.by) == (True, "时间戳 TSA")
    assert "no root vouches" in told(answered, another)


def test_a_moment_with_fractions_is_told_to_the_second(tmp_path: Path) -> None:
    fine = Authority.at(tmp_path / "fine", digits=6)

    assert read_time_stamp(fine.answer(question())[1], CONTENT, ()).at % 1_000_000 == 0


def test_whatever_byte_is_changed_it_is_told_or_says_the_same(
    answer: bytes, authority: Authority
) -> None:
    roots = roots_of(authority.root)
    right = read_time_stamp(answer, CONTENT, roots)
    seen = 0
    for at in range(len(answer)):
        changed = bytearray(answer)
        changed[at] ^= 1 << (at % 8)
        try:
            assert read_time_stamp(bytes(changed), CONTENT, roots) == right
            seen += 1
        except Unstamped:
            pass
    # What is not signed says nothing: the names of algorithms, twice over.
    assert seen < 20


def test_wherever_it_is_cut_it_is_told(answer: bytes) -> None:
    for kept in range(len(answer)):
        with pytest.raises(ValueError, match="time stamp"):
            verify.stamped(answer[:kept])
        assert told(answer[:kept])


@pytest.mark.parametrize(
    "der",
    [
        b"\x04",
        b"\x04\x80\x00\x00",
        b"\x04\x81\x01x",
        b"\x04\x82\x00\x80" + bytes(128),
        b"\x04\x02x",
    ],
    ids=["no length", "no end", "a longer length than need be", "a leading nought", "too short"],
)
def test_the_walk_reads_der_and_nothing_else(der: bytes) -> None:
    with pytest.raises(ValueError, match="time stamp"):
        verify.parts(der)


def test_the_walk_reads_lengths_of_one_byte_and_of_more() -> None:
    assert verify.parts(b"\x04\x01x\x04\x81\x80" + bytes(128)) == [(4, b"x"), (4, bytes(128))]


# Servers


@pytest.fixture
def refused(tmp_path: Path) -> Iterator[Callable[[Answer], str]]:
    """Packing with a server that answers so: what is told, once it is seen that nothing stays."""

    def ask(answer: Answer, **given: object) -> str:
        source, out = tmp_path / "class.toml", tmp_path / "out"
        source.write_text("", "utf-8")
        out.mkdir()
        contents = Contents("C", {"class.toml": source}, {}, {})
        with serving(answer) as url:
            server = TimeStampServer(url, sleep=lambda _: None, **given)  # type: ignore[arg-type]
            with pytest.raises(Unreadable) as raised:
                pack(contents, out / "C.zip", None, server.stamp)
        assert list(out.iterdir()) == []
        (problem,) = raised.value.problems
        assert "--no-time-stamp" in str(problem)
        assert "\n" not in str(problem)
        return str(problem)

    return ask


@pytest.mark.parametrize("status", [301, 403, 404, 500, 503])
def test_a_server_that_answers_otherwise_is_told(
    refused: Callable[[Answer], str], status: int
) -> None:
    assert f"HTTP {status}" in refused(lambda _: (status, b"no"))


@pytest.mark.parametrize(
    "body", [b"", b"<html>Welcome</html>", bytes(1 << 17), b"\x30\x03\x02\x01"]
)
def test_a_server_that_answers_rubbish_is_told(
    refused: Callable[[Answer], str], body: bytes
) -> None:
    assert "can be read" in refused(lambda _: (200, body))


def test_a_server_that_stamps_something_else_is_told(
    refused: Callable[[Answer], str], authority: Authority
) -> None:
    assert "another package" in refused(lambda _: authority.answer(question(b"else")))


def test_a_server_that_repeats_itself_is_told(
    refused: Callable[[Answer], str], authority: Authority
) -> None:
    """It stamps the right digest, but for somebody else's question."""

    def repeat(asked: bytes) -> tuple[int, bytes]:
        imprint = verify.parts(verify.parts(verify.parts(asked)[0][1])[1][1])[1][1]
        own = authority.folder / "own.tsq"
        command = [OPENSSL, "ts", "-query", "-digest", imprint.hex(), "-sha256", "-cert"]
        subprocess.run([*command, "-out", own], check=True, capture_output=True)
        return authority.answer(own.read_bytes())

    assert "another question" in refused(repeat)


def test_a_server_that_refuses_is_told(refused: Callable[[Answer], str], tmp_path: Path) -> None:
    picky = Authority.at(tmp_path / "picky", digests="sha512")

    assert "refused (status 2)" in refused(picky.answer)


def test_a_server_for_which_no_root_vouches_is_told(
    refused: Callable[..., str], authority: Authority, another: Authority
) -> None:
    assert "no root vouches" in refused(authority.answer, roots=roots_of(another.root))


def test_a_server_that_says_nothing_is_given_up(refused: Callable[..., str]) -> None:
    done = Event()

    def silent(_: bytes) -> tuple[int, bytes]:
        done.wait(2)
        return 200, b""

    assert "too long" in refused(silent, seconds=0.1)
    done.set()


def test_a_server_that_trickles_is_given_up(
    refused: Callable[..., str], authority: Authority
) -> None:
    clock = iter([0.0, 21.0] * 9)

    assert "too long" in refused(authority.answer, clock=lambda: next(clock))


def test_where_nobody_listens_is_told() -> None:
    with serving(lambda _: (200, b"")) as url:
        pass
    with pytest.raises(Unreadable, match="can't be reached"):
        TimeStampServer(url, sleep=lambda _: None).stamp(CONTENT)


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nAA\n", b"\xff"])
def test_roots_that_are_none_are_told(tmp_path: Path, content: bytes | None) -> None:
    place = tmp_path / "roots.pem"
    if content is not None:
        place.write_bytes(content)

    with pytest.raises(Unreadable):
        roots_of(place)
