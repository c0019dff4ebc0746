"""The calendar: each business date once, in its time."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.time import HOUR, MINUTE, SECOND
from evidence.pipeline.calendar import Daily, ended, years_before
from evidence.pipeline.store import Run

NIGHT = Daily(time(2), "Asia/Shanghai", turns_at_hour=12, grace=6 * HOUR)
APRIL_20 = date(2021, 4, 20)
TWO_AT_NIGHT = int(datetime(2021, 4, 20, 18, tzinfo=UTC).timestamp()) * SECOND  # of the 21st

schedules = st.builds(
    Daily,
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["Asia/Shanghai", "UTC", "Europe/Berlin", "America/St_Johns"]),
    turns_at_hour=st.integers(0, 23),
    grace=st.integers(1, 80).map(lambda hours: hours * HOUR),
)
moments = st.integers(1_600_000_000, 1_700_000_000).map(lambda seconds: seconds * SECOND)


def test_a_night_at_two_is_about_yesterday() -> None:
    assert NIGHT.moment(APRIL_20) == TWO_AT_NIGHT


def test_a_night_at_ten_in_the_evening_is_about_the_day_itself() -> None:
    late = Daily(time(22), "Asia/Shanghai", turns_at_hour=12, grace=HOUR)

    assert late.moment(APRIL_20) == TWO_AT_NIGHT - 4 * HOUR


def test_nothing_is_due_a_second_too_early() -> None:
    assert NIGHT.due(TWO_AT_NIGHT - SECOND, ()) == ()
    assert NIGHT.due(TWO_AT_NIGHT, ()) == (APRIL_20,)


def test_a_date_is_due_to_the_last_second_of_the_grace_and_no_longer() -> None:
    assert NIGHT.due(TWO_AT_NIGHT + 6 * HOUR - SECOND, ()) == (APRIL_20,)
    assert NIGHT.due(TWO_AT_NIGHT + 6 * HOUR, ()) == ()


def test_a_date_whose_night_has_ended_is_not_due_again() -> None:
    runs = [Run("2021-04-20", "", "here", 1, ended=2)]

    assert NIGHT.due(TWO_AT_NIGHT, ended(runs)) == ()


def test_a_night_that_was_killed_is_due_still() -> None:
    runs = [Run("2021-04-20", "", "here", 1, ended=None)]

    assert NIGHT.due(TWO_AT_NIGHT + HOUR, ended(runs)) == (APRIL_20,)


def test_the_night_of_one_institution_is_not_the_night_of_all() -> None:
    runs = [Run("2021-04-20", "INST-0007", "here", 1, ended=2)]

    assert NIGHT.due(TWO_AT_NIGHT, ended(runs)) == (APRIL_20,)


def test_a_machine_that_was_off_for_days_catches_up_each_date_within_the_grace_oldest_first() -> (
    None
):
    patient = Daily(time(2), "Asia/Shanghai", turns_at_hour=12, grace=60 * HOUR)

    due = patient.due(TWO_AT_NIGHT + HOUR, {date(2021, 4, 19)})

    assert due == (date(2021, 4, 18), APRIL_20)


@given(schedules, moments, st.lists(st.integers(1, 400), max_size=60))
def test_however_often_it_is_looked_at_no_date_is_run_twice_or_out_of_its_time(
    schedule: Daily, now: int, steps: list[int]
) -> None:
    run: list[date] = []
    for minutes in steps:
        now += minutes * MINUTE
        for on in schedule.due(now, run):
            assert 0 <= now - schedule.moment(on) < schedule.grace
            run.append(on)

    assert len(run) == len(set(run))


@given(schedules, moments)
def test_a_machine_that_always_looks_misses_no_date(schedule: Daily, start: int) -> None:
    run: set[date] = set()
    for step in range(5 * 24 * 2):
        run.update(schedule.due(start + step * 30 * MINUTE, run))

    first = min(run)
    assert run == {first + timedelta(days=day) for day in range(len(run))}
    assert len(run) >= 5


def test_years_before_keep_the_day_and_a_leap_day_becomes_the_day_before() -> None:
    leap = int(datetime(2024, 2, 29, 1, tzinfo=UTC).timestamp()) * SECOND

    assert datetime.fromtimestamp(years_before(leap, 3) // SECOND, UTC) == datetime(
        2021, 2, 28, 1, tzinfo=UTC
    )
    assert years_before(TWO_AT_NIGHT, 0) == TWO_AT_NIGHT
