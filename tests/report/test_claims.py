"""What a verdict's JSON, and people's decisions on it, come to as a claim."""

import pytest

from evidence.domain.errors import Unreadable
from evidence.domain.findings import Standing
from evidence.domain.policy import Effect
from evidence.domain.subject import Subject
from evidence.domain.subsidy import Between
from evidence.facts.subsidy import heads_that_count
from evidence.pipeline.review import Act
from evidence.report.claims import claim_of
from evidence.report.verdict_record import VisitRecord
from tests.report.trained import finding, record


def visit(present: int) -> VisitRecord:
    return VisitRecord(at="2021-04-20T10:15:00+08:00", present=present, room="101", teachers="")


UNSEEN = finding("headcount", Effect.REVIEW, Subject(), 0)


def test_every_class_hour_has_its_day() -> None:
    claim = claim_of(record())

    days = {hour.on for hour in claim.learners[0].hours}
    assert len(days) == 10
    assert min(days) == claim.starts_on
    assert claim.learners[0].credited == Between(80, 80)


def test_an_hour_that_waits_is_possible_and_one_overruled_is_certain() -> None:
    waiting = record(doubtful=(("S01", 3),))

    open_, given, gone = (
        claim_of(waiting, decided).learners[0].credited
        for decided in ({}, {"hour/S01/3": Act.OVERRULE}, {"hour/S01/3": Act.CONFIRM})
    )

    assert open_ == Between(79, 80)
    assert given == Between(80, 80)
    assert gone == Between(79, 79)


def test_a_decision_on_a_session_holds_for_its_hours() -> None:
    claim = claim_of(record(), {"session/S02": Act.CONFIRM})

    assert claim.learners[0].credited == Between(72, 72)


def test_a_decision_on_a_learner_is_theirs_alone() -> None:
    claim = claim_of(record(learners=2), {"learner/L002": Act.CONFIRM})

    assert [each.standing for each in claim.learners] == [Standing.VALID, Standing.INVALID]


def test_how_many_heads_count_does_not_put_the_class_in_doubt() -> None:
    claim = claim_of(record(findings=(UNSEEN,)))

    assert claim.standing is Standing.VALID
    assert claim.heads.looks == (Between(0, 3),)


def test_who_came_to_check_lowers_the_heads_and_never_raises_them() -> None:
    few, many = ([visit(8), visit(9)], [visit(99)])

    lower = claim_of(record(learners=12).model_copy(update={"visits": few})).heads
    same = claim_of(record(learners=12).model_copy(update={"visits": many})).heads

    assert lower.visits == (8, 9)
    assert heads_that_count(lower) == lower.came.up_to(Between(8, 9))
    assert heads_that_count(same) == heads_that_count(claim_of(record(learners=12)).heads)


@pytest.mark.parametrize(
    ("effect", "looks"),
    [(Effect.NOTICE, Between(2, 2)), (Effect.REVIEW, Between(2, 3))],
)
def test_a_look_that_finds_fewer_counts_and_one_that_decides_nothing_is_open(
    effect: Effect, looks: Between
) -> None:
    fewer = finding("headcount", effect, Subject(session="S01", hour=1), 2)

    assert claim_of(record(findings=(fewer,))).heads.looks == (looks,)


def test_heads_that_a_person_counted_are_those_who_came() -> None:
    claim = claim_of(record(findings=(UNSEEN,)), {"class": Act.OVERRULE})

    assert claim.heads.looks == ()
    assert claim.heads.came == Between(3, 3)


def test_a_class_that_waits_or_is_lost_stands_so() -> None:
    for effect, standing in (
        (Effect.REVIEW, Standing.REVIEW),
        (Effect.CLASS_INVALID, Standing.INVALID),
        (Effect.NOTICE, Standing.VALID),
    ):
        about = finding("course-length", effect, Subject())
        assert claim_of(record(findings=(about,))).standing is standing


def test_a_verdict_of_an_earlier_version_is_refused_in_a_line() -> None:
    old = record().model_copy(update={"class_": None})

    with pytest.raises(Unreadable):
        claim_of(old)
