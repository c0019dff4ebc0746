import numpy as np
import pytest

from evidence.analyzers.prints.form import CELLS, Print, companded, dumps, loads
from evidence.domain.time import SECOND


def some_print() -> Print:
    chance = np.random.default_rng(1)
    at = np.arange(7) * 5 * SECOND
    maps = chance.integers(-127, 128, (7, CELLS)).astype(np.int8)
    return Print(36 * SECOND, at, maps, at[:3], np.array([1, 2, 4_000_000_000], np.uint32))


def test_a_print_comes_back_as_it_was_written():
    before = some_print()

    after = loads(dumps(before))

    assert after.length == before.length
    for name in ("at", "maps", "keys", "digests"):
        assert np.array_equal(getattr(after, name), getattr(before, name))


@pytest.mark.parametrize("text", ["", "no print", dumps(some_print())[:-20]])
def test_what_is_no_print_is_told(text):
    with pytest.raises(ValueError, match="print"):
        loads(text)


def test_small_differences_are_kept_finer_than_large_ones():
    kept = companded(np.array([0.0, 0.2, 1.0, 30.0, 31.0], np.float32)).astype(int)

    assert kept[1] > kept[0]
    assert kept[2] - kept[1] > kept[4] - kept[3]
