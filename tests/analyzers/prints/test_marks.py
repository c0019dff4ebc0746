import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.analyzers.frames.stream import PacketTable
from evidence.analyzers.prints.copies import copies
from evidence.analyzers.prints.form import CELLS, Print
from evidence.analyzers.prints.marks import RUN, marks
from evidence.domain.time import SECOND

RATE, LENGTH = 15, 300


def table(sizes, *, every=60, rate=RATE):
    """Packets of these sizes, with a key frame each so many seconds."""
    count = len(sizes)
    key = np.arange(count) % (every * rate) == 0
    digest = np.where(key, np.arange(count) + 1, 0).astype(np.uint32)
    at = np.arange(count) * SECOND // rate
    return PacketTable(at, np.array(sizes, np.int32), key, digest, at)


def noisy(seed=0, seconds=LENGTH, rate=RATE):
    """Sizes as a sensor's noise makes them: some hundred bytes this way or that."""
    return np.random.default_rng(seed).normal(4_000, 300, seconds * rate).astype(int)


def printed(shown):
    at, digests = marks(shown)
    return Print(LENGTH * SECOND, at[:0], np.empty((0, CELLS), np.int8), at, digests)


@given(start=st.integers(0, 100 * RATE), seed=st.integers(0, 20), rate=st.sampled_from([2, 15, 25]))
def test_half_a_minute_that_was_copied_is_found_between_key_frames(start, seed, rate):
    sizes = noisy(seed, rate=rate)
    again, length = start + 150 * rate, 30 * rate
    start, again = min(start, 100 * rate), min(again, 250 * rate)
    sizes[again : again + length] = sizes[start : start + length]

    shown = printed(table(sizes, rate=rate))
    found = list(copies(shown, shown, same=True))

    assert found
    for copy in found:
        ours, theirs = shown.keys[copy.here[0]], shown.keys[copy.there[0]]
        assert abs((ours - theirs) - (again - start) * SECOND / rate) < SECOND
        assert again * SECOND / rate <= ours
        assert shown.keys[copy.here[1]] <= (again + length) * SECOND / rate


@given(seed=st.integers(0, 50))
def test_noise_never_comes_again(seed):
    shown = printed(table(noisy(seed)))

    assert len(shown.keys) > 100
    assert list(copies(shown, shown, same=True)) == []


def test_what_stands_still_has_no_marks():
    still = np.tile([20, 20, 21, 20, 24, 20, 20, 25, 22, 23], LENGTH * RATE // 10)

    assert len(marks(table(still))[0]) == LENGTH // 60


@pytest.mark.parametrize(("every", "more"), [(4, False), (5, True)])
def test_only_where_key_frames_are_rare(every, more):
    shown = table(noisy(), every=every)

    assert bool(len(marks(shown)[0]) > shown.key.sum()) is more


@pytest.mark.parametrize("count", [0, 1, RUN, RUN + 1])
def test_a_few_packets_have_their_key_frames(count):
    shown = table(noisy()[:count])

    assert marks(shown)[0][:1].tolist() == [0][:count]
