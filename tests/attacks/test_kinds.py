"""Each kind of attack leaves a recording that plays, false where it says, and is caught."""

from pathlib import Path

import pytest

from evidence.analyzers.frames.flaw_watcher import FlawWatcher
from evidence.analyzers.frames.watching import watch
from evidence.attacks.commit import commit
from evidence.attacks.film import make
from evidence.attacks.kind import kinds
from evidence.domain.pictures import Flaw
from evidence.domain.time import SECOND
from evidence.rules.rule import catalogue
from tests.analyzers.frames.films import film, reading, room

ROOM = room()
FLAWS = {"frozen-tail": Flaw.FROZEN, "frozen-noise": Flaw.FROZEN, "black": Flaw.BLACK}
FLAWS |= {"covered-lens": Flaw.COVERED}


def _honest(root: Path, seconds: int) -> Path:
    (root / "recordings").mkdir()
    film(root / "recordings/a.mp4", seconds, lambda at: reading(ROOM, at))
    return root


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _honest(tmp_path_factory.mktemp("honest"), 80)


@pytest.fixture(scope="module")
def long_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So long that half of it is told of though noise lies over it."""
    return _honest(tmp_path_factory.mktemp("long"), 270)


@pytest.mark.parametrize("name", FLAWS)
@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_a_flaw_laid_over_a_recording_is_found_where_it_was_laid(
    tmp_path: Path, bundle: Path, long_bundle: Path, name: str, strength: float
) -> None:
    out = tmp_path / "copy"
    noisy = name == "frozen-noise"
    honest = long_bundle if noisy else bundle

    start, end = commit(
        kinds()[name], honest, ["recordings/a.mp4"], "recordings/a.mp4", out, strength=strength
    )

    recording = out / "recordings/a.mp4"
    assert make(recording).seconds == pytest.approx(270 if noisy else 80, abs=0.5)
    spells = watch(str(recording), (FlawWatcher(),)).of(FLAWS[name])
    # A still under fresh noise is told as a doubt: so is an honest room with nobody in it.
    found = [spell.certain or spell.possible for spell in spells]
    assert len(found) == 1
    assert (spells[0].certain is None) is noisy
    # An encoder that looks ahead to the next scene may change a still in its last seconds already.
    assert found[0].length >= 0.85 * (end - start) * SECOND
    near = 2 if noisy else 1
    assert start - near <= found[0].start / SECOND
    assert found[0].end / SECOND <= end + near


def test_a_hole_is_closed_up(tmp_path: Path, bundle: Path) -> None:
    out = tmp_path / "copy"

    commit(kinds()["hole-cut"], bundle, ["recordings/a.mp4"], "recordings/a.mp4", out, strength=0)

    assert make(out / "recordings/a.mp4").seconds == pytest.approx(40, abs=1)


def test_the_honest_bundle_is_left_as_it_is(tmp_path: Path, bundle: Path) -> None:
    before = (bundle / "recordings/a.mp4").read_bytes()

    commit(
        kinds()["black"],
        bundle,
        ["recordings/a.mp4"],
        "recordings/a.mp4",
        tmp_path / "c",
        strength=1,
    )

    assert (bundle / "recordings/a.mp4").read_bytes() == before


def test_every_kind_names_a_rule_that_there_is_and_tells_its_story() -> None:
    assert {kind.rule for kind in kinds().values()} <= catalogue().keys()
    assert all(kind.story for kind in kinds().values())
