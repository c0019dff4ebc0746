"""What a camera did not show is found to the picture, and what it showed is let be."""

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from evidence.analyzers.frames.flaw_watcher import FlawWatcher
from evidence.analyzers.frames.watching import watch
from evidence.domain.pictures import Flaw, Pictures, Seen, Speed
from evidence.domain.time import SECOND
from tests.analyzers.frames.films import Image, film, reading, room

ROOM = room()
Shown = Callable[[float], Image]


def looked(path: Path) -> Pictures:
    return watch(str(path), (FlawWatcher(),))


def certain(pictures: Pictures) -> list[tuple[Flaw, float, float]]:
    return [
        (spell.flaw, spell.certain.start / SECOND, spell.certain.end / SECOND)
        for spell in pictures.spells
        if spell.certain
    ]


def during(start: float, end: float, flawed: Shown, usual: Shown) -> Shown:
    return lambda at: flawed(at) if start <= at < end else usual(at)


def live(at: float) -> Image:
    return reading(ROOM, at)


def stopped(_: float) -> Image:
    return reading(ROOM, 30)


def veiled(at: float) -> Image:
    return np.asarray(70 + 0.3 * (cv2.GaussianBlur(live(at), (0, 0), 14) - 70), np.float32)


FLAWED = {
    "a recorder that hangs": (Flaw.FROZEN, during(30, 60, stopped, live), 0.0),
    "black": (Flaw.BLACK, during(30, 45, lambda _: np.full_like(ROOM, 8), live), 1.0),
    "a cloth over the lens": (Flaw.COVERED, during(20, 60, veiled, live), 2.0),
}


@pytest.mark.parametrize("what", FLAWED)
def test_a_flaw_is_found_with_both_its_edges(tmp_path: Path, what: str) -> None:
    flaw, shown, grain = FLAWED[what]
    start = 20.0 if flaw is Flaw.COVERED else 30.0
    end = 45.0 if flaw is Flaw.BLACK else 60.0

    pictures = looked(film(tmp_path / "a.mp4", 80, shown, grain=grain))

    assert [found for found, _, _ in certain(pictures)] == [flaw]
    _, first, last = certain(pictures)[0]
    assert abs(first - start) <= 1
    assert abs(last - end) <= 1
    spell = pictures.spells[0]
    assert spell.edge_error <= SECOND
    assert spell.by is Speed.FULL
    assert spell.picture


@pytest.mark.parametrize("grain", [1.0, 3.0])
def test_what_stands_still_under_a_sensors_noise_is_a_doubt(tmp_path: Path, grain: float) -> None:
    shown = during(20, 146, stopped, live)

    pictures = looked(film(tmp_path / "a.mp4", 160, shown, grain=grain))

    assert certain(pictures) == []
    assert [spell.flaw for spell in pictures.spells] == [Flaw.FROZEN]
    assert abs(pictures.spells[0].possible.start - 20 * SECOND) <= SECOND
    assert abs(pictures.spells[0].possible.end - 146 * SECOND) <= SECOND


def test_nobody_is_doubted_for_sitting_still_for_less_than_two_minutes(tmp_path: Path) -> None:
    shown = during(20, 134, stopped, live)

    pictures = looked(film(tmp_path / "a.mp4", 160, shown, grain=3))

    assert pictures.spells == ()


HONEST: dict[str, Shown] = {
    "three people who read": live,
    "a dim classroom": lambda at: reading(room(light=34), at) * np.float32(0.9),
    "exposure that follows slowly": lambda at: live(at) * np.float32(1 + 0.35 * np.sin(at / 9)),
    "lights that go out for slides": lambda at: live(at) * np.float32(0.22 if 30 < at < 60 else 1),
    "a mount that shakes": lambda at: np.roll(live(at), round(1.5 * np.sin(at * 3)), axis=1),
}


@pytest.mark.parametrize("what", HONEST)
def test_an_honest_class_has_no_flaw(tmp_path: Path, what: str) -> None:
    pictures = looked(film(tmp_path / "a.mp4", 75, HONEST[what]))

    assert pictures.seen is Seen.LOOKED
    assert pictures.spells == ()


def test_what_each_speed_read_is_told(tmp_path: Path) -> None:
    pictures = looked(film(tmp_path / "a.mp4", 60, during(30, 50, stopped, live)))

    read = {look.speed: look.count for look in pictures.looks}
    assert read[Speed.PACKETS] == 240
    assert 25 <= read[Speed.KEY_FRAMES] <= 31
    assert 0 < read[Speed.FULL] < 60


def test_between_distant_key_frames_starved_packets_raise_a_doubt_that_is_settled(
    tmp_path: Path,
) -> None:
    chance = np.random.default_rng(3)
    shown = during(
        40,
        58,
        lambda _: np.full_like(ROOM, 8),
        lambda at: np.asarray(live(at) + chance.normal(0, 6, ROOM.shape), np.float32),
    )

    pictures = looked(film(tmp_path / "a.mp4", 90, shown, grain=0, group=30))

    assert [found for found, _, _ in certain(pictures)] == [Flaw.BLACK]


def test_a_file_that_is_no_video_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"no video at all" * 100)

    assert looked(path) == Pictures()


def test_pictures_that_do_not_decode_are_told(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", 30, live)
    with av.open(str(path)) as container:
        keys = [packet for packet in container.demux(video=0) if packet.is_keyframe]
        spans = [(packet.pos or 0, packet.size) for packet in keys[5:8]]
    whole = bytearray(path.read_bytes())
    for start, size in spans:
        whole[start + 4 : start + size] = b"\x65" + b"\xff" * (size - 5)
    path.write_bytes(whole)

    assert looked(path).seen is Seen.PARTLY


def test_where_the_streams_clock_was_set_anew_every_spell_is_a_doubt(tmp_path: Path) -> None:
    stopping = during(10, 35, stopped, live)
    path = film(tmp_path / "a.ts", 40, stopping, grain=0)
    once = looked(path)
    path.write_bytes(path.read_bytes() * 2)

    twice = looked(path)

    assert [found for found, _, _ in certain(once)] == [Flaw.FROZEN]
    assert certain(twice) == []
    assert {spell.flaw for spell in twice.spells} == {Flaw.FROZEN}


def test_the_same_film_gives_the_same_answer(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", 60, during(20, 50, stopped, live))

    assert looked(path) == looked(path)


def test_of_pictures_that_are_mostly_broken_nothing_is_certain(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", 40, during(10, 35, stopped, live))
    whole, chance = bytearray(path.read_bytes()), np.random.default_rng(3)
    with av.open(str(path)) as container:
        keyed = [(p.pos, p.size) for p in container.demux(video=0) if p.size and p.is_keyframe]
    for at, size in keyed:
        first, end = at + size // 8, at + size - 8
        whole[first:end] = chance.integers(1, 255, end - first, dtype=np.uint8).tobytes()
    path.write_bytes(bytes(whole))

    pictures = looked(path)

    assert pictures.seen is Seen.PARTLY
    assert certain(pictures) == []


def dim(at: float) -> Image:
    """A dim room whose sharpest edges are the letters of its clock."""
    room = np.asarray(24 + 0.15 * cv2.GaussianBlur(live(at), (0, 0), 2), np.float32)
    letters = room[: len(room) // 8]
    letters[4:-4, 10:-10:6] = 235
    return room


def clock_cut_off(at: float) -> Image:
    shown = dim(at)
    tall, wide = shown.shape[:2]
    return np.asarray(cv2.resize(shown[tall // 8 :], (wide, tall)), np.float32)


def out_of_focus(at: float) -> Image:
    return np.asarray(cv2.GaussianBlur(dim(at), (0, 0), 9), np.float32)


@pytest.mark.parametrize(("shown", "sure"), [(clock_cut_off, False), (out_of_focus, True)])
def test_a_part_of_the_usual_view_is_a_doubt_and_no_covered_lens(
    tmp_path: Path, shown: Shown, *, sure: bool
) -> None:
    pictures = looked(film(tmp_path / "a.mp4", 80, during(20, 60, shown, dim), grain=1.0))

    told = pictures.of(Flaw.COVERED)
    assert {bool(spell.certain) for spell in told} == {sure}
    assert told[0].possible.start == pytest.approx(20 * SECOND, abs=2 * SECOND)
