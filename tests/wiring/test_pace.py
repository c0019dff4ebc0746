"""Pace: what is used up, how it comes back, and that processes share it."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.time import MINUTE, SECOND
from evidence.wiring.pace import PLACES, Allowance, Pace

SIX = Allowance("ask", 6, MINUTE)
NOW = 1_800_000_000 * SECOND


def used(pace: Pace, who: str, times: int, now: int = NOW) -> None:
    for _ in range(times):
        pace.use(who, SIX, now)


def test_the_last_time_of_an_allowance_is_free_and_the_next_must_wait() -> None:
    pace = Pace.alone()
    used(pace, "chen", 5)
    assert pace.wait("chen", SIX, NOW) == 0
    used(pace, "chen", 1)
    assert pace.wait("chen", SIX, NOW) == 10 * SECOND
    assert pace.wait("chen", SIX, NOW + 10 * SECOND - 1) == 1
    assert pace.wait("chen", SIX, NOW + 10 * SECOND) == 0


def test_what_one_uses_up_is_not_held_against_another_nor_against_another_thing() -> None:
    pace = Pace.alone()
    used(pace, "10.0.0.1", 6)
    assert pace.wait("10.0.0.2", SIX, NOW) == 0
    assert pace.wait("10.0.0.1", Allowance("sign-in", 6, MINUTE), NOW) == 0


def test_several_times_at_once_count_as_many() -> None:
    one, other = Pace.alone(), Pace.alone()
    used(one, "chen", 6)
    other.use("chen", SIX, NOW, 6)
    assert one.wait("chen", SIX, NOW) == other.wait("chen", SIX, NOW) > 0


@given(st.lists(st.integers(0, 5 * SECOND), max_size=80))
def test_nobody_is_let_do_more_than_twice_the_allowance_within_its_time(pauses: list[int]) -> None:
    pace, now, done = Pace.alone(), NOW, []
    for pause in pauses:
        now += pause
        if not pace.wait("chen", SIX, now):
            pace.use("chen", SIX, now)
            done.append(now)
    for at in done:
        assert sum(at <= each < at + MINUTE for each in done) < 2 * SIX.most


def test_a_full_table_forgets_whoever_has_the_most_back() -> None:
    pace = Pace.alone()
    for number in range(4 * PLACES):
        pace.use(f"stranger {number}", SIX, NOW)
    used(pace, "chen", 6, NOW + SECOND)
    assert pace.wait("chen", SIX, NOW + SECOND) > 0


def test_another_process_knows_what_was_used_up(tmp_path: Path) -> None:
    place = tmp_path / "pace"
    here = Pace.at(place)
    used(here, "chen", 3)
    there = (
        "import sys; from pathlib import Path; from evidence.wiring.pace import Allowance, Pace\n"
        f"six = Allowance('ask', 6, {MINUTE}); pace = Pace.at(Path(sys.argv[1]))\n"
        f"for _ in range(3): pace.use('chen', six, {NOW})\n"
    )
    subprocess.run([sys.executable, "-c", there, str(place)], check=True)
    assert here.wait("chen", SIX, NOW) == 10 * SECOND
    here.close()
