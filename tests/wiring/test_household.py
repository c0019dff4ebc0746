"""The household: what the processes of one server have in common."""

import os
import threading
from pathlib import Path

from evidence.wiring.household import FOLDER, Bell, Household, founded, ours


def test_who_is_started_in_a_household_shares_its_key_and_its_pace() -> None:
    with founded():
        one, other = ours(), ours()
        assert one.key == other.key
        one.close()
        other.close()
    alone = ours()
    assert alone.key != one.key
    alone.close()


def test_one_receives_and_the_next_takes_over_when_it_ends() -> None:
    with founded():
        one, other = ours(), ours()
        assert one.receives()
        assert one.receives()
        assert not other.receives()
        one.close()
        assert other.receives()
        other.close()


def test_a_bell_is_heard_in_another_process(tmp_path: Path) -> None:
    place = tmp_path / "bell"
    place.touch()
    heard = threading.Thread(target=Bell(place).wait, args=(60,))
    heard.start()
    while heard.is_alive():
        Bell(place).ring()
        heard.join(0.1)


def test_nothing_of_a_household_is_left_nor_for_others_to_read() -> None:
    with founded():
        folder = Path(os.environ[FOLDER])
        assert folder.stat().st_mode & 0o077 == 0
        Household.of(folder).close()
    assert not folder.exists()
