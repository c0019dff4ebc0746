"""A night over the sample classes, begun by what cron would call, killed and begun again."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.night.deployed import Deployed, at_work, done, seen

# What is killed elsewhere is killed there alike: classes whose pictures take longest to look at,
# and a second offline class, filmed in the same way.
LEFT_OUT = {"cheats-faces", "honest-classroom", "far-camera", "cheats-classroom", "honest-offline"}
READABLE = 4  # of the other five: the last one is a clerk's mistakes
DUE = ("schedule", "--once")


@pytest.fixture(scope="module")
def landing(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, handed in by two institutions; looked at and never written."""
    folder = tmp_path_factory.mktemp("landing")
    for place in sorted(samples.iterdir()):
        if place.name in LEFT_OUT:
            continue
        number = 1 + place.name.endswith("line")
        home = folder / f"INST-000{number}"
        home.mkdir(exist_ok=True)
        if place.is_dir():
            shutil.copytree(place, home / place.name)
        elif place.suffix == ".zip":
            shutil.copy(place, home)
    return folder


@pytest.fixture(scope="module")
def undisturbed(
    landing: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[str, ...]]:
    """What every night over these classes must end with."""
    url = f"sqlite:///{tmp_path_factory.mktemp('undisturbed')}/store.db"
    deployed = Deployed(url, landing)
    assert deployed.night()["counts"]["done"] == READABLE + 1
    found = deployed.verdicts()
    assert [len(versions) for versions in found.values()] == [1] * READABLE
    return found


@pytest.fixture(params=[("local", "sqlite"), ("dask", "postgresql")], ids="-on-".join)
def deployed(request: pytest.FixtureRequest, landing: Path, tmp_path: Path) -> Deployed:
    engine, database = request.param
    if database == "sqlite":
        return Deployed(f"sqlite:///{tmp_path}/store.db", landing, engine).set_up()
    return Deployed(request.getfixturevalue("new_postgresql")(True), landing, engine)


def test_a_night_killed_and_resumed_and_its_worker_killed_ends_like_an_undisturbed_one(
    deployed: Deployed, undisturbed: dict[str, tuple[str, ...]]
) -> None:
    with deployed.store() as store:
        with deployed.started(*DUE) as lead:
            seen(lead, lambda: done(store))
            os.killpg(lead.pid, signal.SIGKILL)
        assert lead.returncode == -signal.SIGKILL
        assert 0 < done(store) < READABLE

        with deployed.started(*DUE) as lead:
            os.kill(seen(lead, lambda: at_work(store)), signal.SIGKILL)
            assert lead.wait() == 0

        assert store.ledger.parked() == ()
    assert deployed.night()["counts"]["unchanged"] == READABLE + 1
    assert deployed.verdicts() == undisturbed
