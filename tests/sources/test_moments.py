from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.sources.moments import EPOCH, day, micros, moment
from evidence.sources.unfit import Unfit

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = micros(datetime(2021, 4, 19, 9, tzinfo=SHANGHAI))

# Since 1992 Shanghai keeps one offset, so that each local time is one moment.
LOCAL = st.datetimes(datetime(1992, 1, 1), datetime(2199, 12, 31))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


@given(LOCAL)
def test_a_time_without_an_offset_is_in_the_classes_zone(at: datetime) -> None:
    assert moment(SHANGHAI)(at.isoformat()) == micros(at.replace(tzinfo=SHANGHAI))


@given(LOCAL, OFFSETS)
def test_an_offset_outweighs_the_classes_zone(at: datetime, offset: timezone) -> None:
    aware = at.replace(tzinfo=offset)

    assert moment(SHANGHAI)(aware.isoformat()) == micros(aware)
    assert moment(UTC)(aware.isoformat()) == micros(aware)


@given(LOCAL.map(lambda at: at.replace(second=0, microsecond=0)))
def test_clerks_forms_tell_the_same_minute(at: datetime) -> None:
    whole = micros(at.replace(tzinfo=SHANGHAI))
    clock = f"{at.hour}:{at.minute:02}"

    for written in (
        f"{at.year}-{at.month}-{at.day} {clock}",
        f"{at.year}/{at.month}/{at.day} {clock}:00",
        f"{at.year}.{at.month}.{at.day}  {clock}",
        f"{at.year}年{at.month}月{at.day}日 {clock}",
        f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分",
        f"{at.year}-{at.month:02}-{at.day:02}T{at.hour:02}:{at.minute:02}",
    ):
        assert moment(SHANGHAI)(written) == whole, written


@given(st.integers(0, 7_258_032_000_000_000))
def test_every_microsecond_survives_being_written_and_read(wall: int) -> None:
    written = (EPOCH + timedelta(microseconds=wall)).isoformat()

    assert moment(SHANGHAI)(written) == wall


@pytest.mark.parametrize(
    "written",
    [
        "2021-04-19T01:00:00Z",
        "2021-04-19t01:00:00z",
        "2021-04-19T09:00:00.000000999+08:00",
        "2021-04-19 09:00:00+0800",
        "２０２１－０４－１９　０９：００",
        "2021年4月19日上午9:00",
        "2021年4月19日9时",
    ],
)
def test_nine_o_clock_is_read_however_it_is_written(written: str) -> None:
    assert moment(SHANGHAI)(written) == NINE


def test_afternoon_is_twelve_hours_later() -> None:
    assert moment(SHANGHAI)("2021年4月19日 下午2:30") == NINE + 5.5 * 3_600_000_000


def test_twenty_four_o_clock_ends_the_day() -> None:
    read = moment(SHANGHAI)

    assert read("2021-04-19 24:00") == read("2021-04-20 00:00")


@pytest.mark.parametrize(
    "written",
    [
        "", "09:00", "2021-04-19", "2021-4-199:00", "2021-02-30 09:00", "2021-04-19 25:00",
        "2021-04-19 09:60", "2021-04-19 24:01", "19/4/2021 9:00", "44305.375", "tomorrow",
        "2021-04-19 9", "2021-04-19 09:00 Uhr", "0201-04-19 09:00", "2021-04-19T09:00+25:00",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(Unfit):
        moment(SHANGHAI)(written)


@pytest.mark.parametrize(
    ("written", "is_serial"),
    [("44305", True), ("44305.375", True), ("33000", True), ("32999", False), ("80000", False)],
)
def test_a_spreadsheets_number_of_a_day_is_called_so(written: str, is_serial: bool) -> None:
    for read in (moment(SHANGHAI), day):
        with pytest.raises(Unfit) as refused:
            read(written)
        assert ("lost its format" in str(refused.value.what)) is is_serial


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers(written: str) -> None:
    for read in (moment(SHANGHAI), day):
        with suppress(Unfit):
            read(written)


@given(st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_every_date_survives_being_written_and_read(on: date) -> None:
    for written in (
        on.isoformat(),
        f"{on.year}/{on.month}/{on.day}",
        f"{on.year}年{on.month}月{on.day}日",
        on.strftime("%Y%m%d"),
        f"{on} 00:00:00",
    ):
        assert day(written) == on, written
