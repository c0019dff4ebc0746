import base64
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from evidence.analyzers.frames import wire
from evidence.analyzers.proofs.proving import ReplayProver, moments
from evidence.domain.footage import DatedBy, EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Flaw, Pair, Pictures, Place, Seen, Speed, Spell
from evidence.domain.time import SECOND, Interval
from evidence.engine.local import LocalEngine
from tests.analyzers.frames.films import film, reading, room

PROVER = ReplayProver(LocalEngine(at_once=1))


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
    (one,) = PROVER.compare(SimpleNamespace(root=folder), [recording(*spells)])
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


def test_without_a_replay_nothing_is_decoded_again():
    frozen = Spell(Flaw.FROZEN, span(0, 20), None, Speed.FULL, picture="kept")
    (one,) = PROVER.compare(SimpleNamespace(root=Path("/nowhere")), [recording(frozen)])

    assert one.pictures.spells == (frozen,)


def test_pairs_survive_the_wire():
    told = Pictures(Seen.LOOKED, spells=(spell(pairs=(Pair(1, 2, "a", "b"),)),))

    assert wire.loads(wire.dumps(told)) == told
