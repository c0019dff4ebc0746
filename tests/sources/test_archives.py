import gzip
import io
import shutil
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.domain.errors import BundleUnreadable, Problem
from evidence.sources.archives import ArchiveLimits
from evidence.sources.bundle import open_bundle
from tests.sources.bundles import SOUND, Silent, opened, problems, read, written

TOP = "班级"


def zipped(path: Path, files: dict[str, bytes], *, top: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(top + name, content)
    return path


def tarred(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def sound() -> dict[str, bytes]:
    return {
        name: content if isinstance(content, bytes) else content.encode()
        for name, content in SOUND.items()
    }


def member(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = "class.toml" if kind in (tarfile.SYMTYPE, tarfile.LNKTYPE) else ""
    return info


def sound_members() -> list[tuple[tarfile.TarInfo, bytes]]:
    return [(member(name), content) for name, content in sound().items()]


def only(path: Path) -> Problem:
    (problem,) = problems(path)
    return problem


def stopped(path: Path, limits: ArchiveLimits) -> str:
    with (
        pytest.raises(BundleUnreadable) as raised,
        open_bundle(path, limits=limits, progress=Silent()),
    ):
        pass
    return str(raised.value)


def gbk_zip(path: Path, files: dict[str, bytes]) -> Path:
    """A zip as Chinese Windows programs write it: names in GBK, no flag to say so."""
    placeholders = {
        f"{number:03}".ljust(len(n.encode("gbk")), "x"): n for number, n in enumerate(files)
    }
    zipped(path, {short: files[name] for short, name in placeholders.items()})
    raw = path.read_bytes()
    for short, name in placeholders.items():
        raw = raw.replace(short.encode(), name.encode("gbk"))
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("kind", ["zip", "tar", "gztar"])
@pytest.mark.parametrize("top", ["", TOP])
def test_an_archive_is_the_same_bundle_as_its_folder(tmp_path: Path, kind: str, top: str) -> None:
    folder = written(tmp_path / "out" / TOP)
    plain = read(tmp_path / "plain")
    packed = shutil.make_archive(
        str(tmp_path / "packed"), kind, folder.parent if top else folder, top or None
    )

    with opened(Path(packed)) as bundle:
        assert bundle.sha256 == plain.sha256
        assert bundle.digests == plain.digests
        assert bundle.learners == plain.learners
        assert (bundle.root / "recordings/a.mp4").read_bytes() == b"footage"
        root = bundle.root
    assert not root.exists()


def test_progress_of_unpacking_comes_to_its_end(tmp_path: Path) -> None:
    class Stages(Silent):
        def stage(self, name: object, total: int) -> None:
            stages.append([total, 0])

        def advance(self, steps: int = 1) -> None:
            stages[-1][1] += steps

    stages: list[list[int]] = []
    packed = [
        zipped(tmp_path / "a.zip", sound()),
        tarred(tmp_path / "a.tgz", sound_members(), "w:gz"),
    ]
    for path in packed:
        with open_bundle(path, progress=Stages()):
            pass

    assert len(stages) == 4
    assert all(total == done for total, done in stages)


def test_names_of_a_chinese_windows_come_out_right(tmp_path: Path) -> None:
    files = sound() | {"recordings/录像一.mp4": b"x", "photos/照片.jpg": b"y"}

    with opened(gbk_zip(tmp_path / "a.zip", files)) as bundle:
        assert set(bundle.digests) == set(files)
        assert (bundle.root / "recordings/录像一.mp4").read_bytes() == b"x"


def test_names_of_a_mac_without_the_flag_come_out_right(tmp_path: Path) -> None:
    name = "recordings/录像.mp4"
    path = zipped(tmp_path / "a.zip", sound() | {"recordings/xxxxxx.mp4": b"x"})
    path.write_bytes(path.read_bytes().replace(b"recordings/xxxxxx.mp4", name.encode()))

    with opened(path) as bundle:
        assert name in bundle.digests


def test_the_unicode_name_beside_a_plain_one_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    zipped(path, sound())
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("recordings/__.mp4")
        extra = b"\x01" + struct.pack("<I", zlib.crc32(b"recordings/__.mp4"))
        extra += "recordings/录像.mp4".encode()
        info.extra = struct.pack("<HH", 0x7075, len(extra)) + extra
        archive.writestr(info, b"x")

    with opened(path) as bundle:
        assert "recordings/录像.mp4" in bundle.digests


def test_backslashes_in_a_zip_are_folders(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {n.replace("/", "\\"): c for n, c in sound().items()})

    with opened(path) as bundle:
        assert bundle.sha256 == read(tmp_path / "plain").sha256


@pytest.mark.parametrize("name", ["../evil", "/evil", "C:\\evil", "a/../../evil", "..\\evil"])
def test_no_archive_writes_outside_its_folder(tmp_path: Path, name: str) -> None:
    by_zip = zipped(tmp_path / "a.zip", sound() | {name: b"x"})
    by_tar = tarred(tmp_path / "a.tar", [*sound_members(), (member(name), b"x")])

    for path in (by_zip, by_tar):
        assert "out of the archive" in str(only(path).what)
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE]
)
def test_a_tar_holds_no_links_and_devices(tmp_path: Path, kind: bytes) -> None:
    path = tarred(tmp_path / "a.tar", [*sound_members(), (member("x", kind), b"")])

    assert (only(path).file, str(only(path).what)[:14]) == ("x", "this is a link")


def test_a_zip_holds_no_links(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", sound())
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("recordings/b.mp4")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")

    assert "link" in str(only(path).what)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["roster.csv", "ROSTER.csv"])
def test_two_entries_of_one_name_are_a_problem(tmp_path: Path, other: str) -> None:
    path = zipped(tmp_path / "a.zip", sound())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(other, "x")
    tar = tarred(tmp_path / "a.tar", [*sound_members(), (member(other), b"x")])

    assert "roster.csv" in str(only(path).what)
    assert "roster.csv" in str(only(tar).what)


def test_a_file_that_is_a_folder_too_is_a_problem(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar", [*sound_members(), (member("roster.csv/x"), b"x")])

    assert "both a file and a folder" in str(only(path).what)


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_truncated_tar_is_told_wherever_it_is_cut(tmp_path: Path, mode: str) -> None:
    whole = tarred(tmp_path / "a.tar", sound_members(), mode).read_bytes()
    cut = tmp_path / "cut.tar"

    for length in range(200, len(whole) - (2 if mode == "w:gz" else 9728), len(whole) // 20):
        cut.write_bytes(whole[:length])
        assert "cut off or damaged" in str(only(cut).what), length


def test_a_broken_header_does_not_lose_the_files_behind_it(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar", sound_members())
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"schedule.csv")] ^= 1
    path.write_bytes(raw)

    assert "cut off or damaged" in str(only(path).what)


def test_a_truncated_zip_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", sound())
    path.write_bytes(path.read_bytes()[:-100])

    assert "cut off or damaged" in str(only(path).what)


def test_a_damaged_entry_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sound().items():
            archive.writestr(name, content)
    path.write_bytes(path.read_bytes().replace(b"footage", b"fOotage", 1))

    assert only(path).file == "recordings/a.mp4"


def test_an_encrypted_zip_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", sound())
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    path.write_bytes(raw)

    assert "password" in str(only(path).what)


def test_a_packing_that_nobody_reads_is_told_by_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"recordings/b.mp4": b"x"} | sound())
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        raw[raw.index(signature) + offset] = 9
    path.write_bytes(raw)

    assert only(path).file == "recordings/b.mp4"
    assert "7-Zip" in str(only(path).what)


TIGHT = ArchiveLimits(ratio=20, ratio_from_bytes=1 << 20)


def test_a_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    bomb = sound() | {"recordings/b.mp4": bytes(30 << 20)}
    by_zip = zipped(tmp_path / "a.zip", bomb)
    by_tar = tarred(tmp_path / "a.tgz", [(member(n), c) for n, c in bomb.items()], "w:gz")

    for path in (by_zip, by_tar):
        assert "20 times its size" in stopped(path, TIGHT)


def test_a_bomb_behind_the_end_of_a_tar_is_stopped(tmp_path: Path) -> None:
    plain = tarred(tmp_path / "a.tar", sound_members()).read_bytes()
    path = tmp_path / "a.tgz"
    path.write_bytes(gzip.compress(plain + bytes(30 << 20)))

    assert "20 times its size" in stopped(path, TIGHT)


def test_a_header_that_lies_about_its_length_changes_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"recordings/b.mp4": bytes(30 << 20)} | sound())
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 24 : raw.index(b"PK\x01\x02") + 28] = struct.pack("<I", 7)
    path.write_bytes(raw)

    assert "recordings/b.mp4" in stopped(path, TIGHT)


def test_a_name_of_gigabytes_is_not_read_into_memory(tmp_path: Path) -> None:
    long = member("x", tarfile.GNUTYPE_LONGNAME)
    long.size = 8 << 30
    path = tmp_path / "a.tgz"
    path.write_bytes(gzip.compress(long.tobuf(tarfile.GNU_FORMAT) + bytes(1 << 20)))

    assert "cut off or damaged" in str(only(path).what)


def test_limits_on_files_and_bytes_hold_on_each_side(tmp_path: Path) -> None:
    files = sound()
    total = sum(map(len, files.values()))
    path = zipped(tmp_path / "a.zip", files)

    fits = ArchiveLimits(files=len(files), total_bytes=total)
    with open_bundle(path, limits=fits, progress=Silent()):
        pass
    assert "more than" in stopped(path, ArchiveLimits(files=len(files) - 1))
    assert "room" in stopped(path, ArchiveLimits(total_bytes=total - 1))
    assert "room" in stopped(path, ArchiveLimits(spare_bytes=1 << 60))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"Rar!\x1a\x07\x00", "RAR archives are not read"),
        (b"7z\xbc\xaf\x27\x1c", "7z archives are not read"),
        (b"hello", "no class bundle"),
        (b"", "no class bundle"),
        (b"\x1f\x8bnot gzip at all", "cut off or damaged"),
        (b"PK\x03\x04", "cut off or damaged"),
    ],
)
def test_what_is_no_archive_is_one_clear_line(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(raw)

    assert said in str(only(path).what)
    assert only(path).file == "a.bin"


def test_an_entry_whose_name_is_damaged_away_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", sound() | {"x.txt": b"x"})
    # A name ends at its first zero byte.
    path.write_bytes(path.read_bytes().replace(b"x.txt", b"\0.txt"))

    assert str(only(path).what)


@given(at=st.integers(0, 1 << 30), byte=st.integers(0, 255), kind=st.sampled_from(["zip", "tgz"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_breaks_more_than_the_archive(
    tmp_path: Path, at: int, byte: int, kind: str
) -> None:
    path = tmp_path / "a"
    if kind == "zip":
        zipped(path, sound())
    else:
        tarred(path, sound_members(), "w:gz")
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] = byte
    path.write_bytes(raw)

    for problem in problems(path):
        assert str(problem.what)


@pytest.mark.parametrize(("mode", "kind"), [("w:bz2", "bzip2"), ("w:xz", "xz")])
@pytest.mark.parametrize("name", ["a.tar", "a.tar.packed"])
def test_a_tar_packed_otherwise_is_not_read_and_not_called_damaged(
    tmp_path: Path, mode: str, kind: str, name: str
) -> None:
    problem = only(tarred(tmp_path / name, sound_members(), mode))

    assert str(problem.what).startswith(f"{kind} archives are not read")
