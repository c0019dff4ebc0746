"""What the rest of a picture says to a screen on which two stretches agree."""

import numpy as np
import pytest

from evidence.analyzers.prints.form import COLUMNS, ROWS
from evidence.analyzers.prints.screens import Rest, Side, rest
from evidence.domain.time import SECOND, Interval
from tests.analyzers.prints.rooms import taken

PICTURES = 60
SCREEN = (slice(None), slice(1, 5), slice(5, 11))  # 24 cells


def side(chance: np.random.Generator, shown: np.ndarray) -> Side:
    """An empty room before a screen that shows this."""
    cells = 100 + chance.normal(0, 0.5, (PICTURES, ROWS, COLUMNS))
    cells[SCREEN] = shown
    one = taken(cells.reshape(PICTURES, -1).astype(np.float32))
    return Side(one.maps.astype(np.float32), one, Interval(0, PICTURES * 5 * SECOND))


def film(chance: np.random.Generator, scene: int) -> np.ndarray:
    """A screen that shows something else every so many pictures."""
    scenes = chance.uniform(20, 220, (PICTURES // scene + 1, 4, 6))
    return scenes.repeat(scene, 0)[:PICTURES]


@pytest.mark.parametrize(("scene", "said"), [(1, Rest.DIFFERS), (6, Rest.SILENT)])
@pytest.mark.parametrize("agreeing", [24, 4])
def test_a_screen_that_never_rests_is_a_film_however_little_of_it_agrees(scene, said, agreeing):
    chance = np.random.default_rng(2)
    ours, theirs = film(chance, scene), film(chance, scene)
    alike = np.arange(24).reshape(4, 6) < agreeing
    both = np.where(alike, ours, theirs)

    assert rest(side(chance, ours), side(chance, both)) is said


@pytest.mark.parametrize(("alike", "is_copy"), [(1.0, True), (0.3, False)])
def test_a_mount_that_shakes_is_no_film_where_all_of_the_picture_shakes_alike(alike, is_copy):
    chance = np.random.default_rng(3)
    edges = chance.normal(0, 3, (2, ROWS, COLUMNS))
    edges[:, 1:5, 5:11] *= 10
    sway = chance.normal(0, 1, (2, PICTURES, 2))
    sway[1] = alike * sway[0] + (1 - alike) * sway[1]
    sides = []
    for moved in sway:
        cells = 100 + np.einsum("ns,srk->nrk", moved, edges)
        cells += chance.normal(0, 1, cells.shape)
        one = taken(cells.reshape(PICTURES, -1).astype(np.float32))
        sides.append(Side(one.maps.astype(np.float32), one, Interval(0, PICTURES * 5 * SECOND)))

    assert (rest(*sides) is not Rest.DIFFERS) == is_copy
