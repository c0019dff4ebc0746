"""Footage whose key frames are far apart is read between them; what is left is told of."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest

from evidence.analyzers.frames.stream import PacketTable
from evidence.analyzers.frames.watching import Watched, watch
from evidence.analyzers.prints.between import EVERY, SPARSEST, Between, uncompared, wide
from evidence.analyzers.prints.comparing import PrintComparer
from evidence.analyzers.prints.reels import reels
from evidence.analyzers.prints.taking import PrintTaker
from evidence.attacks.commit import commit
from evidence.attacks.kind import kinds
from evidence.domain.footage import EndReason, FootageFile, Media, Recording
from evidence.domain.pictures import Flaw, Speed
from evidence.domain.time import DAY, SECOND, Interval
from evidence.pipeline.quiet import Quiet
from evidence.sources.bundle import open_bundle
from tests.analyzers.frames.films import Image, film, reading, room
from tests.sources.bundles import written

ROOM = room()
NAMES = ("recordings/a.mp4", "recordings/b.mp4")
SECONDS, FAR_APART = 300, 30


def table(*seconds: float) -> PacketTable:
    at = np.array([second * SECOND for second in seconds], np.int64)
    none = np.zeros(len(at), np.uint32)
    return PacketTable(at, np.full(len(at), 1_000, np.int32), none == 0, none, at)


def watched(seconds: Iterable[float]) -> Watched:
    return Watched(table(*seconds), 100, 100)


@pytest.mark.parametrize(("apart", "told"), [(20, 0), (20.5, 1)])
def test_pictures_more_than_twenty_seconds_apart_tell_nothing_of_how_people_move(
    apart: float, told: int
) -> None:
    shown = table(*np.arange(0, apart + 0.1, 0.5))
    end = int(apart * SECOND)

    assert len(list(wide(shown, [0, end], end))) == told


def test_a_silence_is_no_footage_that_was_not_looked_at() -> None:
    shown = table(0, 1, 2, 100, 101)

    assert list(wide(shown, [0, 101 * SECOND], 101 * SECOND)) == []


def test_the_rest_of_a_file_after_its_last_key_frame_counts_too() -> None:
    shown = watched(range(91))

    assert [spell.possible for spell in uncompared(shown, [0, 10 * SECOND])] == [
        Interval(10 * SECOND, shown.end)
    ]


def test_no_more_is_read_than_it_may_cost() -> None:
    shown = watched(range(100))
    one = int(100 * 100 * 1.5 * 0.7 + 1_000 * 40)

    assert Between.of(shown, [0], most=0).read == ()
    assert Between.of(shown, [0], most=50 * one).read == (Interval(0, 50 * SECOND),)
    assert Between.of(shown, [0], most=100 * one).read == (Interval(0, shown.end),)


def restless(seed: int) -> Callable[[float], Image]:
    """The room with people who lean now here, now there, as it falls to them."""
    dice = np.random.default_rng(seed)
    knots = dice.normal(0, 8, (SECONDS // 5 + 3, 3))

    def shown(at: float) -> Image:
        place = at / 5
        low = int(place)
        lean = knots[low] + (knots[low + 1] - knots[low]) * min(1.0, 2 * (place - low))
        picture = reading(ROOM, 0).copy()
        for number, middle in enumerate((50, 150, 250)):
            left = int(middle + lean[number])
            picture[90:130, left : left + 26] = 150 + 30 * number
        return picture

    return shown


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of one room, with a key frame every thirty seconds."""
    root = tmp_path_factory.mktemp("days")
    (root / "recordings").mkdir()
    for seed, name in enumerate(NAMES):
        film(root / name, SECONDS, restless(seed), group=FAR_APART)
    return root


def compared(folder: Path, root: Path, takers: Iterable[PrintTaker]) -> list[Recording]:
    """Two recordings of two days, held against each other."""
    recordings = []
    for day, (name, taker) in enumerate(zip(NAMES, takers, strict=True)):
        file = FootageFile(name, "cam1", day * DAY)
        media = Media(EndReason.COMPLETE, SECONDS * SECOND)
        recordings.append(Recording(file, media, watch(str(root / name), (taker,))))
    with open_bundle(written(folder), progress=Quiet()) as bundle:
        return list(PrintComparer().compare(bundle, recordings))


def test_key_frames_far_apart_are_read_between(days: Path, tmp_path: Path) -> None:
    found = compared(tmp_path, days, (PrintTaker(), PrintTaker()))

    assert [reel.taken.gap for reel in reels(found)] == [EVERY, EVERY]
    assert [one.pictures.spells for one in found] == [(), ()]
    assert [look.speed for look in found[0].pictures.looks] == [
        Speed.PACKETS,
        Speed.KEY_FRAMES,
        Speed.FULL,
    ]


@pytest.mark.parametrize(
    ("kind", "flaw"),
    [
        ("reused", Flaw.REUSED),
        ("reused-quicker", Flaw.REUSED),
        ("mirrored", Flaw.REUSED),
        ("loop-encoded", Flaw.LOOPED),
    ],
)
def test_a_replay_is_found_where_key_frames_are_far_apart(
    kind: str, flaw: Flaw, days: Path, tmp_path: Path
) -> None:
    start, end = commit(kinds()[kind], days, list(NAMES), NAMES[1], tmp_path / "copy", strength=0.5)

    _, forged = compared(tmp_path / "class", tmp_path / "copy", (PrintTaker(), PrintTaker()))

    (spell, *_) = forged.pictures.of(flaw)
    assert spell.possible.meet(Interval(round(start * SECOND), round(end * SECOND)))
    assert spell.possible.length > 0.6 * (end - start) * SECOND


def test_what_costs_too_much_to_read_is_told_as_not_compared(days: Path, tmp_path: Path) -> None:
    found = compared(tmp_path, days, (PrintTaker(), PrintTaker(most=0)))

    assert [len(one.pictures.of(Flaw.UNCOMPARED)) for one in found] == [0, 1]
    assert found[1].pictures.unusable.surely.length == 0
    assert found[1].pictures.unusable.possibly.length >= 0.99 * SECONDS * SECOND


def test_what_comes_after_a_recording_that_can_not_be_compared_may_be_a_copy_of_it(
    days: Path, tmp_path: Path
) -> None:
    found = compared(tmp_path, days, (PrintTaker(most=0), PrintTaker()))

    (spell,) = found[1].pictures.of(Flaw.UNCOMPARED)
    assert spell.twin is not None
    assert spell.twin.path == NAMES[0]
    assert reels(found)[0].taken.gap > SPARSEST
