"""Pictures that come twice: slowed footage repeats some in a steady rhythm, nothing else does."""

from collections.abc import Callable
from pathlib import Path

import ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imageio_ffmpeg import get_ffmpeg_exe

from evidence.analyzers.frames.changes import Changes
from evidence.analyzers.frames.rhythm import STRETCH, Series, in_step, of_the_encoder, rhythm
from evidence.analyzers.frames.rhythm_watcher import RhythmWatcher, suspected
from evidence.analyzers.frames.stream import PacketTable
from evidence.analyzers.frames.watching import watch
from evidence.domain.pictures import NO_RHYTHM, Pictures
from evidence.domain.time import SECOND
from tests.analyzers.frames.films import RATE, film, reading, room

WALLS = room()
SECONDS = 80


@pytest.fixture(scope="module")
def class_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three people who read, with a camera's grain."""
    path = tmp_path_factory.mktemp("rhythm") / "class.mp4"
    return film(path, SECONDS, lambda at: reading(WALLS, at), grain=4)


def again(path: Path, name: str, change: Callable, **options) -> Path:
    """The film encoded anew, its pictures changed."""
    made = path.with_name(name)
    encoding = {"vcodec": "libx264", "preset": "ultrafast", "crf": 26, "g": 8, "threads": 1}
    output = ffmpeg.output(change(ffmpeg.input(str(path)).video), str(made), **encoding | options)
    output.global_args("-v", "error").run(get_ffmpeg_exe(), overwrite_output=True)
    return made


def slowed(rate: float) -> Callable:
    """So many of its seconds in each second, at the rate of pictures that it had."""
    return lambda video: video.filter("setpts", f"PTS/{rate}").filter("fps", RATE)


def seen(path: Path) -> Pictures:
    return watch(str(path), [RhythmWatcher()])


def test_a_film_as_the_camera_made_it_has_no_rhythm(class_film):
    assert seen(class_film).rhythm == NO_RHYTHM


@pytest.mark.parametrize("rate", [0.95, 0.7])
def test_slowed_footage_repeats_as_many_pictures_as_time_was_stretched(class_film, rate):
    found = seen(again(class_film, f"slowed-{rate}.mp4", slowed(rate))).rhythm

    assert abs(found.share / 1e6 - (1 - rate)) <= found.error / 1e6 <= 0.01
    repeats = [step.change for step in found.steps if step.repeats]
    others = [step.change for step in found.steps if not step.repeats]
    assert len(repeats) / len(found.steps) == pytest.approx(1 - rate, abs=0.02)
    assert np.median(repeats) < np.median(others) / 2


def test_slowed_footage_is_told_with_pictures_that_lean_on_later_ones(class_film):
    made = again(class_film, "leaning.mp4", slowed(0.8), preset="veryfast", bf=2, g=40)
    close = again(class_film, "leaning-close.mp4", slowed(0.8), preset="veryfast", g=8)

    assert abs(seen(made).rhythm.share / 1e6 - 0.2) <= 0.01
    assert abs(seen(close).rhythm.share / 1e6 - 0.2) <= 0.01


def test_the_same_film_encoded_anew_as_it_is_has_no_rhythm(class_film):
    for name, options in {
        "leaning-honest.mp4": {"preset": "veryfast", "bf": 2, "g": 40},
        "starved.mp4": {"preset": "veryfast", "crf": 38, "g": 80},
    }.items():
        made = again(class_film, name, lambda video: video, **options)
        assert seen(made).rhythm == NO_RHYTHM, name


def test_a_film_on_a_screen_has_a_rhythm_of_its_own_and_the_room_has_none(tmp_path):
    """A projected film of three pictures where the camera takes four: one in four comes twice."""
    chance = np.random.default_rng(3)
    shown = [chance.uniform(30, 220, (60, 90)).astype(np.float32) for _ in range(SECONDS * 3)]

    def picture(at: float) -> np.ndarray:
        scene = reading(WALLS, at)
        scene[20:80, 110:200] = shown[int(at * 3 + 1e-6)]
        return scene

    assert seen(film(tmp_path / "screen.mp4", SECONDS, picture, grain=4)).rhythm == NO_RHYTHM


def test_pictures_that_a_network_loses_come_twice_without_a_rhythm(tmp_path):
    chance = np.random.default_rng(4)
    lost = chance.random(SECONDS * RATE) < 0.15
    times = np.maximum.accumulate(np.where(lost, 0, np.arange(SECONDS * RATE)))
    raw = [reading(WALLS, n / RATE) + chance.normal(0, 4, WALLS.shape) for n in range(len(lost))]
    made = film(tmp_path / "lost.mp4", SECONDS, lambda at: raw[times[round(at * RATE)]], grain=0)

    assert seen(made).rhythm == NO_RHYTHM


def table(sizes: list[int], *, group: int = 60, leaning: bool = False) -> PacketTable:
    count = len(sizes)
    at = np.arange(count) * SECOND
    if leaning:
        at[1:-1:2], at[2::2] = at[2::2].copy(), at[1:-1:2].copy()
    key = np.arange(count) % group == 0
    return PacketTable(
        at, np.array(sizes, np.int32), key, np.zeros(count, np.uint32), np.arange(count)
    )


def test_packets_as_large_as_their_neighbours_are_not_decoded():
    assert not suspected(table([1000] * 601))


def test_a_starved_packet_in_twenty_is_looked_into():
    assert suspected(table(([1000] * 19 + [200]) * 31))


def test_packets_that_encoders_spare_beside_key_frames_are_their_habit():
    assert not suspected(table(([4000, 1000, 300] + [1000] * 17) * 31, group=20))


def test_packets_that_tell_nothing_are_looked_into():
    assert suspected(table([1000] * 601, group=8))
    assert suspected(table([1000] * 601, leaning=True))


def test_a_short_file_is_not():
    assert not suspected(table(([1000] * 19 + [200]) * 5))


def series(repeats: np.ndarray, first: int = 0) -> Series:
    """A stretch from picture ``first`` on, in which these pictures hardly changed."""
    count = len(repeats)
    numbers = np.arange(first, first + count)
    nothing = np.zeros((count, 1), np.float32)
    stretch = Changes(numbers, numbers, numbers * 0, nothing, nothing, (1, 1))
    return Series(stretch, np.where(repeats, 0.8, 0.0))


@settings(max_examples=30, deadline=None)
@given(share=st.integers(45, 440), phase=st.integers(0, 999))
def test_any_steady_rhythm_is_found(share, phase):
    numbers = np.arange(20 * STRETCH)
    repeats = (numbers * share + phase) % 1000 < share
    stretches = [series(repeats[at : at + STRETCH], at) for at in (0, 7 * STRETCH, 19 * STRETCH)]
    found = rhythm(stretches)
    assert found is not None

    found = in_step(stretches, found)
    assert found.stands
    assert abs(found.share - share / 1000) <= found.error + 1e-3


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 200), share=st.floats(0.05, 0.4))
def test_what_comes_by_chance_is_none(seed, share):
    chance = np.random.default_rng(seed)
    stretches = [series(chance.random(STRETCH) < share, at) for at in (0, 5 * STRETCH)]
    found = rhythm(stretches)

    assert found is None or not in_step(stretches, found).stands


def test_a_rhythm_in_step_with_close_key_frames_is_the_encoder_s():
    key = np.arange(600) % 8 == 0

    assert of_the_encoder(0.125, key)
    assert of_the_encoder(0.375, key)
    assert not of_the_encoder(0.3, key)
    assert not of_the_encoder(0.05, key)
    assert not of_the_encoder(0.1, np.arange(600) % 50 == 0)
