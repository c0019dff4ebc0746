from datetime import UTC, datetime

import pytest

from evidence.analyzers.osd.parsing import told

MONDAY = datetime(2021, 4, 19, 9, 0, 12, tzinfo=UTC)


def micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


@pytest.mark.parametrize(
    "line",
    [
        "2021-04-19 09:00:12",
        "2021-04-19  Mon 09:00:12",
        "2021/04/19 09:00:12",
        "2021年04月19日 星期一 09:00:12",
        "2021年4月19日星期一09:00:12",
        "2021-04-19 星期一 09:00:12",
        "2021-04-19 周一 09:00:12",
        "04-19-2021 Mon 09:00:12",
        "19-04-2021 Mon 09:00:12",
        "19/04/2021 09:00:12",
        "2021-04-19 09:00:12 AM",
        "2021-04-19 上午09:00:12",
        "2021-04-1909:00:12",
        "20210419 09:00:12",
        "2O21-O4-19 O9:00:12",
        "２０２１-04-19　09：00：12",
        "Camera 01 2021-04-19 09:00:12",
        "2021-04-19 09.00.12",
    ],
)
def test_the_ways_in_which_cameras_write_a_moment_are_read(line):
    assert told(line) == (micros(MONDAY),)


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("2021-04-19 09:00:12 PM", 21),
        ("2021-04-19 12:00:12 AM", 0),
        ("2021-04-19 12:00:12 PM", 12),
        ("2021-04-19 下午 03:00:12", 15),
    ],
)
def test_clocks_of_twelve_hours_are_read(line, hour):
    assert told(line) == (micros(MONDAY.replace(hour=hour)),)


def test_day_and_month_that_can_not_be_told_apart_are_both_told():
    march, april = (MONDAY.replace(month=month, day=day) for month, day in ((3, 4), (4, 3)))

    assert told("03-04-2021 09:00:12") == (micros(march), micros(april))


def test_the_day_of_the_week_tells_day_and_month_apart():
    assert told("05-04-2021 Mon 09:00:12") == (micros(MONDAY.replace(month=4, day=5)),)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Camera 01",
        "2021-04-19",
        "09:00:12",
        "2021-13-19 09:00:12",
        "2021-04-19 29:00:12",
        "2021-04-19 09:60:12",
        "2021-04-19 星期二 09:00:12",
        "2021-04-19 13:00:12 PM",
        "IPC-HDW2431 0012-3456",
    ],
)
def test_what_tells_no_moment_is_left_alone(line):
    assert told(line) == ()
