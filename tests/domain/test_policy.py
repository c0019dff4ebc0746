"""The numbers and lists that a policy gives a rule."""

from fractions import Fraction

import pytest

from evidence.domain.policy import Effect, Parameters
from evidence.domain.time import SECOND

GIVEN = Parameters(
    {"third": Fraction(1, 3), "half": Fraction("1.5"), "names": ("a",), "months": (4, 8)}
)


def test_numbers_are_exact() -> None:
    assert GIVEN.number("third") == Fraction(1, 3)
    assert GIVEN.seconds("half") == 1_500_000
    assert GIVEN.minutes("half") == 90 * SECOND


def test_lists_are_read_as_what_they_hold() -> None:
    assert GIVEN.names("names") == ("a",)
    assert GIVEN.counts("months") == (4, 8)


def test_a_list_is_no_number_and_a_number_no_list() -> None:
    with pytest.raises(TypeError):
        GIVEN.number("names")
    with pytest.raises(TypeError):
        GIVEN.names("third")


def test_three_effects_take_something_away() -> None:
    assert [effect for effect in Effect if not effect.invalidates] == [Effect.REVIEW, Effect.NOTICE]
