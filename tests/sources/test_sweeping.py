"""What was on its way and never came is taken away; what lies there and what is held stays."""

import fcntl
import os
from pathlib import Path

from evidence.domain.time import SECOND
from evidence.sources.sweeping import Swept, sweep

OLD, NOW = 1_000, 2_000  # seconds since 1970


def put(path: Path, at: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"12345")
    os.utime(path, (at, at))
    return path


def test_only_old_parts_go(tmp_path: Path) -> None:
    recordings = tmp_path / "INST-7/A/recordings/cam1"
    old = put(recordings / ".a.mp4.0123.part", OLD)
    stay = [
        put(recordings / ".b.mp4.0123.part", NOW),
        put(recordings / "a.mp4", OLD),
        put(recordings / "c.part", OLD),
        put(tmp_path / ".landed/INST-7/A/1.json", OLD),
    ]

    assert sweep(tmp_path, OLD * SECOND) == Swept()  # on the line it stays
    assert sweep(tmp_path, OLD * SECOND + 1) == Swept(1, 5)
    assert not old.exists()
    assert all(path.exists() for path in stay)


def test_a_part_that_somebody_is_at_stays(tmp_path: Path) -> None:
    part = put(tmp_path / "INST-7/A/recordings/.a.mp4.0123.part", OLD)
    with part.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert sweep(tmp_path, NOW * SECOND) == Swept()

    assert part.exists()
