from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from evidence.analyzers.prints.comparing import PrintComparer
from evidence.analyzers.prints.form import Print, dumps
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Flaw, Pictures, Seen, Speed, Spell
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import SECOND, Interval
from tests.analyzers.prints.rooms import Day, Lens, seen, spliced, taken

LENGTH = 900.0
NINE = 1_618_794_000 * SECOND
DAY = 86_400 * SECOND


@dataclass(frozen=True)
class Timetable:
    sessions: tuple[Session, ...] = ()


def session(number: int) -> Session:
    start = NINE + (number - 1) * DAY
    span = Interval(start, start + 3600 * SECOND)
    return Session(f"S{number}", Kind.PRACTICAL, span, 1, cameras=("cam1",))


LESSONS = Timetable((session(1), session(2)))


@cache
def first_day():
    return seen(Day(1, 1, length=LENGTH), 0, LENGTH)


@cache
def first_day_again():
    """The same seconds, encoded anew."""
    return seen(Day(1, 1, length=LENGTH), 1.7, LENGTH - 5, lens=Lens(noise=1.5))


def recording(name, cells, start, *, camera="cam1", spells=()) -> Recording:
    shown = cells if isinstance(cells, Print) else taken(cells)
    pictures = Pictures(Seen.LOOKED, spells=spells, prints=dumps(shown))
    file = FootageFile(f"{name}.mp4", camera, start, DatedBy.TABLE)
    return Recording(file, Media(EndReason.COMPLETE, duration=shown.length), pictures)


def replays(*recordings: Recording, bundle=LESSONS):
    compared = PrintComparer().compare(bundle, recordings)
    return {one.path: one.pictures.spells for one in compared if one.pictures.spells}


def test_the_later_of_two_sessions_with_the_same_seconds_is_told_of():
    found = replays(
        recording("later", first_day_again(), NINE + DAY), recording("first", first_day(), NINE)
    )

    (spell,) = found.pop("later.mp4")
    assert not found
    assert spell.flaw is Flaw.REUSED
    assert spell.twin.path == "first.mp4"
    assert spell.possible.length > 800 * SECOND
    assert spell.certain is None  # a film shown to two classes is as alike: for a person


@pytest.mark.parametrize(("apart", "shared"), [(9, True), (11, False)])
def test_two_exports_of_one_camera_may_overlap(apart, shared):
    one = recording("one", first_day(), NINE)
    two = recording("two", first_day_again(), NINE + int((1.7 + apart) * SECOND))

    assert bool(replays(one, two)) is not shared


@pytest.mark.parametrize(("apart", "shared"), [(115, True), (125, False)])
def test_two_recorders_of_one_lesson_may_differ_by_their_clocks(apart, shared):
    one = recording("one", first_day(), NINE)
    two = recording("two", first_day_again(), NINE + apart * SECOND, camera="cam2")

    assert bool(replays(one, two)) is not shared


def test_what_has_no_date_is_held_against_nobody():
    assert not replays(
        recording("dated", first_day(), NINE), recording("undated", first_day_again(), None)
    )


def test_a_stretch_that_comes_again_within_one_recording_is_a_loop():
    piece = seen(Day(1, 1, length=LENGTH), 101.9, 200, lens=Lens(noise=1.5))

    (spell,) = replays(recording("one", spliced(first_day(), 500, piece), NINE))["one.mp4"]

    assert spell.flaw is Flaw.LOOPED
    assert abs(spell.twin.span.start / SECOND - 101.9) < 20
    assert spell.certain.start > spell.possible.start


@pytest.mark.parametrize(("later", "flaw"), [(1000, Flaw.LOOPED), (86_400, Flaw.REUSED)])
def test_within_one_session_it_is_a_loop_and_from_another_reuse(later, flaw):
    one = recording("one", first_day(), NINE)
    two = recording("two", first_day_again(), NINE + later * SECOND)

    ((spell,),) = replays(one, two).values()

    assert spell.flaw is flaw


def test_seconds_in_which_nothing_moves_are_no_replay():
    still = Spell(Flaw.FROZEN, Interval(0, 900 * SECOND), None, Speed.FULL)
    one = recording("one", first_day(), NINE)
    two = recording("two", first_day_again(), NINE + DAY, spells=(still,))

    assert replays(one, two) == {"two.mp4": (still,)}


def test_a_replay_that_also_looks_turned_away_is_a_replay():
    turned = Spell(Flaw.COVERED, Interval(0, 900 * SECOND), None, Speed.FULL)
    one = recording("one", first_day(), NINE)
    two = recording("two", first_day_again(), NINE + DAY, spells=(turned,))

    (told,) = replays(one, two).values()

    assert {spell.flaw for spell in told} == {Flaw.COVERED, Flaw.REUSED}


def test_packets_copied_as_they_are_need_no_picture():
    keys = np.arange(30) * 4 * SECOND
    chance = np.random.default_rng(1)
    digests = chance.integers(0, 1 << 32, 30).astype(np.uint32)
    digests[20:26] = digests[5:11]
    maps = np.zeros((1, 144), np.int8)
    shown = Print(120 * SECOND, keys[:1], maps, keys, digests)

    (spell,) = replays(recording("one", shown, NINE))["one.mp4"]

    assert spell.by is Speed.PACKETS
    assert spell.certain == Interval(80 * SECOND, 100 * SECOND)
    assert spell.possible == Interval(80 * SECOND, 104 * SECOND)
    assert spell.twin.span.start == 20 * SECOND


def piece(at: int, seconds: int, camera: str = "cam1") -> Recording:
    cells = first_day()[at // 5 : (at + seconds) // 5]
    return recording(f"{camera}-{at}", cells, NINE + at * SECOND, camera=camera)


@pytest.mark.parametrize(
    ("pieces", "open_"),
    [
        ([piece(0, 30), piece(30, 30)], 2),
        ([piece(0, 30), piece(30, 25)], 0),
        ([piece(0, 30), piece(35, 30)], 2),
        ([piece(0, 30), piece(40, 30)], 0),
        ([piece(0, 55), piece(55, 60)], 0),
        ([piece(0, 30), piece(30, 30, camera="cam2")], 0),
        ([piece(at, 10) for at in range(0, 60, 10)], 6),
    ],
    ids=[
        "a minute in two",
        "less than a minute",
        "nearly joined",
        "apart",
        "beside a file that is long enough",
        "of two cameras",
        "in tens",
    ],
)
def test_a_recording_that_was_cut_into_short_files_is_not_compared(pieces, open_):
    found = replays(*pieces)

    flaws = [spell.flaw for spells in found.values() for spell in spells]
    assert flaws == [Flaw.UNCOMPARED] * open_
