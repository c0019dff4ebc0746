"""A package handed in as a bundle: only its originals are believed."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from sample_media import regulated
from sample_media.breaches import breach

from evidence.domain.errors import Unreadable
from evidence.package import layout
from evidence.package.packing import Contents, pack
from evidence.pipeline.quiet import Quiet
from evidence.report import verdict_json
from evidence.sources.intake import LandedClasses
from evidence.wiring.checking import check_bundle, checked_bundle
from evidence.wiring.packages import recheck_package, verify_package

POLICY = "pingdingshan-2015"


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    regulated.room(folder, POLICY, tmp_path)
    return folder


@pytest.fixture
def forged(honest: Path, tmp_path: Path) -> Path:
    """A class without a signed gate, packed with the verdict of the honest one, digests and all."""
    claimed = verdict_json.write(check_bundle(honest).verdict)
    bad = tmp_path / "bad"
    breach(bad, POLICY, "three-gates", tmp_path)
    with checked_bundle(bad) as (bundle, _):
        originals = {path: bundle.root / path for path in bundle.digests}
        place = tmp_path / "INST" / "forged.zip"
        pack(Contents("C", originals, {layout.VERDICT: claimed}, {}), place, None)
    return place


def test_a_forged_verdict_in_a_package_that_hangs_together_is_not_believed(forged: Path) -> None:
    found = verify_package(forged, key=None)

    assert found.wrong == (), "it was packed anew, and says so by bearing no seal"
    assert found.seal is None
    assert json.loads(found.verdict)["verdict"] == "valid"
    assert check_bundle(forged).verdict.standing == "review"


def test_checking_again_tells_where_the_stated_verdict_is_another(forged: Path) -> None:
    stated = verify_package(forged, key=None).verdict

    assert {"verdict", "findings"} <= {p.column for p in recheck_package(forged, stated, Quiet())}


def test_the_night_takes_a_package_for_its_originals(forged: Path, honest: Path) -> None:
    night = LandedClasses(forged.parent.parent)
    (hand_in,) = night.discover("INST")

    with night.opened(hand_in.subject, Quiet()) as bundle, checked_bundle(forged) as (same, _):
        assert bundle.sha256 == same.sha256
        assert not any(path.startswith("evidence/") for path in bundle.digests)
    assert check_bundle(honest).verdict.bundle_sha256 != same.sha256


def test_an_authority_comes_to_the_verdict_of_the_institution(honest: Path, tmp_path: Path) -> None:
    with checked_bundle(honest) as (bundle, judgement):
        originals = {path: bundle.root / path for path in bundle.digests}
        pack(Contents("C", originals, {}, {}), tmp_path / "p.zip", None)

    authority = check_bundle(tmp_path / "p.zip").verdict
    assert verdict_json.write(authority) == verdict_json.write(judgement.verdict)
    assert authority == judgement.verdict


@pytest.mark.parametrize("kept", [0, 100, 0.5, 0.99])
def test_a_cut_package_is_one_line_and_no_verdict(forged: Path, kept: float) -> None:
    content = forged.read_bytes()
    forged.write_bytes(content[: int(kept if kept >= 1 else kept * len(content))])

    with pytest.raises(Unreadable):
        verify_package(forged, key=None)


def test_a_package_is_a_bag_that_any_unzip_opens(forged: Path) -> None:
    with ZipFile(forged) as archive:
        assert "C/bagit.txt" in archive.namelist()
