"""Suppositions: a policy's numbers set otherwise."""

from fractions import Fraction

import pytest

from evidence.domain.errors import PolicyUnreadable
from evidence.domain.policy import Effect, Scope
from evidence.sources.suppositions import suppositions
from tests.pipeline.classes import LONG_HOURS, RECORDED, named, policy

LISTED = named("assessment-window", Effect.REVIEW, Scope.CLASS, months=(4, 8, 12))
LAW = policy(RECORDED, LONG_HOURS, LISTED)


def given(rule: str, parameter: str, *asked: str) -> list[object]:
    found = [supposed.policy.rule(rule) for supposed in suppositions(LAW, asked)]
    return [one.given.values[parameter] for one in found if one]


def test_a_parameter_of_one_rule_is_set_and_all_others_stay() -> None:
    (supposed,) = suppositions(LAW, ["max_gap_seconds=5"])
    rule = supposed.policy.rule("practical-continuous-recording")

    assert rule
    assert rule.given.values == {"min_minutes": 15, "max_gap_seconds": 5, "max_seam_seconds": 2}
    assert supposed.policy.rule("class-hour-length") == LONG_HOURS


def test_a_parameter_of_several_rules_makes_one_supposition_of_each() -> None:
    assert given("practical-continuous-recording", "min_minutes", "min_minutes=14") == [14, 15]
    assert given("class-hour-length", "min_minutes", "min_minutes=14") == [Fraction(46), 14]


def test_the_rule_may_be_named() -> None:
    assert given("class-hour-length", "min_minutes", "class-hour-length.min_minutes=14.5") == [
        Fraction(29, 2)
    ]


def test_several_changes_make_one_supposition() -> None:
    asked = ("class-hour-length.min_minutes = 40", "max_gap_seconds = 3")

    assert given("class-hour-length", "min_minutes", *asked) == [40]
    assert given("practical-continuous-recording", "max_gap_seconds", *asked) == [3]


def test_a_list_is_a_parameter_too() -> None:
    assert given("assessment-window", "months", "months=[5, 9]") == [(5, 9)]


@pytest.mark.parametrize(
    ("asked", "says", "hint"),
    [
        (["min_minuts=14"], "has no parameter min_minuts", "min_minutes"),
        (
            ["class-hour-length.max_minutes=1"],
            "no parameter class-hour-length.max_minutes",
            "class-hour-length.min_minutes",
        ),
        (["min_minutes"], "expected NAME=VALUE", ""),
        (["min_minutes="], "expected NAME=VALUE", ""),
        (["=3"], "expected NAME=VALUE", ""),
        (["max_gap_seconds=two"], "expected the like of 2", ""),
        (["max_gap_seconds=true"], "expected the like of 2", ""),
        (["max_gap_seconds=[2]"], "expected the like of 2", ""),
        (["max_gap_seconds=inf"], "expected the like of 2", ""),
        (["max_gap_seconds=-1"], "expected 0 or more", ""),
        (["months=[]"], "expected the like of [4, 8, 12]", ""),
        (["min_minutes=14", "max_gap_seconds=3"], "say which, as one of", ""),
    ],
)
def test_what_can_not_be_supposed_is_refused_in_a_line(
    asked: list[str], says: str, hint: str
) -> None:
    with pytest.raises(PolicyUnreadable) as refused:
        suppositions(LAW, asked)

    (problem,) = refused.value.problems
    assert says in str(problem.what)
    assert problem.did_you_mean == hint
