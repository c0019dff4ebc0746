import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.analyzers.prints.form import CELLS
from evidence.analyzers.prints.weighing import Model, changes, likeness


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
