"""What can be read off a class's papers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.people import Learner
from evidence.facts.record import assessments, is_listed, months_after
from tests.rules.building import records

LISTED = ("电子商务师（含跨境电子商务师）", "社会工作者")


@pytest.mark.parametrize(
    "occupation",
    [
        "电子商务师（含跨境电子商务师）",
        "电子商务师(含跨境电子商务师)",
        "电子商务师",
        "跨境电子商务师",
        " 社会 工作者\u3000",
        "社会工作者（五级）",
    ],
)
def test_an_occupation_is_known_by_its_name_however_it_is_typed(occupation: str) -> None:
    assert is_listed(occupation, LISTED)


@pytest.mark.parametrize(
    "occupation", ["", "工作者", "茶艺师", "茶艺师（含电子商务师）", "电子商务师助理", "含", "("]
)
def test_a_name_that_only_resembles_one_is_not_on_the_list(occupation: str) -> None:
    assert not is_listed(occupation, LISTED)


def test_nothing_is_on_an_empty_list() -> None:
    assert not is_listed("", ())


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2021, 3, 19), 1, date(2021, 4, 19)),
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2021, 12, 31), 2, date(2022, 2, 28)),
        (date(2021, 12, 1), 0, date(2021, 12, 1)),
    ],
)
def test_a_month_is_counted_by_the_calendar(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@given(day=st.dates(date(1990, 1, 1), date(2090, 1, 1)), months=st.integers(1, 40))
def test_months_always_lead_onward_and_never_past_the_month_meant(day: date, months: int) -> None:
    later = months_after(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later > day
    assert later.day <= day.day


def test_only_learners_who_state_an_earlier_assessment_are_judged_each() -> None:
    stated = Learner("L9", previous_assessment_on=date(2021, 4, 1))
    record = records.build({"learners": 2, "mode": "online"})
    record = replace(record, learners=(*record.learners, stated))

    of_class, of_learner = assessments(record)

    assert of_class.subject.is_class
    assert of_class.unstated == 2
    assert of_learner.subject.learner == "L9"
