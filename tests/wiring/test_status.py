"""The status put together: a real store, asked over HTTP."""

from pathlib import Path

import httpx
import pytest

from evidence.domain.time import HOUR, MINUTE
from evidence.service.endpoint import endpoint
from evidence.wiring.schedule import nights
from evidence.wiring.status import answers, status_now
from tests.wiring.deployments import TWO_AT_NIGHT, Hand, scheduled

ROOMY = "[status]\nleast_free_gigabytes = 0\n"


def asked(folder: Path, clock: Hand, later: int = 0, schedule: str = ROOMY) -> tuple[int, str]:
    of = scheduled(folder, schedule, clock)
    told = answers(of.deployed, clock)
    clock.time += later
    with endpoint("127.0.0.1:0", told) as port:
        answer = httpx.get(f"http://127.0.0.1:{port}/healthz")
    return answer.status_code, answer.text


def test_a_store_that_was_never_set_up_or_is_lost_is_ill(tmp_path: Path) -> None:
    assert asked(tmp_path, Hand()) == (503, "the store does not answer\n")


def test_after_a_night_all_is_well(tmp_path: Path) -> None:
    nights(scheduled(tmp_path))

    assert asked(tmp_path, Hand()) == (200, "ok\n")


def test_a_day_without_a_night_is_ill(tmp_path: Path) -> None:
    with scheduled(tmp_path).store():
        pass

    assert asked(tmp_path, Hand(), later=30 * HOUR) == (200, "ok\n")
    assert asked(tmp_path, Hand(), later=30 * HOUR + MINUTE) == (503, "no night has ended yet\n")


def test_a_disk_that_is_nearly_full_is_ill(tmp_path: Path) -> None:
    nights(scheduled(tmp_path))

    code, text = asked(tmp_path, Hand(), schedule="[status]\nleast_free_gigabytes = 1e9\n")

    assert code == 503
    assert "nearly full" in text


def test_asking_writes_nothing(tmp_path: Path) -> None:
    found = status_now(scheduled(tmp_path).deployed)

    assert found.nights == ()
    assert not (tmp_path / "evidence.db").exists()


@pytest.mark.parametrize("later", [0, HOUR])
def test_what_monitors_are_told_is_never_older_than_seconds(tmp_path: Path, later: int) -> None:
    clock = Hand(TWO_AT_NIGHT)
    of = scheduled(tmp_path, ROOMY, clock)
    told = answers(of.deployed, clock)
    assert told.ills() == ("the store does not answer",)
    nights(scheduled(tmp_path))

    clock.time += later

    assert (told.ills() == ()) is bool(later)
