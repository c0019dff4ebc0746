import pytest

from evidence.facts.rates import Rate


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
