"""Where a burnt-in clock runs, a print shows nothing; anywhere else it does."""

import numpy as np
import pytest

from evidence.analyzers.prints import ticking
from evidence.analyzers.prints.form import COLUMNS, ROWS
from evidence.analyzers.prints.negative import Placed, printed
from tests.analyzers.prints.rooms import Day, negative, seen

LENGTH, GAP = 400.0, 4.0
# How bright a digit is depends on its strokes.
DIGITS = np.random.default_rng(7).uniform(20, 60, 10)


def alone(day: int, length: float = LENGTH) -> np.ndarray:
    """A day of one person who rarely moves: the cells of pictures."""
    return seen(Day(7, day, walkers=0, seats=1, length=length), 0, length, gap=GAP)


def with_clock(cells: np.ndarray, row: int = 0, column: int = 9, wide: int = 2) -> np.ndarray:
    """The same with a clock: minutes in the two columns before it, seconds in so many."""
    shown = cells.reshape(-1, ROWS, COLUMNS).copy()
    for number in range(len(shown)):
        minute, second = divmod(int(number * GAP), 60)
        shown[number, row, column - 2 : column] += DIGITS[minute % 10]
        shown[number, row, column : column + wide] += DIGITS[second // 10] + DIGITS[second % 10]
    return shown.reshape(cells.shape)


def ticks(cells: np.ndarray) -> np.ndarray:
    """Rows and columns in which a clock is found."""
    one = negative(cells, gap=GAP)
    maps = printed([Placed(one)]).maps
    whole = printed([Placed(negative(alone(1), gap=GAP))]).maps
    assert whole.any(0).all()
    return np.argwhere(~maps.any(0).reshape(ROWS, COLUMNS))


@pytest.mark.parametrize("row", [0, 1, 7, 8])
def test_a_clock_and_its_minutes_leave_no_trace(row):
    found = ticks(with_clock(alone(1), row))

    assert found.tolist() == [[row, column] for column in range(7, 13)]


@pytest.mark.parametrize(
    "cells",
    [
        alone(1),
        with_clock(alone(1), row=2),
        with_clock(alone(1), row=6),
        with_clock(alone(1), column=4, wide=ticking.WIDEST + 1),
        with_clock(alone(1, 236.0)),
    ],
    ids=[
        "nobody's",
        "below the top",
        "above the bottom",
        "a loop of a minute",
        "too short to tell",
    ],
)
def test_what_is_no_clock_is_kept(cells):
    assert not len(ticks(cells))


def test_a_clock_as_wide_as_one_may_be_is_found():
    assert len(ticks(with_clock(alone(1), column=4, wide=ticking.WIDEST)))
    assert len(ticks(with_clock(alone(1, 248.0))))
