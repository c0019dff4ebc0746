"""The class hours behind a learner's figures add up to the figures."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.findings import Finding, HourVerdict, Ruling, Standing
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.text import say
from evidence.domain.time import Interval
from evidence.pipeline.verdicts import _credit, _hours_in, _sat
from evidence.rules.rule import undecided

WHO = "L1"


def hour(session: int, number: int, standing: Standing) -> HourVerdict:
    span = Interval(session * 100 + number, session * 100 + number + 1)
    return HourVerdict(f"S{session}", number, "theory", span, standing, 0, 0, "", None)


def finding(session: str, number: int, effect: Effect) -> Finding:
    told: Ruling = undecided(say("can't tell"))
    subject = Subject(session=session, hour=number, learner=WHO)
    return Finding("face-attendance", effect, "", "", subject, told)


class_hours = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 6), st.sampled_from(Standing)),
    unique_by=lambda each: each[:2],
).map(lambda rows: [hour(*row) for row in sorted(rows, key=lambda row: row[:2])])


@given(class_hours, st.sets(st.sampled_from(["S1", "S2", "S3"])))
def test_runs_hold_every_hour_once(hours: list[HourVerdict], untold: set[str]) -> None:
    sheet = SimpleNamespace(
        is_untold=lambda _, session: session in untold, was_at=lambda _, session: True
    )
    sat = list(_sat(WHO, hours, (), sheet))
    told = {
        (run.session, number): run.standing
        for run in _hours_in(sat)
        for number in range(run.first, run.last + 1)
    }

    assert told == {
        (each.session, each.number): Standing.REVIEW
        if each.session in untold and each.standing is Standing.VALID
        else each.standing
        for each in hours
    }


@pytest.mark.parametrize(
    ("effect", "credited", "waiting"),
    [
        (Effect.NOTICE, 3, 0),
        (Effect.REVIEW, 2, 1),
        (Effect.HOUR_INVALID, 2, 0),
    ],
)
def test_an_hour_in_which_nobody_knows_whether_a_learner_was_there_waits(
    effect: Effect, credited: int, waiting: int
) -> None:
    hours = [hour(1, number, Standing.VALID) for number in (1, 2, 3)]
    credit = _credit(list(_sat(WHO, hours, [finding("S1", 2, effect)], None)), None, ())

    assert (sum(credit.valid.values()), credit.in_review) == (credited, waiting)


def test_a_doubt_about_a_learner_in_a_session_is_one_about_each_of_its_hours() -> None:
    hours = [hour(session, 1, Standing.VALID) for session in (1, 2)]
    sat = _sat(WHO, hours, [finding("S1", 0, Effect.REVIEW)], None)

    assert [standing for _, standing in sat] == [Standing.REVIEW, Standing.VALID]


@given(class_hours)
def test_a_doubt_never_helps(hours: list[HourVerdict]) -> None:
    doubts = [finding(each.session, each.number, Effect.REVIEW) for each in hours]
    credit = _credit(list(_sat(WHO, hours, doubts, None)), None, ())

    assert not sum(credit.valid.values())
    assert credit.in_review == sum(each.standing is not Standing.INVALID for each in hours)
