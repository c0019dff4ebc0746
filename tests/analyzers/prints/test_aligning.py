from functools import cache

import numpy as np
import pytest

from evidence.analyzers.prints.aligning import WINDOW, Match, _core, _Line, matches
from evidence.analyzers.prints.reading import CUT, Reading
from evidence.analyzers.prints.screens import Rest
from evidence.domain.time import SECOND, Timeline
from tests.analyzers.prints.rooms import Day, Lens, seen, spliced, taken

LENGTH = 1500.0


@cache
def day(number: int, lively: float = 1.0, walkers: int = 1) -> Day:
    return Day(room=1, day=number, lively=lively, walkers=walkers, length=LENGTH)


def reading(cells):
    return Reading(taken(cells))


def is_about(match: Match, here: float, length: float, there: float) -> bool:
    ends = (match.here.start, match.here.end, match.there.start)
    wanted = (here, here + length, there)
    return all(abs(end / SECOND - want) <= 30 for end, want in zip(ends, wanted, strict=True))


@pytest.mark.parametrize(
    ("rate", "lens"),
    [
        (1.0, Lens(noise=1.5)),
        (1.1, Lens(noise=1.5, gain=0.9)),
        (0.9, Lens(noise=1.5, masked=True)),
        (1.0, Lens(noise=1.5, mirrored=True)),
    ],
    ids=["encoded anew", "a tenth quicker", "a tenth slower, clock painted over", "mirrored"],
)
def test_a_stretch_of_another_day_is_found_however_it_was_changed(rate, lens):
    # Its pictures are of other instants than those that the first day was looked at.
    piece = seen(day(1), 302.3, 400, lens=lens, rate=rate)
    forged = reading(spliced(seen(day(2), 0, LENGTH), 800, piece))

    (match,) = matches(forged, reading(seen(day(1), 0, LENGTH)))

    assert is_about(match, 800, 400, 302.3)
    assert match.rate == pytest.approx(rate, abs=0.02)
    assert match.mirrored == lens.mirrored


def nearly_alone(number: int) -> Day:
    """A day of somebody who walks about before one who rarely moves."""
    return Day(room=7, day=number, seats=1, length=600)


def with_slides(cells, *moments):
    """The same before a screen whose slides change at these moments of pictures."""
    shown = cells.reshape(-1, 9, 16).copy()
    for number, first in enumerate(moments):
        shown[first:, 1:4, 5:10] += 60 * (-1) ** number
    return shown.reshape(cells.shape)


def test_one_person_who_is_the_most_that_moves_is_known_again():
    piece = seen(nearly_alone(9), 202.3, 240)
    forged = reading(spliced(seen(nearly_alone(8), 0, 600), 300, piece))

    (match,) = matches(forged, reading(seen(nearly_alone(9), 0, 600)))

    assert is_about(match, 300, 240, 202.3)


@pytest.mark.parametrize("changing", [(), (31, 60, 88)])
def test_slides_that_change_at_the_same_moments_are_no_copy_of_who_sits_before_them(changing):
    days = [
        reading(with_slides(seen(nearly_alone(number), 0, 600), *changing)) for number in (1, 2, 3)
    ]

    assert not [
        m for one in days for other in days if one is not other for m in matches(one, other)
    ]


@pytest.mark.parametrize("walkers", [0, 1])
def test_two_days_of_one_class_in_one_room_have_nothing_in_common(walkers):
    days = [reading(seen(day(number, 0.5, walkers), 0, LENGTH)) for number in (1, 2, 3)]

    assert not [
        m for one in days for other in days if one is not other for m in matches(one, other)
    ]


def test_a_recording_is_not_its_own_loop():
    honest = reading(seen(day(1), 0, LENGTH))

    assert matches(honest, honest, same=True) == ()


def test_a_loop_is_found_in_the_later_stretch():
    cells = seen(day(1), 0, LENGTH)
    looped = reading(spliced(cells, 900, seen(day(1), 202.1, 300, lens=Lens(noise=1.5))))

    (match,) = matches(looped, looped, same=True)

    assert is_about(match, 900, 300, 202.1)


@pytest.mark.parametrize(("lasts", "repeats"), [(150, 10), (300, 5)])
def test_what_runs_many_times_is_found_however_often_it_is_true(lasts, repeats):
    cells = np.concatenate(
        [seen(day(1), 100.3, lasts, lens=Lens(noise=1.5 + run / 100)) for run in range(repeats)]
    )

    found = matches(reading(cells), reading(cells), same=True)

    looped = Timeline.of(match.here for match in found)
    assert looped.length >= 0.7 * lasts * (repeats - 1) * SECOND
    for match in found:
        runs = (match.here.start - match.there.start) / (lasts * SECOND)
        assert runs == pytest.approx(round(runs), abs=0.05)


def test_a_film_shown_to_two_classes_is_no_copy_of_the_class():
    # The screen takes a twelfth of the picture; those who sit before it are others.
    first, second = (seen(day(number), 0, LENGTH).reshape(-1, 9, 16) for number in (1, 2))
    film = seen(Day(room=5, day=5), 0, LENGTH).reshape(-1, 9, 16)
    for cells in (first, second):
        cells[:, :3, 5:9] = film[:, :3, 5:9]

    assert matches(reading(second), reading(first)) == ()


def test_an_empty_room_is_like_no_other():
    empty = [reading(seen(Day(1, n, lively=0, walkers=0), 0, LENGTH)) for n in (1, 2)]

    assert matches(*empty) == ()


def test_lamps_that_go_out_on_both_days_are_nothing_in_common():
    # All of the room changes at once, and alike: but for those who sit in it.
    lit = Day(1, 1, lively=0, walkers=0)
    room = seen(lit, 0, 5.0)[0] - 60
    days = [seen(day(number), 0, LENGTH) for number in (1, 2)]
    for cells, at in zip(days, (60, 160), strict=True):
        cells[at : at + 14] -= 0.6 * room
        cells[at + 14 : at + 20] -= 0.2 * room

    assert matches(*map(reading, days)) == ()


def test_a_screen_in_the_middle_is_not_its_own_mirror():
    cells = seen(day(1, 0.5, 0), 0, LENGTH).reshape(-1, 9, 16)
    for number, at in enumerate(range(0, len(cells), 12)):
        cells[at : at + 12, 1:5, 5:11] = 90 + 25 * (number % 5)
    shown = reading(cells.reshape(len(cells), -1))

    assert matches(shown, shown, same=True) == ()


def test_a_copy_without_the_band_at_the_top_is_found():
    whole = seen(day(1), 302.3, 400, lens=Lens(noise=1.5)).reshape(-1, 9, 16)
    middle = (np.arange(9) + 0.5) / 9
    wanted = (CUT + (1 - CUT) * middle) * 9 - 0.5
    rows = np.clip(np.floor(wanted).astype(int), 0, 7)
    share = (wanted - rows)[None, :, None]
    cut = whole[:, rows] * (1 - share) + whole[:, rows + 1] * share
    forged = reading(spliced(seen(day(2), 0, LENGTH), 800, cut.reshape(len(cut), -1)))

    (match,) = matches(forged, reading(seen(day(1), 0, LENGTH)))

    assert is_about(match, 800, 400, 302.3)
    assert match.sure


def with_film(cells, *, at=0):
    """A lively film on a screen, a ninth of the picture, from its minute ``at`` on."""
    chance = np.random.default_rng(3)
    cuts = chance.uniform(20, 220, (200, 1, 3, 5)).repeat(3, 1).reshape(-1, 3, 5)
    shown = cells.reshape(-1, 9, 16).copy()
    shown[:, 1:4, 5:10] = cuts[at : at + len(shown)]
    return shown.reshape(len(shown), -1)


def test_a_lively_film_shown_to_two_quiet_classes_is_no_copy():
    quiet = [with_film(seen(day(number, 0.5, 0), 0, LENGTH)) for number in (1, 2)]

    assert matches(*map(reading, quiet)) == ()


def test_a_copy_of_a_class_that_watches_a_film_is_found():
    first = with_film(seen(day(1, 0.5, 0), 0, LENGTH))
    forged = with_film(seen(day(2, 0.5, 0), 0, LENGTH), at=150)
    again = np.random.default_rng(1).normal(0, 0.2, (80, 144))
    forged[60:140] = first[20:100] + again

    (match,) = matches(reading(forged), reading(first))

    assert is_about(match, 300, 400, 100)
    assert match.sure


def test_a_film_before_which_nobody_stirs_is_a_doubt_only():
    empty = [with_film(seen(day(number, 0, 0), 0, LENGTH)) for number in (1, 2)]

    (match,) = matches(*map(reading, empty))

    assert match.rest is Rest.SILENT
    assert not match.sure


def lit(cells, seed):
    """The same room where light swells and sinks, which bright walls show more than dark ones."""
    knots = np.random.default_rng(seed).normal(0, 0.05, len(cells) // 6 + 2)
    course = np.interp(np.arange(len(cells)) / 6, np.arange(len(knots)), knots)
    return cells * (1 + course[:, None])


def in_a_row(cells):
    """The same room where everybody sits in one row across the picture."""
    rows = cells.reshape(-1, 9, 16).copy()
    for empty in (slice(0, 4), slice(7, 9)):
        rows[:, empty] = rows[:, empty].mean(0)
    return rows.reshape(-1, 144)


def test_a_copy_is_found_with_corners_painted_black():
    honest = lit(in_a_row(seen(day(1), 0, LENGTH)), 5)
    again = honest.reshape(-1, 9, 16).copy()
    for row in (0, 8):
        again[:, row, :7] = 16
        again[:, row, 9:] = 16

    (match,) = matches(reading(again.reshape(-1, 144)), reading(honest))

    assert match.rest is Rest.AGREES
    assert match.here.length > 0.8 * LENGTH * SECOND


def test_people_who_share_nothing_but_the_light_are_no_copy():
    days = [lit(seen(day(number), 0, LENGTH), 5) for number in (1, 2)]

    assert matches(*map(reading, days)) == ()


@pytest.mark.parametrize(("seconds", "has"), [(2 * WINDOW - 2, False), (2 * WINDOW + 20, True)])
def test_nothing_is_sure_of_a_stretch_that_is_no_longer_than_a_window(seconds, has):
    shown = reading(seen(day(1), 0, 300))

    core = _core(shown, shown, (60.0, 60.0 + seconds), _Line(60.0, 60.0, 1.0))

    assert (core is not None) is has
