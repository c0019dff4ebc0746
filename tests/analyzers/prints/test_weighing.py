import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.analyzers.prints.form import CELLS
from evidence.analyzers.prints.weighing import (
    FEWEST,
    PATTERNS,
    Laid,
    Model,
    _normal,
    _spread,
    changes,
    less,
    likeness,
    patterns,
)


@given(st.integers(0, 2**32 - 1), st.integers(3, 60), st.floats(0, 1))
def test_a_model_tells_what_the_two_correlations_tell(seed, length, share):
    chance = np.random.default_rng(seed)
    ours, other = chance.normal(0, 40, (2, length, CELLS)).astype(np.float32)
    theirs = ours * np.float32(share) + other + np.float32(7)

    told = likeness(ours, theirs) + likeness(changes(ours), changes(theirs))

    assert Model.of(ours).likeness(theirs) == pytest.approx(told, abs=1e-3)


def test_what_never_changes_is_like_nothing():
    still = np.full((20, CELLS), 5, np.float32)

    assert Model.of(still).likeness(still) == 0


def sizes(*maps):
    """How much each pattern over the picture makes up of all change, the most first."""
    return np.linalg.svd(np.concatenate([changes(one) for one in maps]), compute_uv=False)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(1, 2 * PATTERNS))
def test_no_pattern_counts_for_more_than_the_one_after_the_largest(seed, loud):
    chance = np.random.default_rng(seed)
    both = chance.normal(0, 1, (2, 60, CELLS))
    for _ in range(loud):
        moments = chance.normal(0, chance.uniform(1, 30), (2, 60, 1))
        both += moments * chance.normal(0, 1, CELLS)
    ours, theirs = both.astype(np.float32)
    before = sizes(ours, theirs)

    most = patterns(ours, theirs)
    after = sizes(less(ours, most), less(theirs, most))

    assert after[0] <= 1.05 * before[PATTERNS]
    # And what is smaller is let be.
    assert after[PATTERNS + 1 :] == pytest.approx(before[PATTERNS + 1 :], rel=0.05, abs=0.05)


@pytest.mark.parametrize(("covered", "is_left"), [(CELLS // 2, True), (2 * CELLS // 3, False)])
def test_what_changes_all_over_the_picture_is_light_and_taken_out(covered, is_left):
    chance = np.random.default_rng(5)
    shape = np.zeros(CELLS, np.float32)
    shape[:covered] = 1 / np.sqrt(covered)
    noise, moments = chance.normal(0, 1, (2, 60, CELLS)), chance.normal(0, 100, (2, 60, 1))
    ours, theirs = (noise + moments * shape).astype(np.float32)

    left = changes(less(ours, patterns(ours, theirs))) @ shape

    assert (np.abs(left).max() > 1) == is_left


@pytest.mark.parametrize(("pictures", "many"), [(2, FEWEST), (8, 8), (16, 16), (150, PATTERNS)])
def test_a_few_pictures_have_a_few_patterns(monkeypatch, pictures, many):
    asked = []

    def told(ours, theirs, many):
        asked.append(many)
        return patterns(ours, theirs, many)

    monkeypatch.setattr("evidence.analyzers.prints.weighing.patterns", told)
    seconds = np.arange(0, 2.0 * 40, 2.0)
    maps = np.random.default_rng(1).normal(0, 1, (100, CELLS)).astype(np.float32)
    Laid(maps[:40], maps, seconds, 80.0 / pictures).weighed()

    assert asked == [many]


# Student's t beyond which lies a thousandth, as tables have it; of a normal distribution 3.09.
@pytest.mark.parametrize(("pictures", "t"), [(10, 4.144), (20, 3.552), (30, 3.385), (60, 3.232)])
def test_deviations_of_few_pictures_are_no_rarity(pictures, t):
    assert _normal(t, pictures) == pytest.approx(3.09, abs=0.08)
    assert _normal(-t, pictures) == -_normal(t, pictures)
    assert _normal(t, 1e9) == pytest.approx(t)


def test_what_chance_does_seldom_and_then_much_tells_how_far_it_can_go():
    chance = np.random.default_rng(1).normal(0, 1, 300)
    seldom = chance.copy()
    seldom[::50] = 8

    assert _spread(chance) == pytest.approx(chance.std(), rel=0.1)
    assert _spread(seldom) > 1.5 * seldom.std()
