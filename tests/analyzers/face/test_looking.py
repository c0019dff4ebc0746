"""Which frames of a burst are looked at."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import av
import cv2
import numpy as np
import pytest

from evidence.analyzers.face.instruments import Picture, Points, Vectors
from evidence.analyzers.face.looking import MOST_FRAMES, Looker, frames_of
from evidence.domain.presence import Face


class Everywhere:
    """A detector, mesh and embedder that see one face in whatever there is."""

    def detect(self, rgb: Picture) -> list[Face]:
        return [Face(8, 8, 16, 16, confidence=90)]

    def points(self, rgb: Picture, faces: Sequence[Face]) -> Points:
        return np.tile(np.linspace(8, 24, 468, dtype=np.float32)[None, :, None], (len(faces), 1, 3))

    def embed(self, rgb: Picture, faces: Sequence[Face]) -> Vectors:
        return np.zeros((len(faces), 128), np.float32)


def clip(path: Path, seconds: int, rate: int) -> Path:
    """A film that gets brighter by one grey from each tenth of a second to the next."""
    with av.open(str(path), "w") as film:
        stream = film.add_stream("mpeg4", rate)
        stream.width, stream.height, stream.time_base = 64, 64, Fraction(1, rate)
        for number in range(seconds * rate):
            grey = np.full((64, 64, 3), 40 + number * 10 // rate, np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        film.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("rate", [10, 25, 60])
def test_the_frames_of_a_clip_reach_over_most_of_four_seconds_at_any_rate(
    tmp_path: Path, rate: int
) -> None:
    seen = list(frames_of(clip(tmp_path / "clip.mp4", 4, rate)))

    tenths = [float(frame.mean()) - 40 for frame in seen]
    assert len(seen) <= MOST_FRAMES
    assert tenths[-1] > 33
    assert tenths[0] < 2


@pytest.mark.parametrize(("count", "looked_at"), [(3, 3), (48, 48), (49, 48), (100, 48)])
def test_of_a_burst_of_many_pictures_some_are_looked_at_from_its_start_to_its_end(
    tmp_path: Path, count: int, looked_at: int
) -> None:
    files = []
    for number in range(count):
        files.append(str(tmp_path / f"{number:03}.png"))
        cv2.imwrite(files[-1], np.full((32, 32, 3), number, np.uint8))
    all_ = Everywhere()

    seen = [
        files.index(frame.file)
        for frame in Looker(all_, all_, all_, ZoneInfo("UTC")).frames(
            files, {"opened": False, "faces": 0}
        )
    ]

    assert len(seen) == looked_at
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert count - seen[-1] <= 1 + count / MOST_FRAMES
