"""As many key frames are looked at as a pace allows, and more where little moves."""

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from evidence.analyzers.frames.flaw_watcher import FlawWatcher
from evidence.analyzers.frames.sampling import CLOSEST, USUAL, chosen, closer
from evidence.analyzers.frames.stream import PacketTable
from evidence.analyzers.frames.watching import watch
from evidence.analyzers.prints.negative import loads
from evidence.analyzers.prints.taking import PrintTaker
from evidence.domain.pictures import Speed
from evidence.domain.time import SECOND

FULL_HD = 1920 * 1080
Levels = NDArray[np.float32]


def keyed(apart: int, size: int, length: int = 600) -> PacketTable:
    """A key frame of so many bytes each ``apart`` seconds."""
    at = np.arange(0, length * SECOND, apart * SECOND)
    sizes = np.full(len(at), size, np.int32)
    return PacketTable(at, sizes, np.ones(len(at), np.bool_), sizes.astype(np.uint32), at)


def gaps(*times: NDArray[np.int64]) -> list[float]:
    return [gap / SECOND for gap in np.diff(np.sort(np.concatenate(times))).tolist()]


@pytest.mark.parametrize("apart", [1, 2, 3, 4, 5, 7])
def test_large_key_frames_are_as_far_apart_as_is_allowed_on_the_whole(apart: int) -> None:
    found = gaps(chosen(keyed(apart, 1_000_000), FULL_HD))

    assert np.mean(found) == pytest.approx(max(apart, USUAL.farthest / SECOND), rel=0.05)
    assert max(found) <= USUAL.farthest / SECOND + apart


@pytest.mark.parametrize("apart", [8, 9, 14])
def test_none_are_so_far_apart_that_they_leave_a_doubt(apart: int) -> None:
    assert set(gaps(chosen(keyed(apart, 1_000_000), FULL_HD))) == {apart}


@pytest.mark.parametrize("apart", [11, 30])
def test_none_is_passed_over_where_key_frames_are_far_apart(apart: int) -> None:
    table = keyed(apart, 1_000_000)

    assert len(chosen(table, FULL_HD)) == len(table)


def test_small_key_frames_are_looked_at_every_two_seconds() -> None:
    table = keyed(1, 2_000)
    looked = chosen(table, 320 * 180)

    assert set(gaps(looked)) == {CLOSEST / SECOND}
    assert not len(closer(table, 320 * 180, looked.tolist()))


def test_between_those_looked_at_others_are_closer_by_far() -> None:
    table = keyed(2, 245_000)
    looked = chosen(table, FULL_HD)
    more = closer(table, FULL_HD, looked.tolist())

    assert not set(more.tolist()) & set(looked.tolist())
    assert max(gaps(looked, more)) <= 4
    assert np.mean(gaps(looked, more)) > 3


def moving(cells: int) -> Callable[[int], Levels]:
    """Noise over so many of 144 cells that are another brightness every second."""

    def shown(at: int) -> Levels:
        chance = np.random.default_rng(at)
        levels = np.full(144, 100, np.float32)
        levels[:cells] += chance.choice([-40, 40], cells)
        wide = cv2.resize(levels.reshape(9, 16), (1280, 720), interpolation=cv2.INTER_NEAREST)
        return np.asarray(wide + chance.normal(0, 3, wide.shape), np.float32)

    return shown


def filmed(path: Path, shown: Callable[[int], Levels], seconds: int) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", rate=1, options={"preset": "ultrafast", "qp": "16"}
        )
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 1280, 720, "yuv420p", 2
        for at in range(seconds):
            grey = np.clip(shown(at), 0, 255).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("cells", "pictures"), [(8, 18), (72, 6)])
def test_a_room_in_which_little_moves_is_looked_at_more_closely(
    tmp_path: Path, cells: int, pictures: int
) -> None:
    found = watch(str(filmed(tmp_path / "a.mp4", moving(cells), 60)), (FlawWatcher(), PrintTaker()))

    looked = {look.speed: look.count for look in found.looks}[Speed.KEY_FRAMES]
    taken = loads(found.prints)
    assert looked == len(taken.at) == pytest.approx(pictures, abs=2)
    assert (np.diff(taken.at) > 0).all()
