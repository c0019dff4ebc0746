from functools import cache

import numpy as np
import pytest

from evidence.analyzers.prints import form
from evidence.analyzers.prints.reels import LONGEST, reels
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Pictures, Seen, Speed, Spell
from evidence.domain.time import MINUTE, SECOND, Interval
from tests.analyzers.prints.rooms import Day, cut, negative, recorded, seen, taken

NINE = 1_618_794_000 * SECOND


@cache
def cells():
    return seen(Day(1, 1, length=300.0), 0, 300)


@cache
def each_second():
    return seen(Day(1, 1, length=300.0), 0, 120, gap=1)


def of(at: float, seconds: int, *, camera: str = "cam1", dated: bool = True) -> Recording:
    """A file of so many seconds that begins so many after nine."""
    start = NINE + round(at * SECOND) if dated else None
    shown = negative(cells()[: seconds // 5])
    return recorded(shown, start, f"{camera}-{at}-{seconds}.mp4", camera=camera)


def paths(*recordings: Recording) -> list[int]:
    """How many files each reel has."""
    return [len(reel.parts) for reel in reels(recordings)]


@pytest.mark.parametrize(
    ("second", "files"),
    [
        (of(10, 10), [2]),
        (of(70, 10), [2]),
        (of(71, 10), [1, 1]),
        (of(7, 10), [2]),
        (of(6, 10), [1, 1]),
        (of(7, 5), [1, 1]),
        (of(10, 10, camera="cam2"), [1, 1]),
        (of(10, 10, dated=False), [1, 1]),
    ],
    ids=[
        "one goes on where the other ends",
        "a minute later",
        "more than a minute later",
        "three seconds of it are in the first, too",
        "more than three are",
        "more than half of it is",
        "of another camera",
        "undated",
    ],
)
def test_files_that_follow_each_other_are_one_reel(second: Recording, files: list[int]) -> None:
    assert paths(second, of(0, 10)) == files


def test_an_hour_in_files_has_the_print_that_it_has_in_one() -> None:
    (whole,) = reels(cut(cells(), NINE, 300))
    (joined,) = reels(cut(cells(), NINE, 10))

    assert len(joined.parts) == 30
    assert np.array_equal(joined.taken.maps, whole.taken.maps)
    assert np.array_equal(joined.taken.at, whole.taken.at)


def test_what_a_recorder_writes_into_two_files_is_shown_once() -> None:
    (whole,) = reels(cut(each_second(), NINE, 120, gap=1))
    (joined,) = reels(cut(each_second(), NINE, 10, gap=1, lap=2))

    assert len(joined.parts) == 12
    assert joined.taken.length == whole.taken.length
    assert np.array_equal(joined.taken.at, whole.taken.at)


def test_a_name_that_tells_no_parts_of_a_second_moves_nothing() -> None:
    exact = [of(at, 15) for at in (0.0, 15.7, 30.2, 45.9)]
    (reel,) = reels(exact)

    assert [part.begins // SECOND for part in reel.parts] == [0, 15, 30, 45]
    assert reel.wall(46 * SECOND) == NINE + round((45.9 + 1) * SECOND)


def test_seconds_that_a_recorder_loses_at_each_seam_add_up_to_no_more_than_one() -> None:
    (reel,) = reels([of(number * 10.9, 10) for number in range(10)])

    off = [reel.wall(part.begins) - NINE - part.begins for part in reel.parts]
    assert max(off) <= SECOND


def test_two_copies_of_the_same_files_are_two_reels() -> None:
    twice = [recorded(negative(cells()[:2]), NINE + at * SECOND, f"{name}{at}.mp4")
             for name in "ab" for at in range(0, 60, 10)]  # fmt: skip

    assert paths(*twice) == [6, 6]


def test_files_that_nobody_says_the_camera_of_are_joined_only_where_there_is_one() -> None:
    one = [of(at, 10, camera="") for at in range(0, 60, 10)]
    beside = [of(at + 1, 10, camera="") for at in range(0, 60, 10)]

    assert paths(*one) == [6]
    assert max(paths(*one, *beside)) < 6


def test_a_day_of_footage_is_parted_into_reels_of_about_one_length() -> None:
    hours = 5
    files = [of(at, 300) for at in range(0, hours * 3600, 300)]

    lengths = [reel.taken.length for reel in reels(files)]

    assert len(lengths) == -(-hours * 60 * MINUTE // LONGEST)
    assert max(lengths) - min(lengths) <= 300 * SECOND
    assert sum(lengths) == hours * 60 * MINUTE


def test_prints_that_an_earlier_version_kept_are_not_joined() -> None:
    old = Pictures(Seen.LOOKED, prints=form.dumps(taken(cells()[:2])))
    files = [of(0, 10), of(10, 10)]

    assert paths(*(Recording(one.file, one.media, old) for one in files)) == [1, 1]


def test_a_moment_is_found_in_the_file_that_shows_it() -> None:
    (reel,) = reels(cut(each_second(), NINE, 10, gap=1, lap=2))

    starts = [reel.at(moment * SECOND).file.start for moment in (0, 9, 11, 12, 119)]
    assert [start - NINE for start in starts] == [each * SECOND for each in (0, 0, 0, 10, 110)]


def test_where_a_file_stands_still_its_reel_does() -> None:
    first, second = of(0, 10), of(10, 10)
    still = Spell(Flaw.FROZEN, Interval(2 * SECOND, 9 * SECOND), None, Speed.FULL)
    frozen = Pictures(Seen.LOOKED, spells=(still,), prints=second.pictures.prints)

    (reel,) = reels([first, Recording(second.file, second.media, frozen)])

    assert list(reel.still) == [Interval(12 * SECOND, 19 * SECOND)]
