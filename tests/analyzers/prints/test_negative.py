import numpy as np
import pytest

from evidence.analyzers.prints import form
from evidence.analyzers.prints.form import CELLS, Print
from evidence.analyzers.prints.negative import Negative, Placed, dumps, loads, printed
from evidence.domain.time import SECOND
from tests.analyzers.prints.rooms import Day, negative, seen, taken

CELLS_SEEN = seen(Day(1, 1, length=300.0), 0, 300)


def some() -> Negative:
    return negative(CELLS_SEEN, digests=np.arange(60, dtype=np.uint32) * 71_582_788)


def test_a_negative_comes_back_as_it_was_written():
    after = loads(dumps(some()))

    assert isinstance(after, Negative)
    assert after.length == 300 * SECOND
    for name in ("at", "keys", "digests"):
        assert np.array_equal(getattr(after, name), getattr(some(), name))
    assert np.abs(after.cells - CELLS_SEEN).max() <= 1 / 64


def test_black_and_white_pictures_come_back_too():
    cells = np.tile(np.array([[0.0], [255.0]], np.float32), (3, CELLS))

    assert np.array_equal(loads(dumps(negative(cells))).cells, cells)


def test_the_print_that_an_earlier_version_kept_of_a_file_is_still_read():
    after = loads(form.dumps(taken(CELLS_SEEN)))

    assert isinstance(after, Print)
    assert np.array_equal(after.maps, taken(CELLS_SEEN).maps)


@pytest.mark.parametrize("text", ["", "no negative", dumps(some())[:-20]])
def test_what_is_no_negative_is_told(text):
    with pytest.raises(ValueError, match="print"):
        loads(text)


def test_a_print_of_pieces_is_the_print_of_the_whole():
    pieces = [
        Placed(negative(CELLS_SEEN[first : first + 2]), first * 5 * SECOND)
        for first in range(0, len(CELLS_SEEN), 2)
    ]

    joined, whole = printed(pieces), printed([Placed(negative(CELLS_SEEN))])

    assert joined.length == whole.length
    assert np.array_equal(joined.at, whole.at)
    assert np.array_equal(joined.maps, whole.maps)


def test_what_an_earlier_piece_shows_is_not_shown_again():
    lapped = [Placed(some()), Placed(some(), 290 * SECOND, 300 * SECOND)]

    joined = printed(lapped)

    assert joined.length == 590 * SECOND
    assert (np.diff(joined.at) == 5 * SECOND).all()
    assert (np.diff(joined.keys) == 5 * SECOND).all()
    assert joined.digests[60] == some().digests[2]
