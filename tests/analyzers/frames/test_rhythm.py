"""Pictures that come twice: slowed footage repeats some in a steady rhythm, nothing else does."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imageio_ffmpeg import get_ffmpeg_exe

from evidence.analyzers.frames import rhythm_watcher
from evidence.analyzers.frames.changes import Changes, nearest
from evidence.analyzers.frames.rhythm import (
    CLEAR,
    ELSEWHERE,
    FAR,
    FAR_LESS,
    LESS,
    STEADY,
    STEADY_OFTEN,
    Evidence,
    Found,
    Run,
    of_the_encoder,
    rhythm,
)
from evidence.analyzers.frames.rhythm_watcher import GLIMPSE, RhythmWatcher, runs, suspected
from evidence.analyzers.frames.stream import PacketTable
from evidence.analyzers.frames.watching import Watched, watch
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


def test_of_a_long_film_two_runs_are_read_and_no_more_where_no_picture_stands_out(
    class_film, monkeypatch
):
    monkeypatch.setattr(rhythm_watcher, "LEAST_READ", 240)
    monkeypatch.setattr(rhythm_watcher, "MOST_READ", 240)
    found = seen(again(class_film, "slowed-long.mp4", slowed(0.8)))
    honest = seen(again(class_film, "honest-long.mp4", lambda video: video))

    assert abs(found.rhythm.share / 1e6 - 0.2) <= 0.01
    assert found.looks[-1].count >= 240 + GLIMPSE
    assert honest.rhythm == NO_RHYTHM
    assert honest.looks[-1].count <= 2 * (GLIMPSE + 8)


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


PARTS = 16


def seen_calm(beats: np.ndarray, *, first: int = 0, parts: int = PARTS, noise: float = 0.2) -> Run:
    """Pictures from ``first`` on, in which some parts were calmer in some pictures, by two."""
    numbers = np.arange(first, first + len(beats))
    chance = np.random.default_rng(len(beats) + first)
    calm = chance.normal(0, noise, (len(beats), PARTS))
    calm[:, :parts] += np.where(beats, 2.0, 0.0)[:, None]
    nothing = np.zeros((len(beats), 1), np.float32)
    return Run(Changes(numbers, numbers, nothing, (), (1, 1)), (calm, calm))


def fitted(*runs: Run) -> Found:
    found = rhythm(Evidence.of(runs))
    assert found is not None
    return found


@settings(max_examples=10)
@given(share=st.integers(45, 440), phase=st.integers(0, 999))
def test_any_steady_rhythm_is_found(share, phase):
    numbers = np.arange(2000)
    beats = (numbers * share + phase) % 1000 < share
    found = fitted(*(seen_calm(beats[at : at + 240], first=at) for at in (400, 1600)))

    assert found.stands
    assert abs(found.share - share / 1000) <= found.error + 1e-3


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000), lost=st.sampled_from((0.01, 0.03, 0.05, 0.15, 0.3)))
def test_what_comes_by_chance_is_none(seed, lost):
    beats = np.random.default_rng(seed).random(240) < lost

    assert not fitted(seen_calm(beats)).stands


def test_a_rhythm_has_to_be_seen_where_no_screen_is():
    beats = np.arange(320) % 5 == 0

    assert fitted(seen_calm(beats, parts=9)).stands
    alone = fitted(seen_calm(beats, parts=4))
    assert alone.clear >= CLEAR
    assert alone.elsewhere < ELSEWHERE
    assert not alone.stands


def test_what_hardly_changes_less_is_an_encoder_s_habit():
    beats = np.arange(320) % 5 == 0
    run = seen_calm(beats)
    fainter = Run(run.changes, (run.calm[0] / 10, run.calm[1]))

    assert fitted(run).less >= LESS > FAR_LESS > fitted(fainter).less
    assert not fitted(fainter).stands


JUST = Found(
    share=0.1, error=0.001, phase=0, clear=CLEAR, elsewhere=ELSEWHERE, steady=STEADY, less=LESS
)


def test_a_rhythm_stands_by_the_least_of_everything_and_by_nothing_less():
    assert JUST.stands
    for name in ("clear", "elsewhere", "steady", "less"):
        assert not replace(JUST, **{name: getattr(JUST, name) - 0.01}).stands, name
    assert replace(JUST, share=0.15, steady=STEADY_OFTEN).stands
    assert not replace(JUST, share=0.14, steady=STEADY_OFTEN).stands
    assert replace(JUST, clear=FAR, less=FAR_LESS).stands
    assert replace(JUST, clear=(CLEAR + FAR) / 2, less=(LESS + FAR_LESS) / 2).stands
    assert not replace(JUST, clear=FAR - 0.1, less=FAR_LESS).stands
    assert not replace(JUST, clear=FAR, less=FAR_LESS - 0.01).stands


def test_where_some_repeats_are_clearer_the_rhythm_is_that_of_all():
    numbers = np.arange(640)
    some = numbers % 20 == 0
    run = seen_calm((numbers % 5 == 0) & ~some, noise=0.9)
    clearer = tuple(way + np.where(some, 4.0, 0.0)[:, None] for way in run.calm)

    assert fitted(replace(run, calm=clearer)).share == pytest.approx(0.2, abs=0.002)
    few = Found(0.05, 0.0001, 0, 9, 9, 0.9, 1)
    assert few.is_part_of(replace(few, share=0.2))
    assert not few.is_part_of(few)
    assert not few.is_part_of(replace(few, share=0.2375))


def test_runs_that_each_have_a_rhythm_but_keep_no_step_have_less_of_one():
    beats = np.arange(161) % 10 == 0
    with_step = fitted(seen_calm(beats), seen_calm(beats, first=1000))
    without = fitted(seen_calm(beats), seen_calm(beats, first=1005))

    assert without.clear < with_step.clear


def test_a_short_file_is_read_in_full_and_of_a_longer_one_two_runs_from_key_frames_on():
    def read(count: int, *, group: int = 60, size: int = 1000) -> list[tuple[int, int]]:
        width, height = (320, 180) if size == 1000 else (1920, 1080)
        return runs(Watched(table([size] * count, group=group), width, height))

    assert read(3200) == [(0, 3200)]
    assert read(3201) == [(180, 1461), (1680, 2961)]
    # No picture is read twice.
    assert read(3201, group=3000) == [(0, 1281), (1281, 2562)]
    assert read(9000, size=20_000) == [(840, 1076), (7860, 8096)]


def test_pictures_are_held_against_the_nearest_of_their_kind():
    kinds = np.array([1, 2, 2, 2] * 20)
    like = nearest(kinds)

    assert {int(kinds[one]) for one in like[40]} == {1}
    assert 40 not in like[40]
    assert max(like[41]) - min(like[41]) < 30
    assert not len(nearest(np.array([1, 1, 1, 1, 2, 2, 2, 2, 2]))[0])
    assert len(nearest(np.array([1, 1, 1, 1, 2, 2, 2, 2, 2]))[4])


def test_a_rhythm_in_step_with_close_key_frames_is_the_encoder_s():
    key = np.arange(600) % 8 == 0

    assert of_the_encoder(0.125, key)
    assert of_the_encoder(0.375, key)
    assert not of_the_encoder(0.3, key)
    assert not of_the_encoder(0.05, key)
    assert not of_the_encoder(0.1, np.arange(600) % 50 == 0)
