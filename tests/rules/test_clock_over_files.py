"""The burnt-in clock of files that are too short to tell by themselves is read over several."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.findings import Outcome, Ruling
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import ClockReading, Pictures, Rhythm, Seen
from evidence.domain.policy import Parameters
from evidence.domain.text import Length
from evidence.domain.time import DAY, SECOND
from evidence.facts.clock import FootageClock, footage_clocks
from evidence.facts.reels import APART
from evidence.rules.footage.footage_clock import footage_clock
from tests.rules.test_sheets import parameters

NINE = 1_618_794_000
GIVEN: Parameters = parameters("footage-clock", {})
Runs = Callable[[float], float]  # seconds after nine as claimed: as the clock tells


def file(
    at: float,
    clock: Runs = lambda at: at,
    *,
    camera: str = "cam1",
    seconds: float = 10,
    read: Sequence[float] = (0,),
    dated: bool = True,
    path: str = "",
) -> Recording:
    """A file that begins so many seconds after nine, read at so many of its own seconds."""
    told = tuple(
        ClockReading(round(each * SECOND), (int(NINE + clock(at + each)) * SECOND,))
        for each in read
    )
    start = round((NINE + at) * SECOND) if dated else None
    by = DatedBy.BUILT_IN_PATTERN if dated else DatedBy.NOTHING
    return Recording(
        FootageFile(path or f"{camera}-{at:06.1f}.mp4", camera, start, by),
        Media(EndReason.COMPLETE, duration=round(seconds * SECOND)),
        Pictures(Seen.LOOKED, clock=told),
    )


def files(
    clock: Runs = lambda at: at, *, count: int = 30, step: float = 10, first: float = 0
) -> list[Recording]:
    return [file(first + number * step, clock) for number in range(count)]


def told(*recordings: Recording) -> dict[str, Ruling]:
    """The ruling on each file of which there is something to tell, by its path."""
    rulings = {
        clock.recording.path: footage_clock(clock, GIVEN)
        for clock in footage_clocks(recordings, "UTC")
    }
    somewhat = {Outcome.BREACHED, Outcome.UNDECIDED}
    return {path: ruling for path, ruling in rulings.items() if ruling.outcome in somewhat}


def the_only(*recordings: Recording) -> tuple[str, Ruling]:
    (one,) = told(*recordings).items()
    return one


def yesterday(at: float) -> float:
    return at - DAY / SECOND


def test_honest_files_of_ten_seconds_have_nothing_that_is_told() -> None:
    clocks = list(footage_clocks(files(), "UTC"))

    assert not told(*files())
    assert footage_clock(clocks[0], GIVEN).outcome is Outcome.MET
    assert {footage_clock(one, GIVEN).outcome for one in clocks[1:]} == {Outcome.EXEMPT}


def test_another_day_is_told_once_and_proved_in_every_file() -> None:
    every = files(yesterday)

    path, ruling = the_only(*every)

    assert path == every[0].path
    assert ruling.outcome is Outcome.BREACHED
    assert ruling.measured == Length(DAY)
    assert {each.path for each in ruling.evidence} == {one.path for one in every}
    assert str(ruling.message).startswith(f"over 30 files, from {every[0].path} to")
    assert ruling.span is not None
    assert ruling.span.length == 291 * SECOND


@pytest.mark.parametrize(("count", "found"), [(2, 0), (3, 1)])
def test_three_readings_make_a_clock_whatever_files_they_are_of(count: int, found: int) -> None:
    assert len(told(*files(yesterday, count=count))) == found


@pytest.mark.parametrize(
    ("ahead", "outcome"),
    [(117, None), (118, Outcome.UNDECIDED), (122, Outcome.UNDECIDED), (123, Outcome.BREACHED)],
)
def test_files_may_be_as_far_off_as_one_recording_may(ahead: int, outcome: Outcome | None) -> None:
    found = told(*files(lambda at: at + ahead))

    assert [ruling.outcome for ruling in found.values()] == ([outcome] if outcome else [])


def test_a_jump_between_files_is_told_where_it_is() -> None:
    path, ruling = the_only(*files(lambda at: at - 3600 * (at >= 150)))

    assert path == "cam1-0150.0.mp4"
    assert ruling.outcome is Outcome.BREACHED
    assert "leaps back by 3600 between cam1-0140.0.mp4 0 and cam1-0150.0.mp4 0" in str(
        ruling.message
    )
    assert str(ruling.message).startswith("over 15 files, from cam1-0150.0.mp4 to cam1-0290.0.mp4")
    assert ruling.evidence[0].path == "cam1-0150.0.mp4"
    assert len({each.path for each in ruling.evidence}) == 15


@pytest.mark.parametrize(("by", "found"), [(15, []), (16, [Outcome.UNDECIDED])])
def test_a_leap_of_surely_more_than_ten_seconds_is_for_a_person(
    by: int, found: list[Outcome]
) -> None:
    leaping = told(*files(lambda at: at + by * (at >= 150)))

    assert [ruling.outcome for ruling in leaping.values()] == found


@pytest.mark.parametrize(("count", "found"), [(2, 0), (3, 1)])
def test_a_few_files_of_another_day_among_others_are_told(count: int, found: int) -> None:
    def clock(at: float) -> float:
        return yesterday(at) if 100 <= at < 100 + 10 * count else at

    assert len(told(*files(clock))) == found


def test_figures_that_are_misread_alike_now_and_then_are_no_clock() -> None:
    assert not told(*files(lambda at: at + 6 * 3600 * (at % 50 == 0), count=270))


@pytest.mark.parametrize(("rate", "outcome"), [(0.99, None), (0.95, Outcome.BREACHED)])
def test_slowed_files_are_told_by_the_clock_over_all(rate: float, outcome: Outcome | None) -> None:
    found = told(*files(lambda at: at * rate))

    assert [ruling.outcome for ruling in found.values()] == ([outcome] if outcome else [])
    if outcome:
        assert "slower than what was filmed" in str(found["cam1-0000.0.mp4"].message)


def test_a_table_that_counts_on_ten_seconds_for_files_of_more_is_for_a_person() -> None:
    """The clock runs on with the pictures, and only the claimed starts are too near each other."""
    counted = [file(number * 10, lambda at: at * 1.04, seconds=10.4) for number in range(60)]

    _, ruling = the_only(*counted)

    assert ruling.outcome is Outcome.UNDECIDED
    assert "the files laid end to end" in str(ruling.message)


@given(st.data())
def test_no_honest_reel_is_told_of(data: st.DataObject) -> None:
    """Names are off by two seconds, seconds are lost at seams, one figure in four is misread."""
    at, every = 0.0, []
    for number in range(data.draw(st.integers(3, 40))):
        seconds = data.draw(st.sampled_from([8.0, 10.0, 12.0]))
        one = file(at + data.draw(st.floats(-2, 2)), seconds=seconds, path=f"{number:03}.mp4")
        misread = data.draw(st.sampled_from([0, 60, 6 * 3600, 86_400])) if number % 4 == 3 else 0
        wall = (NINE + int(at) + misread) * SECOND
        pictures = replace(one.pictures, clock=(ClockReading(0, (wall,)),))
        every.append(replace(one, pictures=pictures))
        at += seconds + data.draw(st.sampled_from([0, 0, 0, 0.4, 20]))

    assert not told(*every)


@pytest.mark.parametrize(("apart", "found"), [(APART // SECOND, 1), (APART // SECOND + 1, 0)])
def test_files_no_more_than_a_minute_apart_are_read_together(apart: int, found: int) -> None:
    assert len(told(*files(yesterday, count=3, step=10 + apart))) == found


def test_undated_files_and_those_of_different_cameras_are_not() -> None:
    undated = [replace(one, file=replace(one.file, start=None)) for one in files(yesterday)]
    cameras = [file(at, yesterday, camera=f"cam{at}") for at in range(0, 300, 10)]

    assert not told(*undated, *cameras)


def test_files_of_two_cameras_at_once_are_read_apart() -> None:
    other = [file(at, yesterday, camera="cam2") for at in range(0, 300, 10)]

    path, ruling = the_only(*files(), *other)

    assert path == "cam2-0000.0.mp4"
    assert {each.path for each in ruling.evidence} == {one.path for one in other}


def alone(recording: Recording) -> FootageClock:
    (clock,) = footage_clocks([recording], "UTC")
    return clock


def test_a_file_that_tells_by_itself_is_judged_as_if_it_were_alone() -> None:
    sure = [file(at, yesterday, seconds=30, read=(0, 10, 20)) for at in (300, 330)]
    clocks = {one.recording.path: one for one in footage_clocks([*files(), *sure], "UTC")}

    assert [clocks[one.path] for one in sure] == [alone(one) for one in sure]
    assert not {*told(*files(), *sure)} - {one.path for one in sure}


def test_what_two_readings_of_a_file_tell_is_no_clock_without_others() -> None:
    assert not told(file(0, yesterday, seconds=20, read=(0, 10)))


def test_day_and_month_are_taken_the_way_that_is_nearer_to_the_claim() -> None:
    """The third of April, where the first of March is read first: one order for all files."""
    other = (NINE - 30 * DAY // SECOND) * SECOND
    either = [
        replace(
            one,
            pictures=replace(
                one.pictures,
                clock=(ClockReading(0, (other + at * SECOND, (NINE + at) * SECOND)),),
            ),
        )
        for at, one in zip(range(0, 300, 10), files(), strict=True)
    ]

    assert not told(*either)


def test_a_clock_read_over_files_clears_pictures_that_come_twice() -> None:
    slow_camera = Rhythm(200_000, 2_000)

    def twice(one: Recording) -> Recording:
        return replace(one, pictures=replace(one.pictures, rhythm=slow_camera))

    assert not told(*map(twice, files()))
    assert len(told(*map(twice, files(count=2)))) == 2


def test_a_clock_that_shows_the_slowing_clears_none_of_its_files() -> None:
    slowed = [
        replace(one, pictures=replace(one.pictures, rhythm=Rhythm(50_000, 2_000)))
        for one in files(lambda at: at * 0.95)
    ]

    assert len(told(*slowed)) == len(slowed)
