import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.sources.digests import bundle_digest, digests_of
from evidence.sources.remarks import Remarks
from tests.sources.bundles import Silent, read

NAMES = st.dictionaries(st.text(min_size=1, max_size=8), st.binary(max_size=8), max_size=6)


@given(NAMES)
def test_the_order_of_the_files_does_not_matter(files: dict[str, bytes]) -> None:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}

    assert bundle_digest(digests) == bundle_digest(dict(reversed(digests.items())))


@given(NAMES, st.text(min_size=1, max_size=8), st.binary(max_size=8))
def test_another_file_is_another_bundle(files: dict[str, bytes], name: str, content: bytes) -> None:
    digests = {path: hashlib.sha256(raw).hexdigest() for path, raw in files.items()}
    changed = digests | {name: hashlib.sha256(content).hexdigest()}

    assert (bundle_digest(digests) == bundle_digest(changed)) == (digests == changed)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs coreutils")
def test_anybody_can_compute_the_digest_of_a_bundle(tmp_path: Path) -> None:
    bundle = read(tmp_path)

    said = subprocess.run(
        ["sh", "-c", "find * -type f -exec sha256sum {} + | LC_ALL=C sort | sha256sum"],  # noqa: S607
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert said.split()[0] == bundle.sha256


def test_progress_is_told_by_bytes(tmp_path: Path) -> None:
    files = {"a": tmp_path / "a", "b": tmp_path / "b"}
    files["a"].write_bytes(bytes(3 << 20))
    files["b"].write_bytes(b"")
    progress = Silent()

    digests_of(files, progress=progress, remarks=Remarks())

    assert progress.done == progress.total == 3 << 20


def test_a_file_that_goes_away_meanwhile_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    remarks = Remarks()

    found = digests_of({"a": tmp_path / "folder"}, progress=Silent(), remarks=remarks)

    assert not found
    assert [problem.file for problem in remarks.problems] == ["a"]
