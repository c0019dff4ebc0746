from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from evidence.domain.footage import DatedBy
from evidence.domain.time import MILLISECOND, MINUTE, SECOND
from evidence.sources.footage import footage_files
from evidence.sources.live.segment import Clocked, salvaged, segment_name

T0 = 1_618_794_000 * SECOND


@given(
    at=st.integers(T0, T0 + 10**15),
    camera=st.sampled_from(["front", "教室1", "192.168.1.64_01", "ch01"]),
)
def test_a_segment_s_name_dates_it_to_the_millisecond(at: int, camera: str) -> None:
    path = f"recordings/{camera}/{segment_name(camera, at)}"
    (file,) = footage_files([path], table={}, pattern=None, timezone="Asia/Shanghai")
    assert file.dated_by is DatedBy.BUILT_IN_PATTERN
    assert file.start == at // MILLISECOND * MILLISECOND
    assert file.camera == camera


def test_what_was_held_up_does_not_move_the_clock() -> None:
    clock = Clocked(T0)
    clock.saw(SECOND, T0 + SECOND + 3 * SECOND)
    assert clock.offset == T0


def test_what_lay_in_the_camera_s_store_when_we_came_is_dated_by_what_came_at_once() -> None:
    clock = Clocked(T0)
    for second in range(4):
        clock.saw(second * SECOND, T0)  # four seconds of footage at one moment
    assert clock.offset == T0 - 3 * SECOND


@given(
    delays=st.lists(st.integers(0, 20 * SECOND), min_size=1, max_size=50),
    least=st.integers(0, SECOND),
)
def test_the_clock_is_off_by_the_least_delay_alone(delays: list[int], least: int) -> None:
    delays = [delay + least for delay in delays]
    clock = Clocked(T0 + delays[0])
    for number, delay in enumerate(delays):
        clock.saw(number * MINUTE, T0 + number * MINUTE + delay)
    assert clock.offset == T0 + min(delays)


def test_what_holds_no_whole_packet_is_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "front"
    folder.mkdir()
    (folder / ".live_1618794000000000_7.mp4.part").write_bytes(b"\0\0\0\x18ftyp")
    assert not list(salvaged([folder]))
    assert not list(folder.iterdir())


def test_other_parts_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "front"
    folder.mkdir()
    other = folder / ".a.mp4.0123456789ab.part"
    other.write_bytes(b"of another source")
    assert not list(salvaged([folder]))
    assert other.exists()
