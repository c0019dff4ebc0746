"""Classes whose recorder writes short files are compared as if it had written one."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from evidence.analyzers.prints.comparing import PrintComparer
from evidence.analyzers.prints.recorded import RecordComparer
from evidence.domain.footage import Recording
from evidence.domain.pictures import Flaw, Speed, Spell
from evidence.domain.teaching import Kind, Session
from evidence.domain.time import DAY, SECOND, Interval
from evidence.store.memory import MemoryStore
from tests.analyzers.prints.rooms import Day, Lens, cut, negative, recorded, seen, spliced
from tests.analyzers.prints.test_recorded import Bundle

LENGTH = 900.0
NINE = 1_618_794_000 * SECOND


@dataclass(frozen=True)
class Timetable:
    sessions: tuple[Session, ...] = ()


def lesson(name: str, start: int, length: int = 3600 * SECOND) -> Session:
    return Session(name, Kind.PRACTICAL, Interval(start, start + length), 1, cameras=("cam1",))


LESSONS = Timetable((lesson("S1", NINE), lesson("S2", NINE + DAY)))


@cache
def a_day(number: int = 1):
    return seen(Day(1, number, length=LENGTH), 0, LENGTH)


@cache
def looped():
    """From 503 s on what was shown from 101.9 s on, encoded anew."""
    piece = seen(Day(1, 1, length=LENGTH), 101.9, 300, lens=Lens(noise=1.5))
    return spliced(a_day(), 505, piece)


@cache
def a_day_again():
    return seen(Day(1, 1, length=LENGTH), 1.7, LENGTH - 5, lens=Lens(noise=1.5))


def found(*recordings: Recording, bundle: Timetable = LESSONS) -> dict[Recording, list[Spell]]:
    compared = PrintComparer().compare(bundle, recordings)
    return {one: list(one.pictures.spells) for one in compared if one.pictures.spells}


def seconds(recording: Recording, span: Interval) -> tuple[float, float]:
    """When a span of a recording was, in seconds after nine."""
    start = (recording.file.start - NINE) / SECOND
    return start + span.start / SECOND, start + span.end / SECOND


@pytest.mark.parametrize("each", [10, 50, 300])
def test_an_honest_class_has_nothing_that_is_told(each: int) -> None:
    assert not found(*cut(a_day(1), NINE, each), *cut(a_day(2), NINE + DAY, each))


@pytest.mark.parametrize("each", [10, 50, 300, 900])
def test_a_loop_is_told_in_each_file_that_it_goes_over(each: int) -> None:
    told = found(*cut(looped(), NINE, each))

    spells = [spell for each in told.values() for spell in each]
    assert {spell.flaw for spell in spells} == {Flaw.LOOPED}
    parts = [seconds(one, spell.possible) for one, each in told.items() for spell in each]
    assert abs(min(start for start, _ in parts) - 503) < 15
    assert abs(max(end for _, end in parts) - 803) < 15
    sure = [
        seconds(one, spell.certain) for one, each in told.items() for spell in each if spell.certain
    ]
    assert sum(end - start for start, end in sure) > 200
    assert all(start >= 503 and end <= 803 for start, end in sure)


def test_each_file_tells_where_its_own_seconds_were_shown_before() -> None:
    told = found(*cut(looped(), NINE, 10))

    for one, spells in told.items():
        for spell in spells:
            first = int(spell.twin.path.partition("-")[2].removesuffix(".mp4")) * SECOND
            there = (first + spell.twin.span.start - NINE) / SECOND
            assert abs(there - (seconds(one, spell.possible)[0] - 503.1)) < 110
            assert abs(seconds(one, spell.possible)[0] - there - 403.1) < 4
            assert 0 <= spell.twin.span.start < spell.twin.span.end <= 10 * SECOND


def test_a_stretch_over_many_files_is_one_stretch() -> None:
    told = found(*cut(looped(), NINE, 10))

    spells = [spell for each in told.values() for spell in each]
    assert len({spell.whole for spell in spells}) == 1
    assert [spell.number for spell in spells] == list(range(len(spells)))
    assert [spell.first for spell in spells].count(True) == 1
    assert spells[0].length == sum(spell.possible.length for spell in spells)
    assert spells[0].files == tuple(one.path for one in told)


def test_files_out_of_order_are_joined_in_order_of_time() -> None:
    files = cut(looped(), NINE, 10)

    assert found(*reversed(files)) == found(*files)


@pytest.mark.parametrize("each", [10, 50])
def test_what_another_session_shows_is_a_doubt_in_each_file(each: int) -> None:
    told = found(*cut(a_day(), NINE, each), *cut(a_day_again(), NINE + DAY, each))

    spells = [spell for each in told.values() for spell in each]
    assert {spell.flaw for spell in spells} == {Flaw.REUSED}
    assert {spell.certain for spell in spells} == {None}
    assert min(one.file.start for one in told) >= NINE + DAY
    assert spells[0].length > 800 * SECOND


def test_two_lessons_in_one_reel_are_two_sessions() -> None:
    halves = Timetable((lesson("S1", NINE, 450 * SECOND), lesson("S2", NINE + 450 * SECOND)))

    spells = [spell for each in found(*cut(looped(), NINE, 10), bundle=halves).values()
              for spell in each]  # fmt: skip

    assert {spell.flaw for spell in spells} == {Flaw.REUSED}
    assert {spell.certain for spell in spells} == {None}


def keys(number: int, *, seed: int = 1):
    """The digests of so many key frames."""
    return np.random.default_rng(seed).integers(1, 1 << 32, number).astype(np.uint32)


def still_cells(number: int):
    return np.full((number, 144), 100.0, np.float32)


def test_copied_packets_are_told_over_files_with_one_key_frame_each() -> None:
    digests = keys(60)
    digests[40:50] = digests[10:20]
    files = cut(still_cells(60), NINE, 10, gap=10, digests=digests)

    told = found(*files)

    assert list(told) == list(PrintComparer().compare(LESSONS, files))[40:50]
    spells = [spell for each in told.values() for spell in each]
    assert {(spell.flaw, spell.by) for spell in spells} == {(Flaw.LOOPED, Speed.PACKETS)}
    assert spells[0].certain == Interval(0, 10 * SECOND)
    assert spells[0].length == 100 * SECOND


def test_what_a_recorder_writes_into_two_files_is_no_replay() -> None:
    digests = keys(120)

    assert not found(*cut(still_cells(120), NINE, 10, gap=1, lap=2, digests=digests))


@pytest.mark.parametrize("later", [20, 300, 7200])
def test_one_short_file_under_two_names_is_told(later: int) -> None:
    files = cut(still_cells(600), NINE, 10, gap=1, digests=keys(600))
    again = recorded(
        negative(still_cells(10), gap=1, digests=keys(600)[:10]), NINE + later * SECOND, "again.mp4"
    )
    others = [one for one in files if one.file.start != again.file.start]

    told = found(*others, again)

    assert [one.path for one in told] == ["again.mp4"]


def test_short_files_that_can_not_be_joined_are_not_compared() -> None:
    two_cameras = [
        recorded(negative(a_day()[:2]), NINE + at * SECOND, f"{name}{at}.mp4", camera="")
        for name in "ab"
        for at in range(0, 100, 10)
    ]

    told = found(*two_cameras)

    flaws = {spell.flaw for spells in told.values() for spell in spells}
    assert flaws == {Flaw.UNCOMPARED}


@pytest.fixture
def record() -> RecordComparer:
    store = MemoryStore.empty()
    return RecordComparer(store.prints, store.observations, "1", lambda: 0)


def handed_in(record: RecordComparer, bundle: Bundle, files: list[Recording]) -> list[Spell]:
    bundle.digests.update({one.path: f"{bundle.content}/{one.path}" for one in files})
    compared = record.compare(bundle, files)
    return [spell for one in compared for spell in one.pictures.spells]


@pytest.mark.parametrize(("before", "now"), [(10, 10), (900, 10), (10, 900)])
def test_the_record_knows_a_class_again_however_it_was_cut(record, before: int, now: int) -> None:
    first = Bundle("A", "a")
    assert not handed_in(record, first, cut(a_day(), NINE, before, camera="hall"))

    spells = handed_in(record, Bundle("B", "b"), cut(a_day_again(), NINE + 30 * DAY, now))

    assert {spell.flaw for spell in spells} == {Flaw.REUSED}
    assert spells[0].length > 800 * SECOND
    for spell in spells:
        assert spell.twin.bundle == first.sha256
        assert spell.twin.span.end <= before * SECOND
        subject, digest = record.record.behind(first.sha256, spell.twin.path)
        assert (subject, digest) == ("INST-1/A", f"a/{spell.twin.path}")


def test_a_class_that_goes_on_is_known_with_what_was_added(record) -> None:
    files = cut(a_day(), NINE, 10)
    early, late = Bundle("A", "a"), Bundle("A", "c")
    late.digests.update({one.path: f"a/{one.path}" for one in files})
    handed_in(record, early, files[:10])
    record.compare(late, files)

    spells = handed_in(record, Bundle("B", "b"), cut(a_day_again(), NINE + 30 * DAY, 10))

    assert spells[0].length > 800 * SECOND
