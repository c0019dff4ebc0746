import base64
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from evidence.analyzers.frames import wire
from evidence.analyzers.proofs.proving import PictureProver, moments, pairs_of, telling
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import (
    ClockReading,
    Flaw,
    Pair,
    Pictures,
    Place,
    Portion,
    Seen,
    Speed,
    Spell,
)
from evidence.domain.time import SECOND, Interval
from evidence.engine.local import LocalEngine
from evidence.facts.clock import footage_clocks
from tests.analyzers.frames.films import film, reading, room

ZONE = SimpleNamespace(timezone="Asia/Shanghai")
PROVER = PictureProver(LocalEngine(at_once=1))


def span(start: float, end: float) -> Interval:
    return Interval(round(start * SECOND), round(end * SECOND))


def spell(path: str = "one.mp4", bundle: str = "", **changed) -> Spell:
    twin = Place(path, span(0, 12), bundle)
    return Spell(Flaw.LOOPED, span(20, 32), None, Speed.KEY_FRAMES, twin, **changed)


def recording(*spells: Spell, path: str = "one.mp4") -> Recording:
    file = FootageFile(path, "cam1", 0, DatedBy.TABLE)
    return Recording(
        file, Media(EndReason.COMPLETE, duration=40 * SECOND), Pictures(Seen.LOOKED, spells=spells)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film whose seconds from 20 on are those from 0 on."""
    place = tmp_path_factory.mktemp("film")
    scene = room()

    def looped(at: float):
        shown = reading(scene, at % 20)
        cv2.circle(shown, (20 + int(at % 20) * 14, 40), 12, 250, -1)
        return shown

    film(place / "one.mp4", 40, looped)
    return place


def shown(picture: str):
    return cv2.imdecode(np.frombuffer(base64.b64decode(picture), np.uint8), 0).astype(float)


def proved(folder: Path, *spells: Spell) -> tuple[Spell, ...]:
    (one,) = PROVER.compare(SimpleNamespace(root=folder, training_class=ZONE), [recording(*spells)])
    return one.pictures.spells


def test_a_replay_is_shown_beside_its_twin_at_moments_that_are_alike(folder):
    (told,) = proved(folder, spell())

    assert [(pair.at, pair.there) for pair in told.pairs] == [
        (at * SECOND, (at - 20) * SECOND) for at in (22, 26, 30)
    ]
    for pair in told.pairs:
        assert np.abs(shown(pair.picture) - shown(pair.twin)).mean() < 4
    first, last = (shown(told.pairs[at].picture) for at in (0, 2))
    assert np.abs(first - last).max() > 60


def test_the_middle_pair_stands_for_the_spell(folder):
    (told,) = proved(folder, spell())

    assert (told.picture, told.twin.picture) == (told.pairs[1].picture, told.pairs[1].twin)


def test_a_replay_at_another_speed_is_held_against_the_same_instants():
    quicker = spell(rate=1_050_000)

    assert [there for _, there in moments(quicker)] == [2_100_000, 6_300_000, 10_500_000]


def test_the_footage_of_another_class_is_not_looked_for(folder):
    (told,) = proved(folder, spell("theirs.mp4", bundle="ab" * 32))

    assert all(pair.picture and not pair.twin for pair in told.pairs)


def test_a_twin_that_does_not_decode_leaves_its_place_empty(folder):
    (folder / "broken.mp4").write_bytes(b"no film")
    (told,) = proved(folder, spell("broken.mp4"))

    assert all(pair.picture and not pair.twin for pair in told.pairs)


def test_only_the_longest_replays_get_pictures(folder):
    short = [
        Spell(Flaw.LOOPED, span(20 + at, 22), None, Speed.FULL, Place("one.mp4", span(at, 2)))
        for at in (0.0, 0.3, 0.6, 0.9)
    ]

    assert [bool(one.pairs) for one in proved(folder, *short)] == [True, True, True, False]


@pytest.mark.parametrize(
    "untold",
    [
        Spell(Flaw.FROZEN, span(0, 9), None, Speed.FULL, picture="kept"),
        Spell(Flaw.UNCOMPARED, span(0, 40), None, Speed.KEY_FRAMES),
    ],
)
def test_what_is_not_told_of_is_not_decoded_again(untold):
    bundle = SimpleNamespace(root=Path("/nowhere"), training_class=ZONE)
    (one,) = PROVER.compare(bundle, [recording(untold)])

    assert one.pictures.spells == (untold,)


def test_what_stands_still_is_shown_before_in_and_after_it(folder):
    (told,) = proved(folder, Spell(Flaw.FROZEN, span(12, 24), span(12, 24), Speed.FULL))

    assert [still.at for still in told.stills] == [at * SECOND for at in (7, 14, 18, 22, 29)]
    assert all(still.picture for still in told.stills)


def test_at_the_edge_of_a_recording_nothing_is_before_or_after(folder):
    (told,) = proved(folder, Spell(Flaw.BLACK, span(2, 38), span(2, 38), Speed.FULL))

    assert [still.at for still in told.stills] == [at * SECOND for at in (8, 20, 32)]


def clock(*told: tuple[int, int]):
    """A recording that is claimed to begin at eight in the morning of 1970, and what it tells."""
    read = tuple(ClockReading(at * SECOND, (tells * SECOND,)) for at, tells in told)
    one = recording()
    return replace(one, pictures=replace(one.pictures, clock=read))


EIGHT = 8 * 3600
STEADY = tuple((at, EIGHT + at) for at in range(0, 40, 10))


def telling_times(*told: tuple[int, int]) -> list[int]:
    (fact,) = footage_clocks([clock(*told)], "Asia/Shanghai")
    return [at // SECOND for _, at in telling(fact)]


def test_a_clock_that_seems_right_gets_no_pictures():
    assert telling_times(*STEADY) == []


def test_one_that_leaps_is_shown_at_both_sides_of_it():
    leaps = [(at, tells + 100 * (at > 15)) for at, tells in STEADY]

    assert telling_times(*leaps) == [0, 10, 20, 30]


def test_one_of_another_day_is_shown_as_it_begins_and_ends(folder):
    day = [(at, tells + 86_400) for at, tells in STEADY]
    bundle = SimpleNamespace(root=folder, training_class=ZONE)
    (one,) = PROVER.compare(bundle, [clock(*day)])

    assert [still.at // SECOND for still in one.pictures.stills] == [0, 30]
    assert all(still.picture for still in one.pictures.stills)


def test_pairs_survive_the_wire():
    told = Pictures(Seen.LOOKED, spells=(spell(pairs=(Pair(1, 2, "a", "b"),)),))

    assert wire.loads(wire.dumps(told)) == told


def over_files(number: int) -> Spell:
    """A portion of a replay over two files, of six seconds each."""
    whole = tuple(
        Portion(path, span(at, at + 6), span(0, 6), None, Place("one.mp4", span(at - 20, at - 14)))
        for path, at in (("two.mp4", 20), ("three.mp4", 26))
    )
    twin = whole[number].twin
    return Spell(Flaw.LOOPED, span(0, 6), None, Speed.KEY_FRAMES, twin, whole=whole, number=number)


def test_a_replay_over_files_is_shown_at_moments_of_all_of_it():
    found = [(one.path, one.at, one.twin_path, one.there) for one in pairs_of(over_files(0))]

    assert found == [
        ("two.mp4", 2 * SECOND, "one.mp4", 2 * SECOND),
        ("three.mp4", 0, "one.mp4", 6 * SECOND),
        ("three.mp4", 4 * SECOND, "one.mp4", 10 * SECOND),
    ]


def test_only_the_file_in_which_it_begins_has_the_pictures(tmp_path, folder):
    for name in ("one.mp4", "two.mp4", "three.mp4"):
        shutil.copy(folder / "one.mp4", tmp_path / name)
    recordings = [
        recording(path="one.mp4"),
        recording(over_files(0), path="two.mp4"),
        recording(over_files(1), path="three.mp4"),
    ]

    bundle = SimpleNamespace(root=tmp_path, training_class=ZONE)
    _, begun, ended = PROVER.compare(bundle, recordings)

    assert [bool(pair.picture and pair.twin) for pair in begun.pictures.spells[0].pairs] == [
        True,
        True,
        True,
    ]
    assert ended.pictures.spells[0].pairs == ()


def test_a_stretch_over_files_survives_the_wire():
    told = Pictures(Seen.LOOKED, spells=(over_files(1),))

    assert wire.loads(wire.dumps(told)) == told


def test_a_clock_over_files_is_shown_in_the_files_in_which_it_tells():
    one = recording()
    files = [
        replace(
            one,
            file=replace(one.file, path=path, start=(one.file.start or 0) + number * 10 * SECOND),
            media=replace(one.media, duration=10 * SECOND),
            pictures=replace(
                one.pictures,
                clock=(ClockReading(0, ((EIGHT + number * 10 + 86_400) * SECOND,)),),
            ),
        )
        for number, path in enumerate(("a.mp4", "b.mp4", "c.mp4"))
    ]
    (fact, *others) = footage_clocks(files, "Asia/Shanghai")

    assert telling(fact) == (("a.mp4", 0), ("c.mp4", 0))
    assert [telling(each) for each in others] == [(), ()]
