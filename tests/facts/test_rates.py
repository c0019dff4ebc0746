import pytest

from evidence.facts.rates import Rate, quantile, quantile_interval


@pytest.mark.parametrize(
    ("errors", "tries", "low", "high"),
    # The published values of the exact interval at 95%.
    [(0, 10, 0.0, 0.3085), (1, 10, 0.0025, 0.4450), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0)],
)
def test_the_interval_is_that_of_clopper_and_pearson(
    errors: int, tries: int, low: float, high: float
) -> None:
    assert Rate(errors, tries).interval() == pytest.approx((low, high), abs=1e-4)


def test_nothing_tried_tells_nothing() -> None:
    assert Rate(0, 0).interval() == (0.0, 1.0)


def test_more_errors_than_tries_are_no_rate() -> None:
    with pytest.raises(ValueError, match="3 errors in 2 tries"):
        Rate(3, 2)


def test_a_rate_of_many_tries_is_as_sure_as_it_is_of_few() -> None:
    low, high = Rate(5_000, 100_000).interval()

    assert 0.048 < low < 0.05 < high < 0.052


def test_a_quantile_lies_within_its_interval_which_few_values_leave_open() -> None:
    few, many = range(100), range(10_000)

    assert quantile(few, 0.02) == 2
    assert quantile_interval(few, 0.02)[0] == 0
    low, high = quantile_interval(many, 0.02)
    assert 170 < low < 200 < high < 230
