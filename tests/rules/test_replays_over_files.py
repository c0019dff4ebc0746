"""A replay that goes over several files is told of once, with all that it has."""

from dataclasses import replace

import pytest

from evidence.domain.findings import Outcome
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import (
    Flaw,
    Pictures,
    Place,
    Portion,
    Seen,
    Speed,
    Spell,
    Uncompared,
)
from evidence.domain.policy import Parameters
from evidence.domain.text import Length
from evidence.domain.time import SECOND, Interval
from evidence.rules.footage.footage_looped import footage_looped
from evidence.rules.footage.footage_reused import footage_reused

NINE = 1_618_794_000 * SECOND
EACH = Interval(0, 10 * SECOND)
GIVEN = Parameters({"min_seconds": 20})


def files(count: int, *, flaw: Flaw = Flaw.LOOPED, sure: bool = True) -> list[Recording]:
    """So many files of ten seconds, all of which were shown ten minutes before."""
    certain = EACH if sure else None
    whole = tuple(
        Portion(
            f"{number}.mp4",
            Interval(start := NINE + number * EACH.end, start + EACH.end),
            EACH,
            certain,
            Place(f"{number - 60}.mp4", EACH),
        )
        for number in range(100, 100 + count)
    )
    return [
        Recording(
            FootageFile(one.path, "cam1", one.wall.start, DatedBy.TABLE),
            Media(EndReason.COMPLETE, duration=EACH.length),
            Pictures(
                Seen.LOOKED,
                spells=(
                    Spell(
                        flaw,
                        EACH,
                        certain,
                        Speed.KEY_FRAMES,
                        one.twin,
                        whole=whole if count > 1 else (),
                        number=number,
                    ),
                ),
            ),
        )
        for number, one in enumerate(whole)
    ]


def test_the_file_in_which_it_begins_tells_of_all_of_it():
    first, *_ = files(30)

    ruling = footage_looped(first, GIVEN)

    assert ruling.outcome is Outcome.BREACHED
    assert ruling.measured == Length(300 * SECOND)
    assert ruling.span == Interval(NINE + 1000 * SECOND, NINE + 1300 * SECOND)
    assert "300 (over 30 files, to 129.mp4) from 0 on show again" in str(ruling.message)
    assert "(40.mp4, from 0 on)" in str(ruling.message)


def test_each_of_its_files_is_beside_what_it_shows_again_in_the_proof():
    first, *_ = files(30)

    shown = [one.path for one in footage_looped(first, GIVEN).evidence]

    assert shown[::2] == [f"{number}.mp4" for number in range(100, 130)]
    assert shown[1::2] == [f"{number}.mp4" for number in range(40, 70)]


def test_the_other_files_do_not_tell_it_again():
    _, *others = files(30)

    rulings = [footage_looped(one, GIVEN) for one in others]
    assert {ruling.outcome for ruling in rulings} == {Outcome.MET}
    assert str(rulings[0].message) == "what is shown again is told of with 100.mp4"


@pytest.mark.parametrize(("count", "outcome"), [(1, Outcome.MET), (2, Outcome.BREACHED)])
def test_what_files_have_together_counts(count: int, outcome: Outcome):
    first, *_ = files(count)

    assert footage_looped(first, GIVEN).outcome is outcome


@pytest.mark.parametrize("flaw", [Flaw.REUSED, Flaw.UNCOMPARED])
def test_what_is_a_doubt_in_each_file_is_one_doubt(flaw: Flaw):
    first, second = files(2, flaw=flaw, sure=False)

    assert footage_reused(first, GIVEN).outcome is Outcome.UNDECIDED
    assert footage_reused(second, GIVEN).outcome is Outcome.MET


def test_a_stretch_that_begins_where_another_ends_is_told_of_too():
    _, second = files(2)
    begun, *_ = files(3)
    (own,), (other,) = second.pictures.spells, begun.pictures.spells
    later = replace(other, whole=(replace(other.whole[0], path=second.path), *other.whole[2:]))
    both = replace(second, pictures=replace(second.pictures, spells=(own, later)))

    assert footage_looped(both, GIVEN).measured == Length(20 * SECOND)


@pytest.mark.parametrize(
    ("twin", "seconds", "why"),
    [
        (Place("0.mp4", EACH), 10, Uncompared.AFTER),
        (None, 59, Uncompared.SHORT_FILES),
        (None, 60, Uncompared.KEY_FRAMES),
    ],
)
def test_the_proof_tells_why_it_could_not_be_compared(
    twin: Place | None, seconds: int, why: Uncompared
):
    (one,) = files(1, flaw=Flaw.UNCOMPARED, sure=False)
    span = Interval(0, seconds * SECOND)
    spell = replace(one.pictures.spells[0], possible=span, twin=twin)
    media, pictures = replace(one.media, duration=span.length), Pictures(spells=(spell,))
    long = replace(one, media=media, pictures=pictures)

    shown = footage_reused(long, Parameters({"min_seconds": 5})).evidence

    assert [each.uncompared for each in shown] == [why, None][: 2 if twin else 1]


def test_the_proof_of_a_replay_was_compared():
    first, *_ = files(2)

    assert {each.uncompared for each in footage_looped(first, GIVEN).evidence} == {None}
