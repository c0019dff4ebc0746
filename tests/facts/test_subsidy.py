"""The subsidy sheet: sums to the fen, never above the cap, never lowered by more that is known."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.claim import Claim, ClaimedHour, HeadCount, LearnerClaim, PaidBefore
from evidence.domain.findings import Standing
from evidence.domain.subsidy import (
    YUAN,
    Between,
    Condition,
    Limit,
    Part,
    Quote,
    Rate,
    SubsidyTerms,
    TrainingDay,
)
from evidence.facts.subsidy import (
    LearnerSubsidy,
    SubsidySheet,
    heads_that_count,
    subsidy_sheet,
)

LAW = Quote("四(二)", "…")
DAY = TrainingDay(8, 15, LAW)
RATES = (Rate(10, 150 * YUAN, LAW), Rate(15, 100 * YUAN, LAW))
CERTIFICATE = Part(Fraction(4, 5), Condition.CERTIFICATE, LAW)
WORK = Part(Fraction(1, 5), Condition.EMPLOYMENT, LAW, 3)
YUNCHENG = SubsidyTerms(DAY, RATES, (CERTIFICATE, WORK))
HALVES = (
    Part(Fraction(1, 2), Condition.ADVANCE, LAW),
    Part(Fraction(1, 2), Condition.CERTIFICATE, LAW),
)
ZHENGZHOU = SubsidyTerms(None, (), HALVES, limit=Limit(3, LAW))
SANMENXIA = SubsidyTerms(None, (), (Part(Fraction(1), Condition.TRAINING, LAW),), heads=LAW)
FIRST, LAST = date(2018, 5, 7), date(2018, 5, 25)
V, R, X = Standing.VALID, Standing.REVIEW, Standing.INVALID
CAP = YUNCHENG.for_days(15)


def learner(hours: tuple[ClaimedHour, ...] = (), **changed: object) -> LearnerClaim:
    whole = LearnerClaim("L1", V, 80, hours, Between(0, 0), True, LAST)
    return replace(whole, **changed)


def days(*of_each: int, standing: Standing = V) -> tuple[ClaimedHour, ...]:
    return tuple(
        ClaimedHour("S", 100 * place + number, FIRST + timedelta(days=place), standing)
        for place, hours in enumerate(of_each)
        for number in range(1, hours + 1)
    )


def sheet(
    *learners: LearnerClaim,
    terms: SubsidyTerms = YUNCHENG,
    standing: Standing = V,
    heads: HeadCount | None = None,
    standard: int | None = None,
) -> SubsidySheet:
    count = heads or HeadCount(len(learners), Between.exactly(len(learners)), ())
    claim = Claim("C", "P", "I", "", "焊工", "五级", FIRST, LAST, standing, learners, count)
    return subsidy_sheet(claim, terms, standard)


def line(one: LearnerClaim, **given: object) -> LearnerSubsidy:
    return sheet(one, **given).learners[0]


@pytest.mark.parametrize(
    ("paid", "yuan"), [(0, 0), (1, 150), (10, 1500), (11, 1600), (15, 2000), (16, 2000)]
)
def test_rates_change_after_the_tenth_day_and_end_with_the_fifteenth(paid: int, yuan: int) -> None:
    assert YUNCHENG.for_days(paid) == yuan * YUAN


def test_ten_full_days_are_certain() -> None:
    told = line(learner(days(*[8] * 10)))

    assert told.paid_days == Between(10, 10)
    assert told.due == (Between.exactly(1200 * YUAN), Between.exactly(300 * YUAN))
    assert not told.open


def test_an_hour_short_of_a_day_is_open_and_not_lost() -> None:
    told = line(learner(days(*[8] * 9, 7)))

    assert told.paid_days == Between(9, 10)
    assert told.total == Between(1350 * YUAN, 1500 * YUAN)
    assert told.open


def test_more_class_hours_in_a_day_make_no_more_days() -> None:
    assert line(learner(days(*[10] * 8))).paid_days == Between(8, 8)


def test_short_days_add_up_by_their_class_hours() -> None:
    assert line(learner(days(*[4] * 20))).paid_days == Between(10, 10)


@pytest.mark.parametrize(
    ("employed", "due"),
    [
        (date(2018, 8, 25), Between(300 * YUAN, 300 * YUAN)),
        (date(2018, 8, 26), Between(0, 0)),
        (None, Between(0, 300 * YUAN)),
        (FIRST, Between(300 * YUAN, 300 * YUAN)),
        (FIRST - timedelta(days=1), Between(0, 300 * YUAN)),
    ],
)
def test_a_fifth_is_due_on_work_within_three_months(employed: date | None, due: Between) -> None:
    assert line(learner(days(*[8] * 10), employed_on=employed)).due[1] == due


@pytest.mark.parametrize(
    ("certified", "due"), [(True, (1500, 1500)), (None, (0, 1500)), (False, (0, 0))]
)
def test_without_a_certificate_nothing_is_due(certified: bool | None, due: tuple[int, int]) -> None:
    told = line(learner(days(*[8] * 10), certified=certified))

    assert told.total == Between(due[0] * YUAN, due[1] * YUAN)


@pytest.mark.parametrize("whose", ["class", "learner"])
def test_what_waits_for_a_person_is_never_surely_due(whose: str) -> None:
    whole = days(*[8] * 10)
    told = (
        line(learner(whole), standing=R) if whose == "class" else line(learner(whole, standing=R))
    )

    assert told.total == Between(0, 1500 * YUAN)


def test_half_may_be_paid_in_advance_and_half_on_the_certificate() -> None:
    told = line(learner(days(*[8] * 10), certified=None), terms=ZHENGZHOU, standard=1500 * YUAN)

    assert told.due == (Between.exactly(750 * YUAN), Between(0, 750 * YUAN))


@pytest.mark.parametrize(
    ("this_year", "the_same", "counts"),
    [
        (Between(2, 2), Between(0, 0), Between(1, 1)),
        (Between(3, 3), Between(0, 0), Between(0, 0)),
        (Between(2, 3), Between(0, 0), Between(0, 1)),
        (Between(0, 0), Between(1, 1), Between(0, 0)),
        (Between(0, 1), Between(0, 1), Between(0, 1)),
    ],
)
def test_three_a_year_and_none_twice(
    this_year: Between, the_same: Between, counts: Between
) -> None:
    before = PaidBefore(this_year, the_same)
    told = line(learner(days(*[8] * 10), paid_before=before), terms=ZHENGZHOU, standard=YUAN)

    assert told.counts == counts


def test_a_learner_without_every_class_hour_is_for_a_person_where_heads_are_paid() -> None:
    assert line(learner(days(*[8] * 9, 7)), terms=SANMENXIA).counts == Between(0, 1)
    assert line(learner(days(*[8] * 10)), terms=SANMENXIA).counts == Between(1, 1)
    assert line(learner(), terms=SANMENXIA).counts == Between(0, 0)


@pytest.mark.parametrize(
    ("came", "looks", "counted"),
    [
        (Between(24, 24), (), Between(24, 24)),
        (Between(24, 24), (Between(20, 20), Between(24, 24)), Between(22, 22)),
        (Between(24, 24), (Between(30, 30),), Between(24, 24)),
        (Between(24, 24), (Between(20, 20), Between(23, 23)), Between(21, 22)),
        (Between(24, 24), (Between(0, 24),), Between(0, 24)),
        (Between(0, 24), (), Between(0, 24)),
    ],
)
def test_the_average_of_the_looks_counts_where_it_is_less(
    came: Between, looks: tuple[Between, ...], counted: Between
) -> None:
    assert heads_that_count(HeadCount(24, came, looks)) == counted


def test_no_more_heads_are_paid_for_than_count() -> None:
    two = [replace(learner(days(*[8] * 10)), learner=name) for name in ("L1", "L2")]
    told = sheet(
        *two,
        terms=SANMENXIA,
        standard=1000 * YUAN,
        heads=HeadCount(2, Between.exactly(2), (Between.exactly(1),)),
    )

    assert told.payable == Between(1, 1)
    assert told.total == Between.exactly(1000 * YUAN)


standings = st.sampled_from(Standing)
hours = st.lists(st.tuples(st.integers(0, 19), standings), max_size=160).map(
    lambda rows: tuple(
        ClaimedHour("S", place, FIRST + timedelta(days=day), standing)
        for place, (day, standing) in enumerate(rows, 1)
    )
)
learners = st.builds(
    learner,
    hours,
    standing=standings,
    online=st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda t: Between(min(t), max(t))),
    certified=st.sampled_from([True, False, None]),
    employed_on=st.sampled_from([None, FIRST, LAST, date(2019, 1, 1), date(2018, 1, 1)]),
)
terms = st.sampled_from([YUNCHENG, ZHENGZHOU, SANMENXIA])


@given(learners, terms, standings)
def test_parts_add_up_to_the_fen_and_stay_below_the_cap(
    one: LearnerClaim, terms: SubsidyTerms, standing: Standing
) -> None:
    told = sheet(one, terms=terms, standing=standing, standard=1234 * YUAN)
    mine = told.learners[0]

    assert mine.full is not None
    assert mine.total.possibly <= mine.full.possibly <= (CAP if terms.day else 1234 * YUAN)
    assert sum(terms.shared_out(mine.full.possibly)) == mine.full.possibly
    assert told.total == mine.total or told.capped is not None


@given(learners, terms, standings, st.data())
def test_settling_a_doubt_stays_within_what_was_told(
    one: LearnerClaim, terms: SubsidyTerms, standing: Standing, data: st.DataObject
) -> None:
    before = line(one, terms=terms, standing=standing, standard=1000 * YUAN)
    answers = st.sampled_from([V, X])
    settled = replace(
        one,
        standing=data.draw(answers) if one.standing is R else one.standing,
        hours=tuple(
            replace(each, standing=data.draw(answers)) if each.standing is R else each
            for each in one.hours
        ),
        certified=data.draw(st.booleans()) if one.certified is None else one.certified,
    )
    of_class = data.draw(answers) if standing is R else standing
    after = line(settled, terms=terms, standing=of_class, standard=1000 * YUAN)

    assert before.total.surely <= after.total.surely <= after.total.possibly
    assert after.total.possibly <= before.total.possibly


@given(learners, terms, st.integers(0, 19))
def test_another_class_hour_that_counts_never_lowers_a_sum(
    one: LearnerClaim, terms: SubsidyTerms, day: int
) -> None:
    more = replace(one, hours=(*one.hours, ClaimedHour("T", 1, FIRST + timedelta(days=day), V)))
    before, after = (line(each, terms=terms, standard=1000 * YUAN) for each in (one, more))

    assert after.total.surely >= before.total.surely
    assert after.total.possibly >= before.total.possibly


@given(learners, terms)
def test_an_hour_found_to_count_never_lowers_a_sum(one: LearnerClaim, terms: SubsidyTerms) -> None:
    better = replace(one, hours=tuple(replace(each, standing=V) for each in one.hours))
    before, after = (line(each, terms=terms, standard=1000 * YUAN) for each in (one, better))

    assert after.total.surely >= before.total.surely
    assert after.total.possibly >= before.total.possibly
