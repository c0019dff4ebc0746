"""Key frames are read where they stand, and are the same as those met on the way."""

from dataclasses import replace
from pathlib import Path

import ffmpeg
import numpy as np
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from evidence.analyzers.frames.stream import opened
from tests.analyzers.frames.films import film, reading, room

ROOM = room()


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filmed") / "a.mp4"
    return film(path, 24, lambda at: reading(ROOM, at))


def shown(path: Path, *, fetching: bool) -> list[tuple[int, bytes]]:
    stream = opened(str(path))
    with stream.container:
        table = stream.packets()
        if not fetching:
            stream.keys = {}
        wanted = np.sort(table.at[table.key])[1::2].tolist()
        found = [(picture.at, picture.luma.tobytes()) for picture in stream.key_frames(wanted)]
    assert [at for at, _ in found] == wanted
    return found


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts", "avi"])
@pytest.mark.parametrize("between", [0, 2])
def test_fetched_key_frames_are_those_met_on_the_way(
    filmed: Path, tmp_path: Path, ending: str, between: int
) -> None:
    path = tmp_path / f"a.{ending}"
    output = ffmpeg.input(str(filmed)).output(str(path), vcodec="libx264", g=8, bf=between)
    output.global_args("-v", "error").run(get_ffmpeg_exe())

    assert shown(path, fetching=True) == shown(path, fetching=False)


def test_what_no_longer_stands_there_is_met_on_the_way(filmed: Path) -> None:
    stream = opened(str(filmed))
    with stream.container:
        table = stream.packets()
        keys = np.sort(table.at[table.key]).tolist()
        stream.keys[keys[3]] = replace(stream.keys[keys[3]], position=1_000)

        assert [picture.at for picture in stream.key_frames(keys)] == keys
        assert stream.broken == 0


def test_no_packet_but_those_asked_for_is_read(filmed: Path) -> None:
    stream = opened(str(filmed))
    with stream.container:
        table = stream.packets()
        keys = np.sort(table.at[table.key]).tolist()
        stream.keys = {at: stream.keys[at] for at in keys[2:4]}

        fetched = [packet.pts for packet in stream._fetched(keys[2:])]

    assert len(fetched) == 2
