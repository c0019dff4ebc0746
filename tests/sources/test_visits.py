"""Visits: what those wrote down who came to check."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from evidence.domain.papers import Visit
from evidence.domain.time import SECOND
from tests.sources.bundles import problems_of, read

ZONE = ZoneInfo("Asia/Shanghai")
TEN = int(datetime(2021, 4, 20, 10, 15, tzinfo=ZONE).timestamp()) * SECOND


def test_visits_are_read_under_chinese_headings_in_the_order_of_time(tmp_path: Path) -> None:
    rows = (
        "检查时间,在位人数,地点,师资情况\n2021-04-21 9:00,0,,\n2021-04-20 10:15,18人,101,2人在岗\n"
    )

    first, second = read(tmp_path, {"visits.csv": rows}).visits

    assert first == Visit(TEN, 18, "101", "2人在岗")
    assert (second.present, second.room) == (0, "")


def test_a_number_that_is_none_is_told_with_its_place(tmp_path: Path) -> None:
    rows = "at,present\n2021-04-20 10:15,全部\n"

    (problem,) = problems_of(tmp_path, {"visits.csv": rows})

    assert (problem.file, problem.row, problem.column) == ("visits.csv", 2, "present")
