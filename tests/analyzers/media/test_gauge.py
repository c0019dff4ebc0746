from pathlib import Path

import pytest

from evidence.analyzers.media.gauge import PacketGauge
from evidence.domain.time import SECOND
from evidence.engine.local import LocalEngine
from tests.analyzers.media.films import film


def test_footage_is_as_long_as_its_frames_last(tmp_path: Path) -> None:
    path = film(tmp_path / ".a.mp4.part", seconds=3, f="mp4")

    assert PacketGauge(LocalEngine())(path) == 3 * SECOND


@pytest.mark.parametrize("content", [b"", b"<html>an error page</html>"])
def test_what_is_no_footage_has_no_length(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)

    assert PacketGauge(LocalEngine())(path) is None
